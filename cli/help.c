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
    "  tirage cpu                          which processor features are used\n"
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
    "browser, or copy OUT to any web server.\n"
    "\n"
    "  -o, --output OUT    where the site is written\n"
    "      --force         write into an OUT that tirage did not make\n"
    "      --dry-run       list what would be made; write nothing\n"
    "      --strict        stop at the first picture that fails\n"
    "      --timeout S     seconds that one photo may take; default: no limit\n"
    "      --max-pixels N  refuse larger photos; default 500000000\n"
    "      --subsampling S colour resolution of the pictures: keep, 420 (default) or 444\n"
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
    "      --strict        stop at the first picture that fails\n"
    "      --timeout S     seconds that one photo may take; default: no limit\n"
    "      --max-pixels N  refuse larger photos; default 500000000\n"
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
    "      --force         replace sections that are there\n"
    "      --max-pixels N  leave larger photos out; default 500000000\n";

static const char thumb[] =
    "tirage thumb -s SIZE[,SIZE...] [options] FILE...\n"
    "\n"
    "Makes thumbnails of photos (JPEG, PNG, WebP, GIF, TIFF): upright, never enlarged,\n"
    "metadata removed, colour profile kept.\n"
    "\n"
    "  -s, --size LIST     sizes: N (fits NxN), Wx, xH, WxH, P% or copy (full size)\n"
    "  -o, --output NAME   name of each output; default {dir}/{stem}-{size}{ext};\n"
    "                      may use {dir} {stem} {size} {ext}\n"
    "      --fit HOW       inside (default), cover (fill and crop) or exact (distort)\n"
    "      --format F      same (default), jpeg, png or webp; GIF becomes PNG, TIFF JPEG\n"
    "  -Q, --quality N     JPEG and WebP quality 1-100; default 75\n"
    "      --progressive   progressive JPEG\n"
    "      --baseline      baseline JPEG (default)\n"
    "      --subsampling S JPEG colour resolution: keep (default), 420 or 444\n"
    "      --srgb          convert colours to sRGB and drop the colour profile\n"
    "      --keep LIST     metadata to keep: exif, xmp (colour profiles always stay)\n"
    "      --background C  under transparent pixels in a JPEG: #rrggbb, white (default)\n"
    "  -0, --null          read names of pictures, ended by NUL, from standard input\n"
    "      --skip-existing leave outputs that exist alone\n"
    "      --strict        stop at the first picture that fails\n"
    "      --timeout S     seconds that one photo may take; default: no limit\n"
    "      --max-pixels N  refuse larger photos; default 500000000\n"
    "\n"
    "Example: tirage thumb -s 400,x1080 -o 'thumbs/{stem}-{size}{ext}' *.jpg\n";

static const char cpu[] = "tirage cpu\n"
                          "\n"
                          "Prints the processor features in use and which implementation each\n"
                          "pixel kernel has.  --cpu LEVEL or TIRAGE_CPU takes features away.\n";

static const char example[] =
    "tirage example DIR\n"
    "\n"
    "Writes a few albums of made-up landscape photos into the new folder DIR.\n";

void cli_help(enum cli_command command)
{
    static const char *const texts[] = {
        [CMD_BUILD] = build, [CMD_CHECK] = check,     [CMD_AUTOGEN] = autogen, [CMD_THUMB] = thumb,
        [CMD_CPU] = cpu,     [CMD_EXAMPLE] = example, [CMD_HELP] = overview};

    (void)fputs(texts[command], stdout);
}
