/* placeholder.c - see placeholder.h. */
#include "core/render/placeholder.h"

#include <assert.h>
#include <string.h>

#include "core/render/finish.h"

enum { SIDE = 16 };

/* One row as R, G, B.  The planes may be borrowed: they stay as they are. */
static void read_row(const struct tg_kernels *k, const struct tg_image *im, uint32_t y,
                     uint8_t rgb[3][SIDE])
{
    uint8_t *const rows[3] = {rgb[0], rgb[1], rgb[2]};

    for (unsigned c = 0; c < 3; c++) {
        const struct tg_plane *p = &im->plane[im->model == TG_GREY ? 0 : c];

        memcpy(rgb[c], p->data + y * p->stride, im->width);
    }
    if (im->model == TG_YCC)
        k->ycc_to_rgb(rows, (const uint8_t *const *)rows, im->width);
}

/* The rows from ... to - 1. */
static void average(const struct tg_kernels *k, const struct tg_image *im, uint32_t from,
                    uint32_t to, uint8_t colour[3])
{
    uint32_t sums[3] = {0}, n = (to - from) * im->width;

    assert(n > 0);
    for (uint32_t y = from; y < to; y++) {
        uint8_t rgb[3][SIDE];

        read_row(k, im, y, rgb);
        for (unsigned c = 0; c < 3; c++)
            for (uint32_t x = 0; x < im->width; x++)
                sums[c] += rgb[c][x];
    }
    for (unsigned c = 0; c < 3; c++)
        colour[c] = (uint8_t)((sums[c] + n / 2) / n);
}

struct tg_err *tg_picture_placeholder(struct tg_picture *p, const uint8_t background[3],
                                      struct tg_placeholder *placeholder)
{
    const struct tg_output_spec spec = {
        .geometry = {.kind = TG_GEO_BOX, .fit = TG_FIT_INSIDE, .w = SIDE, .h = SIDE},
        .subsampling = TG_SUB_444,
        .background = {background[0], background[1], background[2]}};
    struct tg_image small = {0};
    struct tg_err *err = tg_finish_output(p, &spec, TG_JPEG, &small, NULL);

    if (err)
        return err;
    average(p->resampler.kernels, &small, 0, (small.height + 1) / 2, placeholder->rgb[0]);
    average(p->resampler.kernels, &small, small.height / 2, small.height, placeholder->rgb[1]);
    placeholder->known = true;
    tg_image_release(&small);
    return NULL;
}
