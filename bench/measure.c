#include "bench/measure.h"

#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/clock.h"

double measure_cpu_seconds(void)
{
    return (double)tg_clock_ns(TG_CLOCK_CPU) / 1e9;
}

void measure_keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 30);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

double measure_median(double *v, size_t n)
{
    qsort(v, n, sizeof(*v), by_value);
    return v[n / 2];
}

void measure_check(struct tg_err *err, const char *what)
{
    struct tg_buf b;

    if (!err)
        return;
    tg_buf_init(&b, TG_BUF_MAX);
    tg_err_text(err, &b);
    fprintf(stderr, "%s: %s\n", what, tg_buf_str(&b));
    exit(1);
}
