/* attention.c - see attention.h. */
#include "core/render/attention.h"

#include <stdlib.h>

#include "core/codec/xmp_faces.h"
#include "core/render/finish.h"

enum { SIDE = 64, FACE_CELLS = 250, EDGES = 4 };

/* What is to be seen along the side on which the crop slides. */
struct profile {
    uint64_t sum[FACE_CELLS];
    uint32_t len;
};

bool tg_attention_is_wanted(const struct tg_output_spec *spec)
{
    const struct tg_geometry *g = &spec->geometry;

    return g->gravity == TG_GRAVITY_ATTENTION && g->kind == TG_GEO_BOX && g->fit == TG_FIT_COVER;
}

/* The part of a .. a + len that is in cell i. */
static uint32_t overlap(uint32_t a, uint32_t len, uint32_t i)
{
    enum { CELL = TG_FACES_WHOLE / FACE_CELLS };
    uint32_t from = i * CELL, to = from + CELL, b = a + len;

    from = from > a ? from : a;
    to = to < b ? to : b;
    return to > from ? to - from : 0;
}

static void add_faces(struct profile *profile, const struct tg_faces *faces, bool across)
{
    profile->len = FACE_CELLS;
    for (size_t f = 0; f < faces->len; f++) {
        const struct tg_face *face = &faces->list[f];

        for (uint32_t i = 0; i < FACE_CELLS; i++)
            profile->sum[i] += across ? (uint64_t)overlap(face->x, face->w, i) * face->h
                                      : (uint64_t)overlap(face->y, face->h, i) * face->w;
    }
}

static uint32_t step(const uint8_t *at, uint32_t i, uint32_t n, size_t by)
{
    return (uint32_t)abs(at[i + 1 < n ? by : 0] - *(i > 0 ? at - by : at));
}

static uint32_t interest(const struct tg_image *im, uint32_t x, uint32_t y)
{
    const struct tg_plane *p = &im->plane[0];
    const uint8_t *at = p->data + y * p->stride + x;
    uint32_t sum = EDGES * (step(at, x, im->width, 1) + step(at, y, im->height, p->stride));

    for (unsigned c = 1; im->model == TG_YCC && c < 3; c++)
        sum += (uint32_t)abs(im->plane[c].data[y * im->plane[c].stride + x] - 128);
    return sum;
}

static struct tg_err *add_details(struct profile *profile, struct tg_picture *p,
                                  const struct tg_output_spec *of, bool across)
{
    struct tg_output_spec spec = {
        .geometry = {.kind = TG_GEO_BOX, .fit = TG_FIT_INSIDE, .w = SIDE, .h = SIDE},
        .subsampling = TG_SUB_444,
        .turn = of->turn,
        .rotate = of->rotate,
        .background = {of->background[0], of->background[1], of->background[2]}};
    struct tg_image small = {0};
    struct tg_err *err = tg_finish_output(p, &spec, TG_JPEG, &small, NULL);

    if (err)
        return err;
    profile->len = across ? small.width : small.height;
    for (uint32_t y = 0; y < small.height; y++)
        for (uint32_t x = 0; x < small.width; x++)
            profile->sum[across ? x : y] += interest(&small, x, y);
    tg_image_release(&small);
    return NULL;
}

/* The window of `len` between two that has the centre of all of it most nearly in its middle, in
 * halves of a step. */
static uint32_t most_central(const struct profile *profile, uint32_t len, uint32_t first,
                             uint32_t last)
{
    uint64_t mass = 0, moment = 0, centre;

    for (uint32_t i = 0; i < profile->len; i++) {
        mass += profile->sum[i];
        moment += profile->sum[i] * (2 * i + 1);
    }
    centre = mass ? moment / mass : profile->len;
    if (centre <= 2 * first + len)
        return 2 * first;
    return centre >= 2 * last + len ? 2 * last : (uint32_t)centre - len;
}

/* Where a window of this part of the profile holds most. */
static uint32_t best_window(const struct profile *profile, double part)
{
    uint32_t len = (uint32_t)(profile->len * part + 0.5), room, first = 0, last = 0;
    uint64_t sum = 0, most;

    len = len ? len : 1;
    if (len >= profile->len)
        return TG_FOCUS_WHOLE / 2;
    room = profile->len - len;
    for (uint32_t i = 0; i < len; i++)
        sum += profile->sum[i];
    most = sum;
    for (uint32_t i = 1; i <= room; i++) {
        sum += profile->sum[i + len - 1] - profile->sum[i - 1];
        if (sum > most)
            first = last = i;
        else if (sum == most && last + 1 == i)
            last = i;
        most = sum > most ? sum : most;
    }
    return most_central(profile, len, first, last) * (TG_FOCUS_WHOLE / 2) / room;
}

/* By a quarter, clockwise. */
static void rotate_faces(struct tg_faces *faces)
{
    for (size_t i = 0; i < faces->len; i++) {
        struct tg_face f = faces->list[i];

        faces->list[i] = (struct tg_face){(uint16_t)(TG_FACES_WHOLE - f.y - f.h), f.x, f.h, f.w};
    }
}

static struct tg_err *find_faces(const struct tg_image *im, unsigned rotate, struct tg_faces *faces)
{
    const struct tg_info info = {
        .width = im->width, .height = im->height, .orientation = im->orientation};

    struct tg_err *err = tg_xmp_faces(im->xmp.data, im->xmp.len, &info, faces);

    for (unsigned i = 0; !err && i < rotate; i++)
        rotate_faces(faces);
    return err;
}

struct tg_err *tg_attention_find(struct tg_picture *p, struct tg_output_spec *spec)
{
    const struct tg_image *im = &p->image;
    bool swap = tg_orientation_swaps(tg_output_turn(spec, im->orientation)), across;
    uint32_t w = swap ? im->height : im->width, h = swap ? im->width : im->height;
    struct profile profile = {.len = 0};
    struct tg_faces faces;
    struct tg_view v;
    struct tg_err *err;

    spec->geometry.focus = TG_FOCUS_WHOLE / 2;
    tg_geometry_view(&spec->geometry, w, h, &v);
    across = v.w < w;
    if (!across && v.h >= h)
        return NULL;
    err = find_faces(im, spec->rotate, &faces);
    if (!err && faces.len)
        add_faces(&profile, &faces, across);
    else if (!err)
        err = add_details(&profile, p, spec, across);
    if (!err)
        spec->geometry.focus = best_window(&profile, across ? v.w / w : v.h / h);
    return err;
}
