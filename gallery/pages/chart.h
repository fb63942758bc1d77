/* chart.h - a part of the earth drawn in a rectangle, all in integers: which part shows some spots,
 * the coast in it, a grid, and the spots as dots that do not cover each other.  Degrees east are as
 * wide as they are halfway between the upper and the lower edge. */
#ifndef TG_GALLERY_CHART_H
#define TG_GALLERY_CHART_H

#include "core/base/buf.h"
#include "gallery/pages/coast.h"

enum {
    TG_CHART_W = 1600, /* units of the drawing */
    TG_CHART_H = 800,
    TG_CHART_APART =
        120 /* units between the centres of two dots, at least; more from left to right */
};

/* A window of the earth, in hundredths of a degree: from `west` eastwards, from `north` down. */
struct tg_chart {
    int32_t west, north;
    int32_t width, height;
    int32_t near; /* outlines leave out what is nearer to the point before, in units */
};

/* A cluster of spots. */
struct tg_dot {
    int32_t x, y; /* of its centre, in units from the left and the upper edge */
    size_t count; /* of its spots */
    size_t first; /* for the caller: 0 */
};

/* The spot of a location in millionths of a degree, which may be any numbers. */
struct tg_spot tg_spot_of(int32_t latitude_e6, int32_t longitude_e6);

/* The window that shows all of them, with a margin; of no spots the whole earth.  Puts them in
 * order of longitude. */
struct tg_chart tg_chart_of(struct tg_spot *spots, size_t len);

/* A wider window around it, which shows which part of the earth it is, to be drawn small; and where
 * its middle is in that, in units. */
struct tg_chart tg_chart_around(const struct tg_chart *chart, int32_t *x, int32_t *y);

/* How many kilometres the window is wide at half its height. */
uint32_t tg_chart_km(const struct tg_chart *chart);

/* Gathers spots into dots, each at the spot of most pictures among its own: dot_of[i] becomes the
 * number of the `i`th one's.  Dots come in the order of their first spots.  *dots is to be freed;
 * false: memory is short. */
bool tg_chart_gather(const struct tg_chart *chart, const struct tg_spot *spots, size_t len,
                     struct tg_dot **dots, size_t *dots_len, uint32_t *dot_of) TG_MUST_USE;

/* Paths in the words of SVG: the outlines of land, cut at the edges, and lines of the grid. */
void tg_chart_land(const struct tg_chart *chart, const struct tg_coast *coast, struct tg_buf *out);
void tg_chart_grid(const struct tg_chart *chart, struct tg_buf *out);

#endif
