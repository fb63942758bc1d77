/* geometry.h - what size and which part of a picture an output shows. */
#ifndef TG_IMAGE_GEOMETRY_H
#define TG_IMAGE_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

enum tg_fit {
    TG_FIT_INSIDE, /* whole picture, inside the box */
    TG_FIT_COVER,  /* box filled, the part of the picture shown that its gravity says */
    TG_FIT_EXACT,  /* box filled, ratio not kept */
};

/* Which part of a picture a box that it covers shows. */
enum tg_gravity {
    TG_GRAVITY_CENTRE,
    TG_GRAVITY_NORTH,
    TG_GRAVITY_NORTHEAST,
    TG_GRAVITY_EAST,
    TG_GRAVITY_SOUTHEAST,
    TG_GRAVITY_SOUTH,
    TG_GRAVITY_SOUTHWEST,
    TG_GRAVITY_WEST,
    TG_GRAVITY_NORTHWEST,
    TG_GRAVITY_ATTENTION, /* what `focus` says */
};

enum { TG_FOCUS_WHOLE = 65536 };

enum tg_geometry_kind {
    TG_GEO_BOX,
    TG_GEO_PERCENT,
    TG_GEO_COPY, /* the whole picture */
    /* The same, and the coded data of the file itself where browsers can show that. */
    TG_GEO_ORIGINAL,
};

struct tg_geometry {
    enum tg_geometry_kind kind;
    enum tg_fit fit;
    uint32_t w, h;    /* TG_GEO_BOX: 0 = free */
    uint32_t percent; /* TG_GEO_PERCENT: 1-100 */
    enum tg_gravity gravity;
    /* TG_GRAVITY_ATTENTION: how much of what is cut off is cut off left and at the top, of
     * TG_FOCUS_WHOLE parts; set by tg_attention_find() */
    uint32_t focus;
    bool pad; /* TG_FIT_INSIDE: a box with two sides is filled around the picture */
};

/* "N" (fits NxN), "Wx", "xH", "WxH", "P%", "copy", "original".  False if `text` is none of these or
 * a number is out of range.  `fit` is left alone. */
bool tg_geometry_parse(const char *text, struct tg_geometry *g);

/* The output's size and the part of the w x h upright picture that fills it, in pixels, never
 * enlarged: a box larger than the picture is shrunk with its ratio (cover, exact) or to the picture
 * (inside). */
struct tg_view {
    uint32_t out_w, out_h;
    double x, y, w, h;
};
void tg_geometry_view(const struct tg_geometry *g, uint32_t w, uint32_t h, struct tg_view *v);

#endif
