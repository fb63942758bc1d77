/* options.h - the command line, parsed. */
#ifndef TG_CLI_OPTIONS_H
#define TG_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/render/render.h"

enum cli_command {
    CMD_BUILD,
    CMD_CHECK,
    CMD_AUTOGEN,
    CMD_THUMB,
    CMD_SERVE,
    CMD_CACHE,
    CMD_EXAMPLE,
    CMD_PREVIEW,
    CMD_DEPLOY,
    CMD_MERGE,
    CMD_GC,
    CMD_WHY,
    CMD_BENCH,
    CMD_CPU,
    CMD_DOCTOR,
    CMD_VERSION,
    CMD_HELP,
    CMD_COUNT
};

/* How bench compare prints. */
enum cli_table { CLI_TABLE_TEXT, CLI_TABLE_MARKDOWN, CLI_TABLE_CSV };

enum { CLI_SIZES = TG_JOB_OUTPUTS };

struct cli_options {
    enum cli_command command;
    const char *name;   /* of the command; NULL: it was not given, but assumed */
    bool bare;          /* there are no options but those of every command */
    bool help, version; /* -h, -V: they come before the command */
    const char **args;  /* what is left behind the options and the command; owned array */
    size_t args_len;

    const char *output; /* -o; NULL: the command's default */
    unsigned jobs;      /* -j */
    uint32_t cpu_mask;  /* --cpu, TIRAGE_CPU */
    bool quiet, verbose, json;
    const char *photos; /* --photos; NULL: made */
    unsigned rounds, scale_percent;
    enum cli_table table;
    const char *folder;              /* -d */
    const char *address;             /* --bind */
    const char *to;                  /* --to; NULL: as the settings say */
    int port;                        /* -p; -1: the default */
    bool all;                        /* --all */
    const char **include, **exclude; /* --include, --exclude: patterns; owned arrays */
    size_t include_len, exclude_len;
    const char **roots; /* --root: folders; owned array */
    size_t roots_len;
    bool stdio;         /* --stdio */
    const char *state;  /* --state; NULL: as the settings say, or the default */
    const char *source; /* --source; NULL: as the shards say */
    struct {
        uint32_t index, count; /* 1..count; count 0: no shard */
    } shard;                   /* --shard */
    bool force, dry_run, strict, skip_existing, verify, delete_files, watch, original, skip_avif;
    bool new_keys; /* --new-keys */
    bool require_sandbox, follow_links;
    const char *title, *theme; /* --title, --theme; NULL: as the files say */
    unsigned raw;              /* --raw: enum tg_raw_rule */
    unsigned hdr;              /* --hdr: enum tg_hdr_rule; spec.keep says the same */
    uint32_t timeout_s;        /* 0: none */
    uint64_t max_pixels;
    uint64_t memory;     /* bytes; 0: no limit */
    double max_load;     /* 0: any */
    bool isolate_photos; /* a worker process for each */

    const char *sizes[CLI_SIZES]; /* -s, as typed; owned strings */
    struct tg_geometry geometry[CLI_SIZES];
    size_t sizes_len;
    unsigned fit, gravity; /* --fit, --gravity: 1 + enum tg_fit, enum tg_gravity; 0: not given */
    bool pad;              /* --pad; its colour is in spec */
    struct tg_output_spec spec; /* of every output but its geometry: -Q, --format, ... */
    unsigned thumbnailer;       /* --thumbnailer: pixels; 0: not given */
    unsigned cache_sizes;       /* --sizes: bits as in struct tg_cache_options */
    bool prune;                 /* --prune */
    bool recurse;               /* -r */
    bool format_given;          /* --format, as well as its default */
    bool stdin_list;            /* -0: names of pictures, ended by NUL, on standard input */
    bool subsampling_given;
    struct tg_buf *mistake; /* what usage errors say is appended to it; NULL: they are printed */
};

#endif
