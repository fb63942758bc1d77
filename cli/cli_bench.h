/* cli_bench.h - tirage bench: what was measured on a machine, written as JSON, read again and compared.
 *
 * docs/bench-format.md tells what each field means. */
#ifndef TG_CLI_CLI_BENCH_H
#define TG_CLI_CLI_BENCH_H

#include "cli/cli.h"
#include "core/base/arena.h"

enum {
    BENCH_FORMAT = 1, /* of the JSON */
    BENCH_RUNS = 25,  /* of one measurement at most */
    BENCH_BUILDS = 24,
    BENCH_STAGES = 48,
    BENCH_CLUSTERS = 8,
};

/* Repeated measurements of one figure. */
struct bench_series {
    double v[BENCH_RUNS];
    size_t n;
};
void cli_bench_add(struct bench_series *s, double v);  /* beyond BENCH_RUNS it is dropped */
double cli_bench_median(const struct bench_series *s); /* 0 if there are none */
double cli_bench_least(const struct bench_series *s);
double cli_bench_most(const struct bench_series *s);

/* One step of the engine alone, in one process. */
struct bench_stage {
    const char *name;              /* "decode", "encode progressive", ... */
    const char *level;             /* of the kernels; "" where it makes no difference */
    struct bench_series ms_per_mp; /* CPU; of "pages": CPU ms per photo */
};

/* Whole builds by the program itself. */
struct bench_build {
    const char *name; /* "cold", "unchanged", "one photo" */
    unsigned jobs;
    struct bench_series wall_s, cpu_s;
    double peak_mib;
    double joules;    /* median; negative: this machine does not tell */
    const char *tree; /* hash of all files of the site, hexadecimal */
};

/* CPUs of one kind. */
struct bench_cluster {
    const char *cpu, *governor; /* "" if unknown */
    unsigned cores, mhz;        /* mhz: the most; 0 if unknown */
};

struct bench_machine {
    const char *name, *board, *arch, *kernel, *os, *libc, *compiler, *storage;
    struct bench_cluster clusters[BENCH_CLUSTERS];
    size_t clusters_len;
    unsigned memory_mib;
    double jpeg_speedup; /* of libjpeg by SIMD; 0: not measured */
};

/* Strings live in the arena. */
struct bench_result {
    struct tg_arena arena;
    const char *file;  /* it was read from */
    const char *label; /* what a comparison calls it */
    const char *version, *level;
    struct bench_machine machine;
    unsigned photos, albums;
    double megapixels, megabytes;
    const char *work; /* hash of the photos, hexadecimal */
    bool made;        /* the photos were made for it */
    struct bench_stage stages[BENCH_STAGES];
    size_t stages_len;
    struct bench_build builds[BENCH_BUILDS];
    size_t builds_len;
    double degrees_before, degrees_most; /* Celsius; 0 if unknown */
    bool throttled; /* the processor was slowed down by heat or lack of power */
};

/* bench_machine.c: what this machine is; `work` is the folder whose storage counts. */
void cli_bench_machine(struct bench_result *r, const char *work);

/* What sensors say now.  Counters of energy are summed; -1: there are none. */
struct bench_sensors {
    double joules, degrees;
    unsigned long long throttle_events;
    bool throttled;
};
void cli_bench_sense(struct bench_sensors *s);

/* bench_site.c: photos to measure with, as albums below WORK/photos. */
struct bench_site {
    const char *work;
    char **base; /* the different photos; owned */
    size_t base_len;
};
struct tg_err *cli_bench_site_make(const struct cli_options *o, struct bench_site *site,
                                   struct bench_result *r) TG_MUST_USE;
/* Photo `i` becomes another one, of the same picture. */
struct tg_err *cli_bench_site_touch(const struct bench_site *site, size_t i,
                                    unsigned round) TG_MUST_USE;
void cli_bench_site_release(struct bench_site *site);

/* Removes a folder and all in it, following no links. */
void cli_bench_remove(const char *path);

/* bench_stages.c: measures the engine's steps in this process. */
struct tg_err *cli_bench_stages(const struct cli_options *o, const struct bench_site *site,
                                struct bench_result *r) TG_MUST_USE;

/* bench_builds.c: runs the program itself. */
struct tg_err *cli_bench_builds(const struct cli_options *o, const struct bench_site *site,
                                struct bench_result *r) TG_MUST_USE;

/* bench_json.c */
void cli_bench_write(const struct bench_result *r, struct tg_buf *out);
/* TG_E_CORRUPT with file, line and column for anything that cli_bench_write() did not write. */
struct tg_err *cli_bench_read(const char *path, struct bench_result *r) TG_MUST_USE;
/* The same of a file's contents; `path`, which *r keeps, is for messages.  The arena is the caller's either way. */
struct tg_err *cli_bench_parse(const char *path, const char *data, size_t len,
                               struct bench_result *r) TG_MUST_USE;

/* bench_compare.c, bench_html.c: several results side by side. */
int cli_bench_compare(const struct cli_options *o);
void cli_bench_html(const struct bench_result *const *results, size_t n, struct tg_buf *out);

/* The cold build that a machine is judged by: the fastest one; NULL if there is none. */
const struct bench_build *cli_bench_best(const struct bench_result *r);

#endif
