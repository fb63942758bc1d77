/* option_table.c - see option_table.h.  A new option is a row here and, unless there is one, a
 * field in struct cli_options; ./run generate then writes completions and manual. */
#include "cli/option_table.h"

#include "cli/option_values.h"

/* The offset of a field m, whose parser stores through a pointer of that type; another does not
 * compile.  A type cannot stand in parentheses, which clang-tidy wants. */
#define FIELD(type, m)                                                                             \
    _Generic(&((struct cli_options *)0)->m, type : offsetof(struct cli_options, m)) /* NOLINT */

#define FLAG(member)     .parse = cli_parse_flag, .field = FIELD(bool *, member)
#define TEXT(member)     .parse = cli_parse_text, .field = FIELD(const char **, member)
#define UNSIGNED(member) .parse = cli_parse_unsigned, .field = FIELD(unsigned *, member)
#define INT(member)      .parse = cli_parse_int, .field = FIELD(int *, member)
#define COUNT(member)    .parse = cli_parse_count, .field = FIELD(uint64_t *, member)
#define WORD(member)     .parse = cli_parse_word, .field = FIELD(unsigned *, member)
#define LIST(...)        ((const char *const[]){__VA_ARGS__, NULL})

enum {
    BUILD = 1 << CMD_BUILD,
    CHECK = 1 << CMD_CHECK,
    AUTOGEN = 1 << CMD_AUTOGEN,
    THUMB = 1 << CMD_THUMB,
    PREVIEW = 1 << CMD_PREVIEW,
    DEPLOY = 1 << CMD_DEPLOY,
    MERGE = 1 << CMD_MERGE,
    GC = 1 << CMD_GC,
    WHY = 1 << CMD_WHY,
    BENCH = 1 << CMD_BENCH,
    ALL = (1 << CMD_COUNT) - 1,
};

const struct cli_option cli_option_table[] = {
    {
        .name = "jobs",
        .letter = 'j',
        .value = "N",
        UNSIGNED(jobs),
        .max = 1024,
        .environment = "TIRAGE_JOBS",
        .uses = {{.commands = ALL,
                  .help = "worker processes; default: one per CPU; 0: none, everything happens in "
                          "one process without a sandbox"}},
    },
    {
        .name = "cpu",
        .value = "LEVEL",
        .parse = cli_parse_cpu,
        .words = LIST("c", "ssse3", "sse41", "avx2", "avx512", "neon", "best"),
        .environment = "TIRAGE_CPU",
        .uses = {{.commands = ALL,
                  .help = "use processor features up to LEVEL only; see tirage cpu"}},
    },
    {
        .name = "quiet",
        .letter = 'q',
        FLAG(quiet),
        .uses = {{.commands = ALL, .help = "no progress"}},
    },
    {
        .name = "verbose",
        .letter = 'v',
        FLAG(verbose),
        .uses = {{.commands = ALL, .help = "say more"}},
    },
    {
        .name = "json",
        FLAG(json),
        .uses = {{.commands = ALL,
                  .help = "report as JSON, one object a line, on standard output"}},
    },
    {
        .name = "help",
        .letter = 'h',
        FLAG(help),
        .uses = {{.commands = ALL,
                  .help = "print a summary, or the help of a command: tirage thumb --help"}},
    },
    {
        .name = "version",
        .letter = 'V',
        FLAG(version),
        .uses = {{.commands = ALL,
                  .help = "print the version; with -v those of the libraries too"}},
    },
    {
        .name = "size",
        .letter = 's',
        .value = "LIST",
        .parse = cli_parse_sizes,
        .uses = {{.commands = THUMB,
                  .help = "sizes: N (fits NxN), Wx, xH, WxH, P%, copy (full size), or original "
                          "(the file itself without its metadata, not encoded again; of HEIC, AVIF "
                          "and raw photos JPEG)"}},
    },
    {
        .name = "recursive",
        .letter = 'r',
        FLAG(recurse),
        .uses = {{.commands = THUMB,
                  .help = "take the pictures in folders and below; -o FOLDER/ keeps their tree"}},
    },
    {
        .name = "directory",
        .letter = 'd',
        .value = "FOLDER",
        TEXT(folder),
        .complete = CLI_COMPLETE_FOLDER,
        .uses = {{.commands = AUTOGEN, .help = "the gallery's folder"}},
    },
    {
        .name = "all",
        FLAG(all),
        .uses = {{.commands = AUTOGEN,
                  .help = "every gallery of the project SRC that has none below it; default: of "
                          "the current folder"}},
    },
    {
        .name = "output",
        .letter = 'o',
        .value = "OUT",
        TEXT(output),
        .complete = CLI_COMPLETE_FOLDER,
        .uses =
            {{.commands = BUILD, .help = "folder of the site; default: SRC/build"},
             {.commands = CHECK, .help = "folder that the site would have; default: SRC/build"},
             {.commands = THUMB,
              .help = "name of each output, made of {dir} {sub} {stem} {size} {ext}, or a folder; "
                      "default: {dir}/{stem}-{size}{ext}",
              .value = "NAME",
              .complete = CLI_COMPLETE_FILE},
             {.commands = BENCH,
              .help = "file of the result; of compare: the page with charts",
              .value = "FILE",
              .complete = CLI_COMPLETE_FILE},
             {.commands = PREVIEW | DEPLOY | GC,
              .help = "folder of the gallery; default: SRC/build"},
             {.commands = WHY,
              .help =
                  "folder of the gallery; needed for photos if it is not their folder's build"}},
        .manual = "For thumb and bench a pipe or a character device is written through; a symlink "
                  "is replaced, never what it leads to; sockets and block devices are refused. Of "
                  "an option that is given twice the last counts, but two different names of files "
                  "or folders are an error.",
    },
    {
        .name = "state",
        .value = "DIR",
        TEXT(state),
        .complete = CLI_COMPLETE_FOLDER,
        .uses = {{.commands = BUILD,
                  .help = "keep the state of the builds there; default: OUT/.tirage, or alongside "
                          "an OUT that is in a git work tree or is named public or docs"},
                 {.commands = CHECK | MERGE | PREVIEW | DEPLOY | GC | WHY,
                  .help = "where the state of OUT is kept; as for tirage build"}},
        .manual = "DIR is a folder outside of OUT that is empty or held a state before. Alongside "
                  "OUT the state is in .NAME.tirage. A state in OUT/.tirage is moved there by the "
                  "next build.",
    },
    {
        .name = "source",
        .value = "SRC",
        TEXT(source),
        .complete = CLI_COMPLETE_FOLDER,
        .uses = {{.commands = MERGE,
                  .help = "the photos; default: where the first shard had them"}},
    },
    {
        .name = "shard",
        .value = "I/N",
        .parse = cli_parse_shard,
        .words = LIST("auto"),
        .uses = {{.commands = BUILD,
                  .help = "make only share I of N of the pictures; and no page: see tirage merge; "
                          "auto: as the environment of Slurm or Kubernetes says"}},
        .manual = "Shares are of about the same size in bytes, and the same on every machine. auto "
                  "takes both numbers from SLURM_ARRAY_TASK_ID, if all tasks of the array are "
                  "there from 0 or 1 on, or from JOB_COMPLETION_INDEX and COMPLETIONS.",
    },
    {
        .name = "include",
        .value = "PATTERN",
        .parse = cli_parse_include,
        .repeats = true,
        .uses = {{.commands = BUILD | CHECK,
                  .help = "only pictures and videos whose names match, like '*.jpg'; of several "
                          "patterns one suffices"},
                 {.commands = MERGE, .help = "as the shards were given it"}},
        .manual = "Applies to folders without settings and may be given several times. Names "
                  "compare as texts, in whatever Unicode form the system has written them.",
    },
    {
        .name = "exclude",
        .value = "PATTERN",
        .parse = cli_parse_exclude,
        .repeats = true,
        .uses = {{.commands = BUILD | CHECK,
                  .help = "no pictures, videos and folders whose names match"},
                 {.commands = MERGE, .help = "as the shards were given it"}},
        .manual = "Applies as --include does.",
    },
    {
        .name = "title",
        .value = "TEXT",
        TEXT(title),
        .uses = {{.commands = BUILD | CHECK,
                  .help = "title of the site; default: as settings.yaml or album.md says, or the "
                          "folder's name"},
                 {.commands = PREVIEW, .help = "title of the site, with --watch"},
                 {.commands = MERGE, .help = "title of the site, as the shards were given it"}},
    },
    {
        .name = "theme",
        .value = "NAME",
        TEXT(theme),
        .uses = {{.commands = BUILD | CHECK,
                  .help = "look of the pages: one of tirage's own, or a folder in themes/ of SRC; "
                          "default: as settings.yaml or album.md says"},
                 {.commands = PREVIEW, .help = "look of the pages, with --watch"},
                 {.commands = MERGE, .help = "look of the pages, as the shards were given it"}},
    },
    {
        .name = "raw",
        .value = "HOW",
        .parse = cli_parse_rule,
        .field = FIELD(unsigned *, raw),
        .words = LIST("pair", "separate", "ignore", "prefer"),
        .uses = {{.commands = BUILD | CHECK,
                  .help = "what to do with raw photos: pair (one photo with the picture of the "
                          "same name, which is shown), separate, ignore or prefer (show the raw "
                          "photo); default: as album.md says, or pair"},
                 {.commands = MERGE, .help = "as the shards were given it"}},
        .manual = "Applies to folders without settings.",
    },
    {
        .name = "follow-links",
        FLAG(follow_links),
        .uses = {{.commands = BUILD | CHECK | AUTOGEN | PREVIEW | DEPLOY,
                  .help = "follow links that lead out of SRC; otherwise they are refused"},
                 {.commands = THUMB,
                  .help =
                      "with -r, follow links that lead out of FOLDER; otherwise they are refused"},
                 {.commands = MERGE, .help = "as the shards were given it"}},
        .manual = "Without it they are named, and the exit code is 3.",
    },
    {
        .name = "force",
        FLAG(force),
        .uses = {{.commands = BUILD | MERGE, .help = "write into an OUT that tirage did not make"},
                 {.commands = AUTOGEN, .help = "replace sections that are there"},
                 {.commands = DEPLOY,
                  .help = "take a target with other files, which --delete may remove from now on"}},
    },
    {
        .name = "dry-run",
        FLAG(dry_run),
        .uses = {{.commands = BUILD,
                  .help = "list the pictures, videos and audio that would be made; write nothing"},
                 {.commands = THUMB, .help = "list what would be made; write nothing"},
                 {.commands = DEPLOY, .help = "list what would be sent; send nothing"}},
    },
    {
        .name = "to",
        .value = "TARGET",
        TEXT(to),
        .complete = CLI_COMPLETE_FOLDER,
        .uses = {{.commands = DEPLOY,
                  .help = "where to send; [[USER@]HOST:]FOLDER or ssh://[USER@]HOST[:PORT]/FOLDER; "
                          "default: what the settings say"}},
    },
    {
        .name = "delete",
        FLAG(delete_files),
        .uses = {{.commands = GC, .help = "remove them"},
                 {.commands = DEPLOY,
                  .help = "in the end remove from the target what OUT does not have"}},
        .manual = "Where tirage has not put its mark and there are files, --force is needed once.",
    },
    {
        .name = "verify",
        FLAG(verify),
        .uses = {{.commands = BUILD | MERGE,
                  .help = "read every photo and every picture made earlier again; make again what "
                          "differs; otherwise sizes and times are trusted"}},
    },
    {
        .name = "new-keys",
        FLAG(new_keys),
        .uses = {{.commands = BUILD,
                  .help = "encrypt what is behind passwords by new keys, which follow from the "
                          "passwords of today; for when one is to end what another had opened"}},
    },
    {
        .name = "original",
        FLAG(original),
        .uses = {{.commands = BUILD,
                  .help = "add each photo in full size; as it is except for its metadata; HEIC, "
                          "AVIF and raw photos as JPEG"},
                 {.commands = CHECK,
                  .help = "count each photo in full size too; as tirage build would"}},
    },
    {
        .name = "skip-avif",
        FLAG(skip_avif),
        .uses = {{.commands = BUILD | MERGE,
                  .help = "leave AVIF files that are missing for another time (formats: avif); "
                          "pages keep those that are there"}},
    },
    {
        .name = "fit",
        .value = "HOW",
        WORD(fit),
        .words = LIST("inside", "cover", "exact"),
        .initial = "inside",
        .uses = {{.commands = THUMB,
                  .help =
                      "how it fits the size: inside, cover (fill and crop) or exact (distort)"}},
    },
    {
        .name = "format",
        .value = "FORMAT",
        .parse = cli_parse_format,
        .field = FIELD(unsigned *, spec.target),
        .words = LIST("same", "jpeg", "png", "webp", "avif"),
        .initial = "same",
        .uses = {{.commands = THUMB,
                  .help = "format of the outputs: same, jpeg, png, webp or avif; needed only where "
                          "-o has no suffix; of same, GIF and BMP become PNG, TIFF, AVIF, HEIC and "
                          "raw JPEG; a copy of a GIF, animated WebP or PNG stays what it is"}},
    },
    {
        .name = "quality",
        .letter = 'Q',
        .value = "N",
        INT(spec.quality),
        .min = 1,
        .max = 100,
        .initial = "75",
        .uses = {{.commands = THUMB, .help = "JPEG, WebP and AVIF quality, 1 to 100"}},
    },
    {
        .name = "effort",
        .value = "N",
        UNSIGNED(spec.effort),
        .min = 1,
        .max = TG_EFFORT_MAX,
        .uses = {{.commands = BUILD | THUMB,
                  .help = "time for smaller PNG, WebP and AVIF files, 1 to 9; default: by format"},
                 {.commands = MERGE, .help = "as the shards were given it"}},
        .manual = "By format it is 4 for PNG and WebP and 1 for AVIF; of JPEG there is one alone.",
    },
    {
        .name = "lossless",
        FLAG(spec.lossless),
        .uses = {{.commands = THUMB, .help = "WebP files that keep every pixel, as PNG files do"}},
    },
    {
        .name = "progressive",
        .parse = cli_parse_constant,
        .field = FIELD(unsigned *, spec.jpeg_mode),
        .min = TG_JPEG_PROGRESSIVE,
        .uses = {{.commands = THUMB, .help = "progressive JPEG"}},
    },
    {
        .name = "baseline",
        .parse = cli_parse_constant,
        .field = FIELD(unsigned *, spec.jpeg_mode),
        .min = TG_JPEG_BASELINE,
        .uses = {{.commands = THUMB, .help = "baseline JPEG; the default"}},
    },
    {
        .name = "fast",
        .parse = cli_parse_constant,
        .field = FIELD(unsigned *, spec.jpeg_mode),
        .min = TG_JPEG_FAST,
        .uses = {{.commands = THUMB,
                  .help = "JPEG with standard tables; least memory, a twentieth larger"}},
    },
    {
        .name = "libjpeg", /* for comparison */
        FLAG(spec.libjpeg),
        .uses = {{.commands = THUMB, .help = NULL}},
    },
    {
        .name = "subsampling",
        .value = "S",
        .parse = cli_parse_subsampling,
        .field = FIELD(unsigned *, spec.subsampling),
        .words = LIST("keep", "420", "444"),
        .uses = {{.commands = BUILD,
                  .help = "colour resolution of JPEG files: keep, 420 or 444; default: 420"},
                 {.commands = THUMB,
                  .help = "colour resolution of JPEG files: keep, 420 or 444; default: keep"}},
    },
    {
        .name = "srgb",
        .parse = cli_parse_constant,
        .field = FIELD(unsigned *, spec.colour),
        .min = TG_COLOUR_SRGB,
        .uses = {{.commands = BUILD | THUMB,
                  .help = "convert colours to sRGB and drop the colour profile"}},
    },
    {
        .name = "background",
        .value = "COLOUR",
        .parse = cli_parse_background,
        .initial = "white",
        .uses = {{.commands = BUILD | THUMB,
                  .help = "colour under transparent pixels in a JPEG: #rrggbb, white or black"}},
    },
    {
        .name = "keep",
        .value = "LIST",
        .parse = cli_parse_keep,
        .words = LIST("exif", "xmp", "exif,xmp"),
        .uses = {{.commands = THUMB,
                  .help = "metadata to keep: exif, xmp; colour profiles always stay"}},
    },
    {
        .name = "hdr",
        .value = "HOW",
        .parse = cli_parse_rule,
        .field = FIELD(unsigned *, hdr),
        .words = LIST("keep", "drop"),
        .uses = {{.commands = BUILD,
                  .help = "what to do with the gain maps of HDR photos: keep (JPEG files stay HDR) "
                          "or drop; default: as the settings say, or keep"},
                 {.commands = THUMB,
                  .help = "what to do with the gain maps of HDR photos: keep (JPEG files stay HDR) "
                          "or drop; default: keep"},
                 {.commands = MERGE, .help = "as the shards were given it"}},
        .manual = "JPEG files made of JPEG files carry them; WebP and PNG files, and pictures of "
                  "less than 300 pixels, are SDR.",
    },
    {
        .name = "null",
        .letter = '0',
        FLAG(stdin_list),
        .uses = {{.commands = THUMB,
                  .help = "read names of pictures from standard input; each ended by NUL"}},
    },
    {
        .name = "skip-existing",
        FLAG(skip_existing),
        .uses = {{.commands = THUMB, .help = "leave outputs that exist alone"}},
    },
    {
        .name = "strict",
        FLAG(strict),
        .uses = {{.commands = BUILD | CHECK | THUMB | MERGE,
                  .help = "stop at the first picture that fails"}},
    },
    {
        .name = "require-sandbox",
        FLAG(require_sandbox),
        .uses = {{.commands = BUILD | CHECK | THUMB | MERGE,
                  .help =
                      "do nothing where a part of the workers' sandbox is missing; exit code 1"}},
        .manual = "Without it that is only reported.",
    },
    {
        .name = "timeout",
        .value = "SECONDS",
        UNSIGNED(timeout_s),
        .min = 1,
        .max = 1000000,
        .uses = {{.commands = BUILD | CHECK | THUMB | MERGE,
                  .help = "seconds that one photo may take; default: minutes, by its size"}},
    },
    {
        .name = "memory",
        .value = "SIZE",
        .parse = cli_parse_memory,
        .field = FIELD(uint64_t *, memory),
        .uses = {{.commands = BUILD | CHECK | THUMB | MERGE,
                  .help = "memory of all workers together, like 800M or 2G; default: three "
                          "quarters of what is free; 0: no limit"}},
        .manual = "ffmpeg, for videos, may use as much in all.",
    },
    {
        .name = "max-load",
        .value = "N",
        .parse = cli_parse_load,
        .field = FIELD(double *, max_load),
        .uses = {{.commands = BUILD | MERGE,
                  .help = "one photo or video at a time while the load average is above N"}},
        .manual = "It is that of the last minute; N may have a decimal point; AVIF files, which "
                  "come last, wait until it is below.",
    },
    {
        .name = "max-pixels",
        .value = "N",
        COUNT(max_pixels),
        .min = 1,
        .max = UINT64_C(1) << 32,
        .initial = "500000000",
        .uses = {{.commands = BUILD | CHECK | THUMB | MERGE, .help = "refuse larger photos"},
                 {.commands = AUTOGEN, .help = "leave larger photos out"}},
    },
    {
        .name = "isolation",
        .value = "HOW",
        .parse = cli_parse_isolation,
        .words = LIST("album", "photo"),
        .initial = "album",
        .uses =
            {{.commands = BUILD | CHECK | THUMB | MERGE,
              .help =
                  "a worker process for each photo, or album: for up to 64 photos of one album"}},
    },
    {
        .name = "port",
        .letter = 'p',
        .value = "PORT",
        INT(port),
        .max = 65535,
        .uses = {{.commands = PREVIEW,
                  .help = "port; default: 9000; 0: any that is free, which is printed"}},
    },
    {
        .name = "bind",
        .value = "ADDRESS",
        TEXT(address),
        .initial = "127.0.0.1",
        .uses = {{.commands = PREVIEW,
                  .help = "address of this machine to serve at; 0.0.0.0 or :: for all of them"}},
    },
    {
        .name = "watch",
        FLAG(watch),
        .uses = {{.commands = PREVIEW,
                  .help = "build first, and again whenever photos or settings change; open pages "
                          "reload themselves"}},
    },
    {
        .name = "photos",
        .value = "DIR",
        TEXT(photos),
        .complete = CLI_COMPLETE_FOLDER,
        .uses = {{.commands = BENCH,
                  .help = "use the JPEG files in DIR; default: generated photos"}},
    },
    {
        .name = "scale",
        .value = "PERCENT",
        UNSIGNED(scale_percent),
        .min = 1,
        .max = 100,
        .initial = "100",
        .uses = {{.commands = BENCH, .help = "percentage of the photos; 10 for small boards"}},
    },
    {
        .name = "rounds",
        .value = "N",
        UNSIGNED(rounds),
        .min = 1,
        .max = 25,
        .initial = "3",
        .uses = {{.commands = BENCH, .help = "how often each build is measured"}},
    },
    {
        .name = "table",
        .value = "FORM",
        WORD(table),
        .words = LIST("text", "markdown", "csv"),
        .initial = "text",
        .uses = {{.commands = BENCH,
                  .help = "form of the tables of compare: text, markdown or csv"}},
    },
    {.name = NULL},
};

_Static_assert(sizeof(cli_option_table) / sizeof(cli_option_table[0]) <= CLI_OPTIONS_MAX + 1,
               "more options than CLI_OPTIONS_MAX");

const struct cli_option_use *cli_option_use(const struct cli_option *option,
                                            enum cli_command command)
{
    for (const struct cli_option_use *use = option->uses;
         use < option->uses + CLI_USES && use->commands; use++)
        if (use->commands & 1u << command)
            return use;
    return NULL;
}

bool cli_option_is_common(const struct cli_option *option)
{
    return option->uses[0].commands == ALL;
}

const char *cli_option_value(const struct cli_option *option, const struct cli_option_use *use)
{
    return use->value ? use->value : option->value;
}
