/* halving.c - see halving.h. */
#include "core/image/halving.h"

#include <string.h>

#include "core/image/alpha.h"
#include "core/image/resample.h"

unsigned tg_reduce_halvings(uint32_t w, uint32_t h, uint32_t want_w, uint32_t want_h)
{
    unsigned n = 0;

    while (n < TG_HALVINGS && w >> (n + 2) >= want_w && h >> (n + 2) >= want_h)
        n++;
    return n;
}

struct tg_err *tg_reduce_init(struct tg_reduce *r, const struct tg_kernels *k, unsigned halvings,
                              uint32_t w, uint32_t h, const struct tg_image *like,
                              struct tg_image *image)
{
    uint32_t round = (1u << halvings) - 1;
    struct tg_err *err;

    *r = (struct tg_reduce){.k = k, .image = image, .w = w, .h = h, .halvings = halvings};
    err = tg_image_new(image, (w + round) >> halvings, (h + round) >> halvings, like->model,
                       like->alpha, like->depth);
    for (unsigned n = 0; !err && n < halvings; n++)
        for (unsigned c = 0; !err && c < image->planes; c++)
            err = tg_plane_new_deep(&r->level[n].rows[c], (w + (1u << n) - 1) >> n, 2,
                                    like->depth / 8);
    return err;
}

void tg_reduce_release(struct tg_reduce *r)
{
    for (unsigned n = 0; n < r->halvings; n++)
        for (unsigned c = 0; c < TG_MAX_PLANES; c++)
            tg_plane_release(&r->level[n].rows[c]);
}

static uint8_t *row_of(const struct tg_plane *p, uint32_t y)
{
    return p->data + (size_t)y * p->stride;
}

/* Where the next row of a level goes; behind the last level there is the picture. */
static uint8_t *next_row(const struct tg_reduce *r, unsigned n, unsigned c)
{
    return n < r->halvings ? row_of(&r->level[n].rows[c], r->level[n].have)
                           : row_of(&r->image->plane[c], r->done);
}

/* Makes a row of level n + 1 of those of level n, of which there may be one at the end. */
static void halve(struct tg_reduce *r, unsigned n)
{
    struct tg_reduce_level *l = &r->level[n];

    for (unsigned c = 0; c < r->image->planes; c++)
        tg_row_halve(r->k, next_row(r, n + 1, c), row_of(&l->rows[c], 0),
                     row_of(&l->rows[c], l->have - 1), l->rows[c].w, l->rows[c].bytes);
    l->have = 0;
    if (n + 1 < r->halvings)
        r->level[n + 1].have++;
    else
        r->done++;
}

void tg_reduce_take(struct tg_reduce *r, struct tg_image *band, uint32_t rows)
{
    unsigned colours = r->image->alpha ? r->image->planes - 1 : 0;

    for (uint32_t y = 0; y < rows; y++) {
        for (unsigned c = 0; c < colours; c++)
            tg_row_premultiply(r->k, row_of(&band->plane[c], y), row_of(&band->plane[c], y),
                               row_of(&band->plane[colours], y), r->w, band->depth / 8);
        for (unsigned c = 0; c < r->image->planes; c++)
            memcpy(next_row(r, 0, c), row_of(&band->plane[c], y), (size_t)r->w * (band->depth / 8));
        r->level[0].have++;
        for (unsigned n = 0; n < r->halvings && r->level[n].have == 2; n++)
            halve(r, n);
    }
}

void tg_reduce_end(struct tg_reduce *r)
{
    struct tg_image *im = r->image;

    for (unsigned n = 0; n < r->halvings; n++)
        if (r->level[n].have)
            halve(r, n);
    if (im->alpha)
        tg_image_unpremultiply(r->k, im);
    for (unsigned c = 0; c < im->planes; c++) {
        im->plane[c].extent_w = (double)r->w / (1u << r->halvings);
        im->plane[c].extent_h = (double)r->h / (1u << r->halvings);
    }
    im->width = r->w;
    im->height = r->h;
}
