/* coast.c - see coast.h; the form is described in toolchains/coast.mjs. */
#include "gallery/pages/coast.h"

#include <stdlib.h>

#include "core/base/grow.h"
#include "gallery/pages/assets.h"

enum { STEP = 5, COUNT_ORDER = 2, PLACE_ORDER = 11, WAY_ORDER = 3, MOST_BITS = 20 };

struct bits {
    const uint8_t *data;
    size_t len, at; /* in bits */
    bool ended;
};

static uint32_t take_bit(struct bits *b)
{
    uint32_t bit;

    if (b->at >= b->len) {
        b->ended = true;
        return 1;
    }
    bit = (uint32_t)b->data[b->at / 8] >> b->at % 8 & 1;
    b->at++;
    return bit;
}

static uint32_t take_number(struct bits *b, unsigned order)
{
    unsigned size = order;
    uint32_t n;

    while (size < MOST_BITS && !take_bit(b))
        size++;
    n = 1U << size;
    for (unsigned i = 0; i < size; i++)
        n += take_bit(b) << i;
    if (size == MOST_BITS) /* nothing is so large */
        b->ended = true;
    return n - (1U << order);
}

static int32_t take_signed(struct bits *b, unsigned order)
{
    uint32_t n = take_number(b, order);

    return n % 2 ? -(int32_t)(n / 2) - 1 : (int32_t)(n / 2);
}

static struct tg_err *add_spot(struct tg_coast *coast, struct tg_spot spot)
{
    struct tg_spot *grown = tg_grow(coast->spots, coast->spots_len, sizeof(*grown));

    if (!grown)
        return tg_err_nomem();
    coast->spots = grown;
    grown[coast->spots_len++] = spot;
    return NULL;
}

/* No sum of ways that are possible overflows: there are at most as many as bits. */
static struct tg_spot go(struct bits *b, struct tg_spot from, unsigned order)
{
    enum { FARTHEST = 1 << 24 };
    struct tg_spot to = {from.lon + STEP * take_signed(b, order), 0};

    to.lat = from.lat + STEP * take_signed(b, order);
    b->ended |= to.lon < -FARTHEST || to.lon > FARTHEST || to.lat < -FARTHEST || to.lat > FARTHEST;
    return to;
}

static void widen(struct tg_coast_ring *ring, struct tg_spot spot)
{
    if (spot.lon < ring->low.lon)
        ring->low.lon = spot.lon;
    if (spot.lat < ring->low.lat)
        ring->low.lat = spot.lat;
    if (spot.lon > ring->high.lon)
        ring->high.lon = spot.lon;
    if (spot.lat > ring->high.lat)
        ring->high.lat = spot.lat;
}

static struct tg_err *take_ring(struct bits *b, size_t len, struct tg_coast *coast)
{
    struct tg_coast_ring ring = {.first = coast->spots_len, .len = len};
    struct tg_spot spot = {0, 0};
    struct tg_coast_ring *grown;
    struct tg_err *err = NULL;

    for (size_t i = 0; i < len && !err; i++) {
        spot = go(b, spot, i ? WAY_ORDER : PLACE_ORDER);
        if (b->ended)
            return NULL;
        if (i == 0)
            ring.low = ring.high = spot;
        widen(&ring, spot);
        err = add_spot(coast, spot);
    }
    grown = err ? NULL : tg_grow(coast->rings, coast->rings_len, sizeof(*grown));
    if (!grown)
        return err ? err : tg_err_nomem();
    coast->rings = grown;
    grown[coast->rings_len++] = ring;
    return NULL;
}

struct tg_err *tg_coast_unpack(const uint8_t *data, size_t len, struct tg_coast *coast)
{
    struct bits b = {.data = data, .len = 8 * len};
    struct tg_err *err = NULL;
    uint32_t n;

    while (!err && (n = take_number(&b, COUNT_ORDER)) && !b.ended)
        err = take_ring(&b, n, coast);
    return err;
}

struct tg_err *tg_coast_load(struct tg_coast *coast)
{
    return tg_coast_unpack(tg_asset_coast.data, tg_asset_coast.len, coast);
}

void tg_coast_release(struct tg_coast *coast)
{
    free(coast->spots);
    free(coast->rings);
    *coast = (struct tg_coast){.spots = NULL};
}
