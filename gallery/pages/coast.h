/* coast.h - the coastline that maps are drawn on, as toolchains/coast.mjs packs it: Natural Earth's
 * land at 1:10 million, true to about ten kilometres. */
#ifndef TG_GALLERY_COAST_H
#define TG_GALLERY_COAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* Hundredths of a degree east and north: a spot of the earth to about a kilometre. */
struct tg_spot {
    int32_t lon, lat;
};

enum {
    TG_SPOT_DEGREE = 100,
    TG_SPOT_ROUND = 360 * TG_SPOT_DEGREE,
    TG_SPOT_POLE = 90 * TG_SPOT_DEGREE /* the largest `lat` */
};

/* An outline of land or, inside of that, of water. */
struct tg_coast_ring {
    size_t first, len;        /* its spots; the last one is joined with the first */
    struct tg_spot low, high; /* the smallest and the largest of both */
};

struct tg_coast {
    struct tg_spot *spots; /* `lon` may be beyond the date line, so that no ring is cut by it */
    size_t spots_len;
    struct tg_coast_ring *rings;
    size_t rings_len;
};

/* Unpacks the built-in coastline into zeroed *coast; to be released also after an error. */
struct tg_err *tg_coast_load(struct tg_coast *coast) TG_MUST_USE;
void tg_coast_release(struct tg_coast *coast);

/* The same from any bytes: damaged ones end early, with the rings that are whole. */
struct tg_err *tg_coast_unpack(const uint8_t *data, size_t len, struct tg_coast *coast) TG_MUST_USE;

#endif
