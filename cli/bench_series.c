/* bench_series.c - medians. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli_bench.h"

void cli_bench_add(struct bench_series *s, double v)
{
    if (s->n < BENCH_RUNS)
        s->v[s->n++] = v;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double at(const struct bench_series *s, size_t i)
{
    struct bench_series sorted = *s;

    if (s->n == 0)
        return 0;
    qsort(sorted.v, sorted.n, sizeof(sorted.v[0]), by_value);
    return sorted.v[i];
}

double cli_bench_median(const struct bench_series *s)
{
    return (at(s, s->n / 2) + at(s, s->n ? (s->n - 1) / 2 : 0)) / 2;
}

double cli_bench_least(const struct bench_series *s)
{
    return at(s, 0);
}

double cli_bench_most(const struct bench_series *s)
{
    return at(s, s->n ? s->n - 1 : 0);
}

const struct bench_build *cli_bench_best(const struct bench_result *r)
{
    const struct bench_build *best = NULL;

    for (size_t i = 0; i < r->builds_len; i++) {
        const struct bench_build *b = &r->builds[i];

        if (strcmp(b->name, "cold") == 0 &&
            (!best || cli_bench_median(&b->wall_s) < cli_bench_median(&best->wall_s)))
            best = b;
    }
    return best;
}
