/* help.c - the texts of --help. */
#include <stdio.h>

#include "cli/cli.h"

static const char overview[] =
    "tirage - turns folders of photos into a static web gallery\n"
    "\n"
    "  tirage [build] [SRC] [-o OUT]       build a gallery of the photos in SRC\n"
    "  tirage check [SRC]                  look for mistakes in settings and photos\n"
    "  tirage autogen -d FOLDER | --all    write sections of all pictures of a gallery\n"
    "  tirage thumb -s SIZE[,SIZE...] FILE...  make thumbnails\n"
    "  tirage example DIR                  make a folder of example photos\n"
    "  tirage preview [SRC] [-o OUT]       show the gallery in a browser of this machine\n"
    "  tirage deploy [SRC] [-o OUT]        send the gallery to a web server, by rsync\n"
    "  tirage bench [compare FILE...]      how fast this machine is; several side by side\n"
    "  tirage merge OUT [FROM...]          join what several machines made with build --shard\n"
    "  tirage gc [SRC] [-o OUT]            list or remove files that are no longer wanted\n"
    "  tirage why FILE                     where a file comes from, and what will become of it\n"
    "  tirage cpu                          which processor features are used\n"
    "  tirage doctor                       is everything here as it should be\n"
    "\n"
    "Options of every command, before or after it:\n"
    "  -j, --jobs N      worker processes; default: one per CPU; 0: none\n"
    "      --cpu LEVEL   use processor features up to LEVEL only (see tirage cpu)\n"
    "  -q, --quiet       no progress\n"
    "  -v, --verbose     say more\n"
    "      --json        report as JSON, one object a line, on standard output\n"
    "  -h, --help        this text, or that of a command: tirage thumb --help\n"
    "  -V, --version     version (with -v: of the libraries too)\n"
    "\n"
    "Exit codes: 0 done; 1 failed; 2 wrong command line; 3 done, but some pictures failed.\n";

static const char build[] =
    "tirage [build] [SRC] [-o OUT]\n"
    "\n"
    "Builds a static gallery from SRC (default: the current folder) in OUT (default: SRC/build).\n"
    "Every folder with pictures becomes an album, ordered by shooting date.  With a file\n"
    "settings.yaml, SRC is a récitale project (docs/settings.md).  Open OUT/index.html in a\n"
    "browser, or publish OUT without its folder .tirage.  Hidden files and folders of systems\n"
    "(@eaDir, __MACOSX, lost+found, recycle bins) are skipped.\n"
    "\n"
    "  -o, --output OUT    where the site is written\n"
    "      --state DIR     where the state of the builds is kept; default: OUT/.tirage, or beside\n"
    "                      an OUT that is in a git work tree or is named public or docs\n"
    "      --include PAT   only pictures and films whose names match, like '*.jpg'; of several\n"
    "                      patterns one suffices\n"
    "      --exclude PAT   no pictures, films and folders whose names match\n"
    "      --follow-links  read what links out of SRC lead to; otherwise they are refused\n"
    "      --force         write into an OUT that tirage did not make\n"
    "      --dry-run       list what would be made; write nothing\n"
    "      --verify        read every photo and every picture made earlier again, and\n"
    "                      make anew what differs; otherwise sizes and times are trusted\n"
    "      --shard I/N     only share I of N of the pictures, and no page: see tirage merge;\n"
    "                      auto: as Slurm's or Kubernetes' environment says\n"
    "      --strict        stop at the first picture that fails\n"
    "      --require-sandbox  do nothing where a part of the workers' sandbox is missing\n"
    "      --timeout S     seconds that one photo may take; default: minutes, by its size\n"
    "      --memory SIZE   that all workers may take together, like 800M or 2G; default:\n"
    "                      three quarters of what is free; 0: no limit\n"
    "      --max-load N    one thing at a time while the machine's load average is above N\n"
    "      --max-pixels N  refuse larger photos; default 500000000\n"
    "      --isolation HOW a worker process for up to 64 photos of one album (album, default)\n"
    "                      or for each photo (photo)\n"
    "      --subsampling S colour resolution of the pictures: keep, 420 (default) or 444\n"
    "      --original      add each photo in full size, as it is but for its metadata\n"
    "      --srgb          convert colours to sRGB and drop the colour profile\n"
    "      --background C  under transparent pixels where a picture becomes a JPEG\n"
    "\n"
    "Example: tirage build ~/Pictures/2024 -o /var/www/photos\n";

static const char check[] =
    "tirage check [SRC]\n"
    "tirage test [SRC]\n"
    "\n"
    "Reads the settings and the header of every photo in SRC (default: the current folder) as a\n"
    "build would, reports all mistakes with file, line and column, and writes nothing.\n"
    "\n"
    "  -o, --output OUT    where the site would be written; default SRC/build\n"
    "      --state DIR     where its state would be kept\n"
    "      --include PAT   only pictures and films whose names match\n"
    "      --exclude PAT   no pictures, films and folders whose names match\n"
    "      --follow-links  read what links out of SRC lead to\n"
    "      --strict        stop at the first picture that fails\n"
    "      --require-sandbox  do nothing where a part of the workers' sandbox is missing\n"
    "      --timeout S     seconds that one photo may take; default: minutes, by its size\n"
    "      --memory SIZE   that all workers may take together, as for tirage build\n"
    "      --max-pixels N  refuse larger photos; default 500000000\n"
    "      --isolation HOW a worker process for up to 64 photos of one album (album, default)\n"
    "                      or for each photo (photo)\n"
    "      --original      count each photo in full size too, as tirage build would\n"
    "\n"
    "Exit codes: 0 all is well; 1 mistakes in the settings; 3 some photos cannot be read.\n";

static const char autogen[] =
    "tirage autogen [SRC] -d FOLDER\n"
    "tirage autogen [SRC] --all\n"
    "\n"
    "Adds sections with all JPEG and PNG pictures of a gallery to its settings.yaml, in order of\n"
    "shooting date and in rows of three to five, and a cover and date where they are missing.\n"
    "Everything else in the file stays as it is.\n"
    "\n"
    "  -d, --directory FOLDER  the gallery's folder\n"
    "      --all           every gallery of the project SRC (default: the current folder)\n"
    "                      that has none below it\n"
    "      --follow-links  also what links out of SRC lead to\n"
    "      --force         replace sections that are there\n"
    "      --max-pixels N  leave larger photos out; default 500000000\n";

static const char thumb[] =
    "tirage thumb -s SIZE[,SIZE...] [options] FILE...\n"
    "\n"
    "Makes thumbnails of photos (JPEG, PNG, WebP, GIF, TIFF): upright, never enlarged,\n"
    "metadata removed, colour profile kept.\n"
    "\n"
    "  -s, --size LIST     sizes: N (fits NxN), Wx, xH, WxH, P%, copy (full size), or\n"
    "                      original (the file itself without its metadata, not encoded anew)\n"
    "  -o, --output NAME   name of each output; default {dir}/{stem}-{size}{ext};\n"
    "                      may use {dir} {stem} {size} {ext}\n"
    "      --fit HOW       inside (default), cover (fill and crop) or exact (distort)\n"
    "      --format F      same (default), jpeg, png or webp; GIF becomes PNG, TIFF JPEG;\n"
    "                      a copy of a GIF, animated WebP or PNG stays what it is\n"
    "  -Q, --quality N     JPEG and WebP quality 1-100; default 75\n"
    "      --progressive   progressive JPEG\n"
    "      --baseline      baseline JPEG (default)\n"
    "      --fast          JPEG with standard tables: least memory, a twentieth larger\n"
    "      --subsampling S JPEG colour resolution: keep (default), 420 or 444\n"
    "      --srgb          convert colours to sRGB and drop the colour profile\n"
    "      --keep LIST     metadata to keep: exif, xmp (colour profiles always stay)\n"
    "      --background C  under transparent pixels in a JPEG: #rrggbb, white (default)\n"
    "  -0, --null          read names of pictures, ended by NUL, from standard input\n"
    "      --skip-existing leave outputs that exist alone\n"
    "      --strict        stop at the first picture that fails\n"
    "      --require-sandbox  do nothing where a part of the workers' sandbox is missing\n"
    "      --timeout S     seconds that one photo may take; default: minutes, by its size\n"
    "      --memory SIZE   that all workers may take together, like 800M or 2G; default:\n"
    "                      three quarters of what is free; 0: no limit\n"
    "      --max-pixels N  refuse larger photos; default 500000000\n"
    "      --isolation HOW a worker process for up to 64 photos of one album (album, default)\n"
    "                      or for each photo (photo)\n"
    "\n"
    "Only regular files are replaced, and links instead of what they lead to; a pipe or a "
    "character\n"
    "device is written through.\n"
    "\n"
    "Example: tirage thumb -s 400,x1080 -o 'thumbs/{stem}-{size}{ext}' *.jpg\n";

static const char cpu[] = "tirage cpu\n"
                          "\n"
                          "Prints the processor features in use and which implementation each\n"
                          "pixel kernel has.  --cpu LEVEL or TIRAGE_CPU takes features away.\n";

static const char gc[] =
    "tirage gc [SRC] [-o OUT] [--delete]\n"
    "\n"
    "Lists the files in OUT (default: SRC/build) that earlier builds wrote and the last complete\n"
    "one did not want: pictures of photos that are gone, sizes no longer made, old styles.\n"
    "\n"
    "  -o, --output OUT    the gallery\n"
    "      --state DIR     its state, as for tirage build\n"
    "      --delete        remove them\n"
    "\n"
    "Files that tirage did not write, or that were changed since, are never touched.\n";

static const char merge[] =
    "tirage merge OUT [FROM...]\n"
    "\n"
    "Joins the shares of tirage build --shard 1/N ... N/N, made in OUT itself or in the folders\n"
    "FROM, into the gallery OUT that one build would have made: checks every picture, copies it,\n"
    "and writes the pages, films and sounds.  Options of the pictures are those of the shards.\n"
    "A shard that is missing or damaged is named, and no page is written: run it again.\n"
    "\n"
    "      --source SRC    the photos, if they are not where the first shard had them\n"
    "      --state DIR     the state of OUT, as for tirage build\n"
    "      --verify        read every photo and every picture again\n"
    "      --force         write into an OUT that tirage did not make\n"
    "      --strict        stop at the first picture that fails\n"
    "      --require-sandbox  do nothing where a part of the workers' sandbox is missing\n"
    "      --include P, --exclude P, --follow-links  as the shards were given them\n"
    "      --timeout S, --memory SIZE, --max-load N, --max-pixels N, --isolation HOW\n"
    "                      as for tirage build, for films and what failed in a shard\n"
    "\n"
    "Example: tirage merge ~/site /mnt/a/site /mnt/b/site\n";

static const char why[] =
    "tirage why FILE [-o OUT]\n"
    "\n"
    "Says of a photo, or of a file in a gallery, what it was made from, what was made of it, and\n"
    "whether the next build will make it again; of a photo also what it tells about itself.\n"
    "\n"
    "  -o, --output OUT    the gallery; needed for photos if it is not their folder's build\n"
    "      --state DIR     its state, as for tirage build\n";

static const char preview[] =
    "tirage preview [SRC] [-o OUT] [-p PORT] [--bind ADDRESS] [--watch]\n"
    "\n"
    "Serves the gallery in OUT (default: SRC/build) at http://127.0.0.1:9000/ until Ctrl-C.  Only\n"
    "this machine can reach it unless --bind says otherwise.\n"
    "\n"
    "  -o, --output OUT    the gallery\n"
    "      --state DIR     its state, for --watch, as for tirage build\n"
    "  -p, --port PORT     default 9000; 0: any that is free, which is printed\n"
    "      --bind ADDRESS  0.0.0.0 or :: for all addresses of this machine, or one of them\n"
    "      --watch         build first, and again whenever photos or settings change; open\n"
    "                      pages reload themselves\n"
    "      --follow-links  as for tirage build; --watch looks there too\n"
    "  -v, --verbose       print each request\n"
    "\n"
    "Not meant for the public: copy OUT to a web server for that.  Exit code 0 after Ctrl-C.\n";

static const char deploy[] =
    "tirage deploy [SRC] [-o OUT] [--to [[USER@]HOST:]FOLDER]\n"
    "\n"
    "Sends what is in OUT (default: SRC/build), but for tirage's own .tirage, to where 'deploy'\n"
    "in SRC/settings.yaml says, or to FOLDER, by rsync: through ssh, or to a folder of this\n"
    "machine.  Pictures go first and pages after them, each complete, so that visitors never see\n"
    "a page without its pictures.  Never into SRC or OUT, nor above them.\n"
    "\n"
    "A folder that was empty gets a small file, .tirage-deployed.  Where it is missing and other\n"
    "files are, --delete wants --force once, which puts it there.\n"
    "\n"
    "  -o, --output OUT    the gallery\n"
    "      --state DIR     its state, as for tirage build; it is never sent\n"
    "      --to FOLDER     where to, instead of what the settings say\n"
    "      --delete        at last remove from there what OUT does not have\n"
    "      --force         from now on --delete may remove all other files that are there\n"
    "      --dry-run       only list what would be sent\n"
    "      --follow-links  as for tirage build, of the settings\n"
    "\n"
    "Example: tirage deploy ~/Pictures --to me@example.org:public_html/photos\n";

static const char bench[] =
    "tirage bench [-o FILE] [--photos DIR] [--scale PERCENT] [--rounds N]\n"
    "tirage bench compare [-o PAGE.html] [--table FORM] FILE...\n"
    "\n"
    "Measures this machine: the steps of the engine, and whole builds of a gallery of 1395 photos\n"
    "in 31 albums with one worker, two, and so on up to -j; unchanged, and with one photo "
    "changed.\n"
    "The result, with a description of the machine, goes to bench-HOST.json.  Photos and sites "
    "are\n"
    "made in TMPDIR (default /var/tmp), take a few hundred megabytes, and are removed.\n"
    "\n"
    "  -o, --output FILE   where the result goes\n"
    "      --photos DIR    use the JPEG files in DIR instead of made-up photos\n"
    "      --scale PERCENT that many of the photos: 10 for small boards; default 100\n"
    "      --rounds N      how often each build is measured; default 3\n"
    "\n"
    "Compares results: as tables on standard output and, with -o, as a page with charts.\n"
    "\n"
    "      --table FORM    text (default), markdown or csv\n"
    "\n"
    "Exit code of compare: 1 if machines made different sites of the same photos.\n";

static const char doctor[] =
    "tirage doctor\n"
    "\n"
    "Prints the versions of the libraries in use, what tirage cpu prints, what confines the\n"
    "worker processes and ffmpeg on this system, and whether libjpeg decodes with SIMD, which it\n"
    "measures.\n"
    "Exit code 1 if workers cannot be confined or libjpeg is a slow one.\n";

static const char example[] =
    "tirage example DIR\n"
    "\n"
    "Writes a few albums of made-up landscape photos into the new folder DIR.\n";

void cli_help(enum cli_command command)
{
    static const char *const texts[] = {
        [CMD_BUILD] = build,     [CMD_CHECK] = check,   [CMD_AUTOGEN] = autogen,
        [CMD_THUMB] = thumb,     [CMD_CPU] = cpu,       [CMD_DOCTOR] = doctor,
        [CMD_GC] = gc,           [CMD_WHY] = why,       [CMD_EXAMPLE] = example,
        [CMD_PREVIEW] = preview, [CMD_DEPLOY] = deploy, [CMD_BENCH] = bench,
        [CMD_MERGE] = merge,     [CMD_HELP] = overview};

    (void)fputs(texts[command], stdout);
}
