/* resample_deep.c - the two passes for 16-bit samples. */
#include <stdlib.h>

#include "core/base/size.h"
#include "core/image/resample.h"

static const uint16_t *row_at(const struct tg_plane *p, size_t y)
{
    return (const void *)(p->data + (y < p->h ? y : p->h - 1) * p->stride);
}

/* A row of vertical sums, Q14, of columns [skip, skip + n). */
static void sum_rows(const struct tg_plane *src, size_t skip, const struct tg_filter *f, size_t y,
                     int64_t *sums, size_t n)
{
    for (size_t x = 0; x < n; x++)
        sums[x] = 0;
    for (size_t t = 0; t < f->taps; t++) {
        const uint16_t *row = row_at(src, f->start[y] + t) + skip;
        int64_t c = f->coef[y * f->taps + t];

        for (size_t x = 0; c != 0 && x < n; x++)
            sums[x] += c * row[x];
    }
}

/* |sum| <= 65535 * 2^15 * 2^15 < 2^47. */
static uint16_t sum_columns(const int64_t *sums, const struct tg_filter *f, size_t x, size_t n)
{
    const int shift = 2 * TG_COEF_BITS;
    int64_t sum = INT64_C(1) << (shift - 1);

    for (size_t t = 0; t < f->taps && f->start[x] + t < n; t++)
        sum += f->coef[x * f->taps + t] * sums[f->start[x] + t];
    if (sum < 0)
        return 0;
    sum >>= shift;
    return (uint16_t)(sum > 65535 ? 65535 : sum);
}

struct tg_err *tg_resample_deep(const struct tg_plane *src, size_t skip, const struct tg_filter *x,
                                const struct tg_filter *y, struct tg_plane *dst)
{
    size_t n = src->w - skip;
    int64_t *sums = malloc(n * sizeof(*sums));

    if (!sums)
        return tg_err_nomem();
    for (uint32_t v = 0; v < dst->h; v++) {
        uint16_t *to = (void *)(dst->data + v * dst->stride);

        sum_rows(src, skip, y, v, sums, n);
        for (uint32_t u = 0; u < dst->w; u++)
            to[u] = sum_columns(sums, x, u, n);
    }
    free(sums);
    return NULL;
}
