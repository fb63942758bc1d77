#include "kernels/families.h"

/* Columns summed at a time: the sums stay in the first cache. */
enum { STRIP = 64 };

static size_t packed(size_t x, size_t r)
{
    return x / 2 * 2 * TG_BAND + 2 * r + x % 2;
}

/* One output row of the band, m <= STRIP columns from x0 on. */
static void sum_rows(int32_t sum[STRIP], const uint8_t *const *rows, const int16_t *coef,
                     size_t taps, size_t x0, size_t m)
{
    for (size_t x = 0; x < m; x++)
        sum[x] = 1 << (TG_COEF_BITS - TG_MID_BITS - 1);
    for (size_t k = 0; k < taps; k++)
        for (size_t x = 0; x < m; x++)
            sum[x] += coef[k] * rows[k][x0 + x];
}

void tg_vpass_c(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    int32_t sum[STRIP];

    for (size_t r = 0; r < TG_BAND; r++) {
        const uint8_t *const *rows = band->rows + band->start[r];

        for (size_t x = 0; x < n; x += STRIP) {
            size_t m = n - x < STRIP ? n - x : STRIP;

            sum_rows(sum, rows, band->coef + r * band->taps, band->taps, x0 + x, m);
            for (size_t i = 0; i < m; i++)
                dst[packed(x + i, r)] = (int16_t)(sum[i] >> (TG_COEF_BITS - TG_MID_BITS));
        }
        if (n % 2)
            dst[packed(n, r)] = 0;
    }
}

static uint8_t clamp_u8(int32_t v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

void tg_hpass_c(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *filter)
{
    enum { SHIFT = TG_COEF_BITS + TG_MID_BITS };

    for (size_t x = 0; x < filter->n; x++) {
        const int16_t *coef = filter->coef + x * filter->taps;
        const int16_t *in = src + packed(filter->start[x], 0);
        int32_t sum[TG_BAND];

        for (size_t r = 0; r < TG_BAND; r++)
            sum[r] = 1 << (SHIFT - 1);
        for (size_t k = 0; k < filter->taps; k += 2, in += 2 * TG_BAND)
            for (size_t r = 0; r < TG_BAND; r++)
                sum[r] += coef[k] * in[2 * r] + coef[k + 1] * in[2 * r + 1];
        for (size_t r = 0; r < TG_BAND; r++)
            dst[r][x] = clamp_u8(sum[r] >> SHIFT);
    }
}

void tg_hpass_tail(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *filter,
                   size_t x)
{
    uint8_t *tail[TG_BAND];
    struct tg_hfilter rest = {.n = filter->n - x,
                              .taps = filter->taps,
                              .start = filter->start + x,
                              .coef = filter->coef + x * filter->taps};

    for (size_t r = 0; r < TG_BAND; r++)
        tail[r] = dst[r] + x;
    tg_hpass_c(tail, src, &rest);
}

void tg_halve_c(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)((a[2 * i] + a[2 * i + 1] + b[2 * i] + b[2 * i + 1] + 2) >> 2);
}
