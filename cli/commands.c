/* commands.c - see commands.h. */
#include "cli/commands.h"

#include "cli/cli.h"

const struct cli_command_info cli_commands[CMD_COUNT] = {
    [CMD_BUILD] =
        {
            .name = "build",
            .run = cmd_build,
            .arguments = {"[SRC] [-o OUT]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "build a gallery of the photos in SRC",
            .description =
                "Builds a static gallery from SRC (default: the current folder) in OUT (default: "
                "SRC/build). Every folder with pictures (JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, "
                "HEIC, raw) becomes an album, ordered by shooting date. With a file settings.yaml, "
                "SRC is a récitale "
                "project (docs/settings.md). Only what has changed since the last build is made.\n"
                "Open OUT/index.html in a browser, or publish OUT without its folder .tirage. "
                "Hidden "
                "files and folders of systems (@eaDir, __MACOSX, lost+found, recycle bins) are "
                "skipped.",
            .notes =
                "The word build may be left out if SRC is named, or if the current folder has a "
                "settings.yaml or an album.md.\n"
                "Example: tirage build ~/Pictures/2024 -o /var/www/photos",
        },
    [CMD_CHECK] =
        {
            .name = "check",
            .alias = "test",
            .run = cmd_build,
            .arguments = {"[SRC]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "find mistakes in settings and photos",
            .description = "Reads the settings and the header of every photo in SRC (default: the "
                           "current folder) "
                           "as a build would, reports all mistakes with file, line and column, and "
                           "writes nothing.",
            .notes =
                "Exit codes: 0 no mistakes; 1 mistakes in the settings; 3 some photos cannot be "
                "read.",
        },
    [CMD_AUTOGEN] =
        {
            .name = "autogen",
            .run = cmd_autogen,
            .arguments = {"[SRC] -d FOLDER", "[SRC] --all"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "add sections with all pictures to a gallery's settings",
            .description = "Adds sections with all JPEG and PNG pictures of a gallery to its "
                           "settings.yaml, in "
                           "order of shooting date and in rows of three to five, and a cover and "
                           "date where they "
                           "are missing. Everything else in the file stays as it is.",
        },
    [CMD_THUMB] =
        {
            .name = "thumb",
            .run = cmd_thumb,
            .arguments = {"-s SIZE[,SIZE...] [OPTION...] FILE...",
                          "-r -s SIZE[,SIZE...] [-o FOLDER/] [OPTION...] FOLDER...",
                          "--thumbnailer SIZE IN OUT"},
            .complete = CLI_COMPLETE_FILE,
            .summary = "make thumbnails",
            .description =
                "Makes thumbnails of photos: upright, never enlarged, metadata removed, "
                "colour profile kept. FILE - is a photo from standard input.\n"
                "The suffix of -o says the format: -o '{stem}.webp' makes WebP files. {dir} is "
                "the folder of the photo, {stem} its name without suffix, {size} the size as it "
                "was asked for, {ext} the suffix of the output with its dot, {sub} the "
                "folder of a photo below the FOLDER that was named; {{ and }} are braces. -o "
                "FOLDER/, "
                "or a folder that exists, means FOLDER/{sub}/{stem}-{size}{ext}; -o - is standard "
                "output.",
            .notes =
                "Only regular files are replaced, and links instead of what they lead to; a "
                "pipe or a "
                "character device is written through; sockets and block devices are "
                "refused.\n"
                "Example: tirage thumb -s 400,x1080 -o 'thumbs/{stem}-{size}{ext}' *.jpg\n"
                "A whole tree as WebP: tirage thumb -r -s 400 --format webp -o thumbs/ Pictures",
        },
    [CMD_SERVE] =
        {
            .name = "serve",
            .run = cmd_serve,
            .arguments = {"--stdio --root FOLDER [--root FOLDER...]"},
            .complete = CLI_COMPLETE_NONE,
            .summary = "make thumbnails for another program",
            .description =
                "Reads requests from standard input, a JSON object on each line, and answers each "
                "with a line on standard output, in whatever order they are done. Workers stay, so "
                "that the next photo costs no start. docs/serve.md describes requests and "
                "replies; there are clients for Node and Python.\n"
                "Files are read and written below the folders that --root names, and nowhere else: "
                "no link leads out of them.",
            .notes =
                "At the end of standard input what was asked for is finished. After SIGTERM or "
                "Ctrl-C what has begun is finished, and what waits is answered as cancelled.\n"
                "Example: tirage serve --stdio --root ~/Pictures --root /var/cache/thumbs",
        },
    [CMD_CACHE] =
        {
            .name = "cache",
            .run = cmd_cache,
            .arguments = {"DIR... [--sizes LIST] [--prune]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "make the thumbnails that file managers show, in advance",
            .description =
                "Fills the thumbnails of the desktop, ~/.cache/thumbnails, for all photos in DIR "
                "and below, so that file managers open folders of photos at once: each photo is "
                "decoded once for all sizes. What is there and of the photo as it is stays, "
                "whichever program made it.\n"
                "Nothing outside that folder is written.",
            .notes =
                "A photo that cannot be read is noted there, and not tried again until it changes "
                "or --force is given.\n"
                "Example: tirage cache ~/Pictures --sizes normal,large",
        },
    [CMD_EXAMPLE] =
        {
            .name = "example",
            .run = cmd_example,
            .arguments = {"DIR"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "make a folder of example photos",
            .description =
                "Writes a few albums of generated landscape photos into the new folder DIR.",
        },
    [CMD_PREVIEW] =
        {
            .name = "preview",
            .run = cmd_preview,
            .arguments = {"[SRC] [-o OUT] [-p PORT] [--bind ADDRESS] [--watch]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "show the gallery in a browser of this machine",
            .description = "Serves the gallery in OUT (default: SRC/build) at "
                           "http://127.0.0.1:9000/ until Ctrl-C. "
                           "Only this machine can reach it unless --bind says otherwise.",
            .notes =
                "Not meant for the public: copy OUT to a web server for that. Exit code 0 after "
                "Ctrl-C.",
        },
    [CMD_DEPLOY] =
        {
            .name = "deploy",
            .run = cmd_deploy,
            .arguments = {"[SRC] [-o OUT] [--to [[USER@]HOST:]FOLDER]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "send the gallery to a web server, or to a folder",
            .description =
                "Sends what is in OUT (default: SRC/build), except its .tirage, to the target that "
                "'deploy' in SRC/settings.yaml names, or to --to: with rsync and ssh to a host, "
                "by copies of what changed to a folder of this machine. Pictures go first and "
                "pages after them, each complete, so that visitors never see a page without its "
                "pictures. The target must not be SRC or OUT, nor be in them or above them.\n"
                "A target that was empty gets a small file, .tirage-deployed. Where it is missing "
                "and "
                "there are other files, --delete needs --force once, which creates it.",
            .notes = "Example: tirage deploy ~/Pictures --to me@example.org:public_html/photos",
        },
    [CMD_MERGE] =
        {
            .name = "merge",
            .run = cmd_merge,
            .arguments = {"OUT [FROM...]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "join what several machines made with build --shard",
            .description = "Joins the shards of tirage build --shard 1/N to N/N, made in OUT "
                           "itself or in the "
                           "folders FROM, into the gallery OUT that one build would have made: "
                           "compares every picture with "
                           "the hash that its shard recorded, copies it, and makes the pages, "
                           "video and audio. Options of "
                           "the pictures are those of the shards.\n"
                           "If a shard is missing, damaged, or of other photos, options or another "
                           "version, it is named and "
                           "no page is written: run it again.",
            .notes = "Example: tirage merge ~/site /mnt/a/site /mnt/b/site",
        },
    [CMD_GC] =
        {
            .name = "gc",
            .run = cmd_gc,
            .arguments = {"[SRC] [-o OUT] [--delete]"},
            .complete = CLI_COMPLETE_FOLDER,
            .summary = "list or remove files that are no longer wanted",
            .description = "Lists the files in OUT (default: SRC/build) that earlier builds wrote "
                           "and the last "
                           "complete one did not want: pictures of photos that are gone, sizes no "
                           "longer made, old "
                           "styles.",
            .notes =
                "Files that tirage did not write, or that were changed since, are never touched.",
        },
    [CMD_WHY] =
        {
            .name = "why",
            .run = cmd_why,
            .arguments = {"FILE [-o OUT]"},
            .complete = CLI_COMPLETE_FILE,
            .summary = "explain where a file comes from and whether it will be made again",
            .description =
                "Explains of a photo, or of a file in a gallery, what it was made from, what was "
                "made of "
                "it, and whether the next build will make it again; of a photo also its metadata.",
        },
    [CMD_BENCH] =
        {
            .name = "bench",
            .run = cmd_bench,
            .arguments = {"[-o FILE] [--photos DIR] [--scale PERCENT] [--rounds N]",
                          "compare [-o PAGE.html] [--table FORM] FILE..."},
            .complete = CLI_COMPLETE_FILE,
            .summary = "measure how fast this machine is; compare several",
            .description = "Measures this machine: the steps of the engine, and whole builds of a "
                           "gallery of 1395 "
                           "photos in 31 albums with one worker, two, and so on up to -j; "
                           "unchanged, and with one "
                           "photo changed. The result, with a description of the machine, goes to "
                           "bench-HOST.json. Photos and sites are made in TMPDIR (default "
                           "/var/tmp), take a few "
                           "hundred megabytes, and are removed.\n"
                           "bench compare compares results: as tables on standard output and, with "
                           "-o, as a page with "
                           "charts.",
            .notes = "Exit code of compare: 1 if machines made different sites of the same photos.",
        },
    [CMD_CPU] =
        {
            .name = "cpu",
            .run = cmd_cpu,
            .arguments = {""},
            .summary = "list the processor features in use",
            .description = "Prints the processor features in use and which implementation each "
                           "pixel kernel has. "
                           "--cpu LEVEL or TIRAGE_CPU takes features away.",
        },
    [CMD_DOCTOR] =
        {
            .name = "doctor",
            .run = cmd_doctor,
            .arguments = {""},
            .summary = "check libraries, CPU and sandbox",
            .description = "Prints the versions of the libraries in use, what tirage cpu prints, "
                           "what confines the "
                           "worker processes and ffmpeg on this system, and whether libjpeg "
                           "decodes with SIMD, "
                           "which it measures.",
            .notes = "Exit code 1 if workers cannot be confined or libjpeg is a slow one.",
        },
    [CMD_VERSION] =
        {
            .name = "version",
            .run = cmd_version,
            .arguments = {""},
            .summary = "print the version",
            .description = "Prints the version, with -v those of the libraries too.",
        },
    [CMD_HELP] =
        {
            .name = "help",
            .run = cmd_help,
            .arguments = {"[COMMAND]"},
            .summary = "print a summary; with --json all commands and options",
            .description = "Prints a summary, or the help of COMMAND; with --json everything about "
                           "commands and options, one object a line.",
        },
};
