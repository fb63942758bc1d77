/* geometry.c - see geometry.h. */
#include "core/image/geometry.h"

#include <string.h>

#include "core/base/fit.h"
#include "core/image/image.h"

/* A decimal number of 1 .. TG_MAX_SIDE at *s; steps behind it.  0 if there is none. */
static uint32_t number(const char **s)
{
    uint32_t v = 0;

    while (**s >= '0' && **s <= '9') {
        v = 10 * v + (uint32_t)(**s - '0');
        if (v > TG_MAX_SIDE)
            return 0;
        ++*s;
    }
    return v;
}

bool tg_geometry_parse(const char *text, struct tg_geometry *g)
{
    struct tg_geometry r = {.kind = TG_GEO_BOX, .fit = g->fit};
    const char *s = text;

    if (strcmp(text, "copy") == 0 || strcmp(text, "original") == 0) {
        r.kind = *text == 'c' ? TG_GEO_COPY : TG_GEO_ORIGINAL;
        *g = r;
        return true;
    }
    r.w = number(&s);
    if (r.w && strcmp(s, "%") == 0 && r.w <= 100) {
        r.kind = TG_GEO_PERCENT;
        r.percent = r.w;
        r.w = 0;
    } else if (r.w && *s == '\0') {
        r.h = r.w;
    } else if (*s == 'x' && (s == text || r.w)) {
        const char *digits = ++s;

        r.h = number(&s);
        if (*s || (s != digits && !r.h) || (!r.w && !r.h))
            return false;
    } else {
        return false;
    }
    *g = r;
    return true;
}

static uint32_t at_least_1(uint64_t v)
{
    return v ? (uint32_t)v : 1;
}

/* Shrinks a box that is larger than the picture in some direction until it fits, keeping its
 * ratio. */
static void shrink_box(uint32_t w, uint32_t h, uint32_t *bw, uint32_t *bh)
{
    uint32_t fw, fh;

    if (*bw <= w && *bh <= h)
        return;
    tg_fit_inside(*bw, *bh, w, h, &fw, &fh);
    *bw = fw;
    *bh = fh;
}

/* What is cut off at the beginning of an axis, of `room` pixels that are cut off; `ends` are the
 * gravities of the axis's first and last three. */
static double cut(const struct tg_geometry *g, const unsigned ends[2], double room)
{
    if (g->gravity == TG_GRAVITY_ATTENTION)
        return room * (g->focus / (double)TG_FOCUS_WHOLE);
    if (ends[0] & 1U << g->gravity)
        return 0;
    return ends[1] & 1U << g->gravity ? room : room / 2;
}

void tg_geometry_view(const struct tg_geometry *g, uint32_t w, uint32_t h, struct tg_view *v)
{
    static const unsigned across[2] = {
        1U << TG_GRAVITY_WEST | 1U << TG_GRAVITY_NORTHWEST | 1U << TG_GRAVITY_SOUTHWEST,
        1U << TG_GRAVITY_EAST | 1U << TG_GRAVITY_NORTHEAST | 1U << TG_GRAVITY_SOUTHEAST};
    static const unsigned down[2] = {
        1U << TG_GRAVITY_NORTH | 1U << TG_GRAVITY_NORTHWEST | 1U << TG_GRAVITY_NORTHEAST,
        1U << TG_GRAVITY_SOUTH | 1U << TG_GRAVITY_SOUTHWEST | 1U << TG_GRAVITY_SOUTHEAST};
    uint32_t bw = g->w, bh = g->h;

    *v = (struct tg_view){.out_w = w, .out_h = h, .w = w, .h = h};
    if (g->kind == TG_GEO_COPY || g->kind == TG_GEO_ORIGINAL)
        return;
    if (g->kind == TG_GEO_PERCENT) {
        v->out_w = at_least_1((uint64_t)w * g->percent / 100);
        v->out_h = at_least_1((uint64_t)h * g->percent / 100);
        return;
    }
    if (g->fit == TG_FIT_INSIDE || !bw || !bh) {
        tg_fit_inside(w, h, bw, bh, &v->out_w, &v->out_h);
        return;
    }
    shrink_box(w, h, &bw, &bh);
    v->out_w = bw;
    v->out_h = bh;
    if (g->fit == TG_FIT_EXACT)
        return;
    if ((uint64_t)bw * h <= (uint64_t)bh * w) /* the picture is the wider one: sides are cut */
        v->w = (double)h * bw / bh;
    else
        v->h = (double)w * bh / bw;
    v->x = cut(g, across, w - v->w);
    v->y = cut(g, down, h - v->h);
}
