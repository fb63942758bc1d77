/* justify.h - breaking a list of pictures into rows, each filled by pictures of one height, as TeX
 * breaks paragraphs into lines: all breaks at once, so that the heights differ least.
 *
 * Nothing here knows pixels.  A picture's ratio is its width by its height; the sum of a row's
 * ratios is the row's width by its height.  Integers only: the same rows everywhere. */
#ifndef TG_GALLERY_JUSTIFY_H
#define TG_GALLERY_JUSTIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TG_RATIO_ONE = 1000, /* ratios are in thousandths */
    TG_ROW_LOWEST = 750, /* heights of rows, in thousandths of the wanted one */
    TG_ROW_HIGHEST = 1350,
    TG_RATIO_PANORAMA = 3000 /* wider ones get a row of their own where they fill it */
};

/* Where a picture comes out. */
struct tg_place {
    uint32_t row;  /* ratio of its row: the picture takes its own ratio's share of the list's width
                    * without gaps; of a short row the ratio that it would have if it were full */
    uint32_t len;  /* pictures in the row */
    bool last;     /* of the row */
    bool is_short; /* the row does not reach the edge; only a list's last one */
};

/* Sets places[0] to places[len - 1] for pictures of ratios[0] ...; ratios are positive and below
 * 2^20.  `wanted` is the ratio of a row of the wanted height; between two pictures are `gap`
 * thousandths of the list's width.
 *
 * Flaws are a row lower than TG_ROW_LOWEST or higher than TG_ROW_HIGHEST, a single picture in the
 * last row below fuller ones, and a panorama that shares its row.  While there are any, some other
 * heights are tried (about half to twice the wanted one; fewer in long lists), and those rows taken
 * that have fewest.  A single row that fills most of the list's width fills all of it.
 *
 * Returns the ratio that was wanted in the end, or 0 if there is not enough memory.  The time is
 * linear in `len`. */
uint32_t tg_justify(const uint32_t *ratios, size_t len, uint32_t wanted, uint32_t gap,
                    struct tg_place *places);

#endif
