#include "kernels/families.h"

void tg_unfilter_sub_c(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)
{
    (void)prior;
    for (size_t i = bpp; i < n; i++)
        row[i] = (uint8_t)(row[i] + row[i - bpp]);
}

void tg_unfilter_up_c(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)
{
    (void)bpp;
    for (size_t i = 0; i < n; i++)
        row[i] = (uint8_t)(row[i] + prior[i]);
}

void tg_unfilter_average_c(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)
{
    for (size_t i = 0; i < bpp; i++)
        row[i] = (uint8_t)(row[i] + prior[i] / 2);
    for (size_t i = bpp; i < n; i++)
        row[i] = (uint8_t)(row[i] + (row[i - bpp] + prior[i]) / 2);
}

/* Of a, b and c the nearest to a + b - c, in the order of PNG's specification where two are as
 * near: for all values (test_kernels tries them) that is the smaller of a and b, the larger, or c,
 * as 3 c - a - b is beyond the larger, beyond the smaller, or between them. */
static int nearest(int a, int b, int c)
{
    int limit = 3 * c - a - b, lo = a < b ? a : b, hi = a < b ? b : a;
    int low_or_c = limit >= hi ? lo : c;

    return limit <= lo ? hi : low_or_c;
}

void tg_unfilter_paeth_c(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)
{
    for (size_t i = 0; i < bpp; i++)
        row[i] = (uint8_t)(row[i] + prior[i]);
    for (size_t i = bpp; i < n; i++)
        row[i] = (uint8_t)(row[i] + nearest(row[i - bpp], prior[i], prior[i - bpp]));
}

void tg_unfilter_paeth_pair_c(uint8_t *row, uint8_t *next, const uint8_t *prior, size_t n,
                              size_t bpp)
{
    tg_unfilter_paeth_c(row, prior, n, bpp);
    tg_unfilter_paeth_c(next, row, n, bpp);
}
