/* fit.c - see fit.h. */
#include "core/base/fit.h"

/* The free side for a decided side: len * num / den rounded to the neighbour whose ratio to `len`
 * is nearer to num / den.  With other = free side, the ratio that counts is width / height;
 * `free_is_width` says which of the two the free side is. */
static uint32_t free_side(uint32_t len, uint32_t num, uint32_t den, int free_is_width)
{
    uint64_t product = (uint64_t)len * num;
    uint64_t lo = product / den, hi = lo + (product % den != 0);
    uint64_t below, above;

    if (lo == 0)
        return 1;
    if (lo == hi)
        return (uint32_t)lo;
    /* |lo/len - num/den| against |hi/len - num/den|, times len*den.  For a free height the ratios
     * are inverted, which divides the distances by lo and hi. */
    below = product - lo * den;
    above = hi * den - product;
    if (!free_is_width) /* below, above < den and lo, hi <= num: no product overflows */
        return above * lo < below * hi ? (uint32_t)hi : (uint32_t)lo;
    return above < below ? (uint32_t)hi : (uint32_t)lo;
}

void tg_fit_inside(uint32_t w, uint32_t h, uint32_t box_w, uint32_t box_h, uint32_t *out_w,
                   uint32_t *out_h)
{
    int width_decides;

    if ((box_w == 0 || w <= box_w) && (box_h == 0 || h <= box_h)) {
        *out_w = w;
        *out_h = h;
        return;
    }
    width_decides = box_h == 0 || (box_w != 0 && (uint64_t)box_w * h <= (uint64_t)box_h * w);
    if (width_decides) {
        *out_w = box_w;
        *out_h = free_side(box_w, h, w, 0);
    } else {
        *out_h = box_h;
        *out_w = free_side(box_h, w, h, 1);
    }
    /* The rounded side must not leave the box. */
    if (box_w && *out_w > box_w)
        *out_w = box_w;
    if (box_h && *out_h > box_h)
        *out_h = box_h;
}
