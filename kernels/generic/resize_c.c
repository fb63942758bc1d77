#include "kernels/families.h"

/* Columns summed at a time: the sums stay in the first cache. */
enum { STRIP = 64 };

static size_t packed(size_t x, size_t r)
{
    return x / 2 * 2 * TG_BAND + 2 * r + x % 2;
}

/* Adds one row to the sums, m columns.  Kept apart: inlined, gcc turns the loops over rows and
 * columns into a scalar one, twice as slow. */
__attribute__((noinline)) static void add_row(int32_t *restrict sum, const uint8_t *restrict row,
                                              int16_t coef, size_t m)
{
    for (size_t x = 0; x < m; x++)
        sum[x] += coef * row[x];
}

void tg_vpass_c(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    int32_t sum[STRIP];

    for (size_t r = 0; r < TG_BAND; r++) {
        const uint8_t *const *rows = band->rows + band->start[r];

        for (size_t x = 0; x < n; x += STRIP) {
            size_t m = n - x < STRIP ? n - x : STRIP;

            for (size_t i = 0; i < m; i++)
                sum[i] = 1 << (TG_COEF_BITS - TG_MID_BITS - 1);
            for (size_t k = 0; k < band->taps; k++)
                add_row(sum, rows[k] + x0 + x, band->coef[r * band->taps + k], m);
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

/* Adds two taps to the sums of all rows; apart for the same reason. */
__attribute__((noinline)) static void add_pair(int32_t *restrict sum, const int16_t *restrict in,
                                               int16_t even, int16_t odd)
{
    for (size_t r = 0; r < TG_BAND; r++)
        sum[r] += even * in[2 * r] + odd * in[2 * r + 1];
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
            add_pair(sum, in, coef[k], coef[k + 1]);
        for (size_t r = 0; r < TG_BAND; r++)
            dst[r][x] = clamp_u8(sum[r] >> SHIFT);
    }
}

void tg_halve_c(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)((a[2 * i] + a[2 * i + 1] + b[2 * i] + b[2 * i + 1] + 2) >> 2);
}
