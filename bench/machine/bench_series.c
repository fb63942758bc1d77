/* bench_series.c - medians. */
#include <stdlib.h>
#include <string.h>

#include "bench/machine/machine.h"

void tg_bench_add(struct tg_bench_series *s, double v)
{
    if (s->n < TG_BENCH_RUNS)
        s->v[s->n++] = v;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double at(const struct tg_bench_series *s, size_t i)
{
    struct tg_bench_series sorted = *s;

    if (s->n == 0)
        return 0;
    qsort(sorted.v, sorted.n, sizeof(sorted.v[0]), by_value);
    return sorted.v[i];
}

double tg_bench_median(const struct tg_bench_series *s)
{
    return (at(s, s->n / 2) + at(s, s->n ? (s->n - 1) / 2 : 0)) / 2;
}

double tg_bench_least(const struct tg_bench_series *s)
{
    return at(s, 0);
}

double tg_bench_most(const struct tg_bench_series *s)
{
    return at(s, s->n ? s->n - 1 : 0);
}

const struct tg_bench_build *tg_bench_best(const struct tg_bench_result *r)
{
    const struct tg_bench_build *best = NULL;

    for (size_t i = 0; i < r->builds_len; i++) {
        const struct tg_bench_build *b = &r->builds[i];

        if (strcmp(b->name, "cold") == 0 &&
            (!best || tg_bench_median(&b->wall_s) < tg_bench_median(&best->wall_s)))
            best = b;
    }
    return best;
}
