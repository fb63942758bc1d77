/* machine.h - what a machine does with tirage: measured, written as JSON, read again and compared
 * (tirage bench).
 *
 * docs/bench-format.md explains each field.
 *
 * Parts: bench_builds.c, bench_compare.c, bench_html.c, bench_json.c, bench_machine.c,
 * bench_measure.c, bench_sensors.c, bench_series.c, bench_site.c, bench_stages.c. */
#ifndef TG_BENCH_MACHINE_MACHINE_H
#define TG_BENCH_MACHINE_MACHINE_H

#include <stdio.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/err.h"
#include "pipeline/events.h"

enum {
    TG_BENCH_FORMAT = 1, /* of the JSON */
    TG_BENCH_RUNS = 25,  /* of one measurement at most */
    TG_BENCH_BUILDS = 24,
    TG_BENCH_STAGES = 48,
    TG_BENCH_CLUSTERS = 8,
    TG_BENCH_JOBS = 1024, /* that -j takes */
};

/* Repeated measurements of one figure. */
struct tg_bench_series {
    double v[TG_BENCH_RUNS];
    size_t n;
};
void tg_bench_add(struct tg_bench_series *s, double v);  /* beyond TG_BENCH_RUNS it is dropped */
double tg_bench_median(const struct tg_bench_series *s); /* 0 if there are none */
double tg_bench_least(const struct tg_bench_series *s);
double tg_bench_most(const struct tg_bench_series *s);

/* One step of the engine alone, in one process. */
struct tg_bench_stage {
    const char *name;                 /* "decode", "encode progressive", ... */
    const char *level;                /* of the kernels; "" where it makes no difference */
    struct tg_bench_series ms_per_mp; /* CPU; of "pages": CPU ms per photo */
};

/* Whole builds by the program itself. */
struct tg_bench_build {
    const char *name; /* "cold", "unchanged", "one photo" */
    unsigned jobs;
    struct tg_bench_series wall_s, cpu_s;
    double peak_mib;
    double joules;    /* median; negative: this machine does not tell */
    const char *tree; /* hash of all files of the site, hexadecimal */
};

/* CPUs of one kind. */
struct tg_bench_cluster {
    const char *cpu, *governor; /* "" if unknown */
    unsigned cores, mhz;        /* mhz: the most; 0 if unknown */
};

struct tg_bench_machine {
    const char *name, *board, *arch, *kernel, *os, *libc, *compiler, *storage;
    struct tg_bench_cluster clusters[TG_BENCH_CLUSTERS];
    size_t clusters_len;
    unsigned memory_mib;
    double jpeg_speedup; /* of libjpeg by SIMD; 0: not measured */
};

/* Strings live in the arena. */
struct tg_bench_result {
    struct tg_arena arena;
    const char *file;  /* it was read from */
    const char *label; /* what a comparison calls it */
    const char *version, *level;
    struct tg_bench_machine machine;
    unsigned photos, albums;
    double megapixels, megabytes;
    const char *work; /* hash of the photos, hexadecimal */
    bool made;        /* the photos were made for it */
    struct tg_bench_stage stages[TG_BENCH_STAGES];
    size_t stages_len;
    struct tg_bench_build builds[TG_BENCH_BUILDS];
    size_t builds_len;
    double degrees_before, degrees_most; /* Celsius; 0 if unknown */
    bool throttled; /* the processor was slowed down by heat or lack of power */
};

struct tg_bench_options {
    const char *version; /* of this program */
    const char *photos;  /* a folder of JPEG files; NULL: photos are made up */
    unsigned jobs, rounds, scale_percent;
    uint32_t cpu_mask;
    double jpeg_speedup; /* as in struct tg_bench_machine */
    struct tg_events *events;
};

/* Measures everything, in the folder `work`; the arena of the zeroed *r is the caller's to release,
 * also after an error.  The program runs itself: an interrupted build ends it with TG_E_STOPPED. */
struct tg_err *tg_bench_measure(const struct tg_bench_options *o, const char *work,
                                struct tg_bench_result *r) TG_MUST_USE;

/* bench_machine.c: what this machine is; `work` is the folder whose storage counts. */
void tg_bench_machine(struct tg_bench_result *r, const char *work);

/* What sensors say now.  Counters of energy are summed; -1: there are none. */
struct tg_bench_sensors {
    double joules, degrees;
    unsigned long long throttle_events;
    bool throttled;
};
void tg_bench_sense(struct tg_bench_sensors *s);

/* bench_site.c: photos to measure with, as albums below WORK/photos. */
struct tg_bench_site {
    const char *work;
    char **base; /* the different photos; owned */
    size_t base_len;
};
struct tg_err *tg_bench_site_make(const struct tg_bench_options *o, struct tg_bench_site *site,
                                  struct tg_bench_result *r) TG_MUST_USE;
/* Photo `i` becomes another one, of the same picture. */
struct tg_err *tg_bench_site_touch(const struct tg_bench_site *site, size_t i,
                                   unsigned round) TG_MUST_USE;
void tg_bench_site_release(struct tg_bench_site *site);

/* Removes a folder and all in it, following no links. */
void tg_bench_remove(const char *path);

/* bench_stages.c: measures the engine's steps in this process. */
struct tg_err *tg_bench_stages(const struct tg_bench_options *o, const struct tg_bench_site *site,
                               struct tg_bench_result *r) TG_MUST_USE;

/* bench_builds.c: runs the program itself. */
struct tg_err *tg_bench_builds(const struct tg_bench_options *o, const struct tg_bench_site *site,
                               struct tg_bench_result *r) TG_MUST_USE;

/* bench_json.c */
void tg_bench_write(const struct tg_bench_result *r, struct tg_buf *out);
/* TG_E_CORRUPT with file, line and column for anything that tg_bench_write() did not write. */
struct tg_err *tg_bench_read(const char *path, struct tg_bench_result *r) TG_MUST_USE;
/* The same of a file's contents; `path`, which *r keeps, is for messages.  The arena is the
 * caller's either way. */
struct tg_err *tg_bench_parse(const char *path, const char *data, size_t len,
                              struct tg_bench_result *r) TG_MUST_USE;

enum tg_bench_table { TG_BENCH_TEXT, TG_BENCH_MARKDOWN, TG_BENCH_CSV };
enum { TG_BENCH_RESULTS = 16 }; /* side by side */

/* bench_compare.c, bench_html.c: several results side by side, as tables on `out`, and as a page in
 * the file `html` (NULL: none).  *differs: the same version made different sites of the same
 * photos; which is an event too. */
struct tg_bench_comparison {
    const char *const *files; /* 1 to TG_BENCH_RESULTS */
    size_t len;
    enum tg_bench_table table;
    const char *html;
    FILE *out;
    struct tg_events *events;
};
struct tg_err *tg_bench_compare(const struct tg_bench_comparison *comparison,
                                bool *differs) TG_MUST_USE;
void tg_bench_html(const struct tg_bench_result *const *results, size_t n, struct tg_buf *out);

/* The cold build that a machine is judged by: the fastest one; NULL if there is none. */
const struct tg_bench_build *tg_bench_best(const struct tg_bench_result *r);

#endif
