/* pad.c - see pad.h. */
#include "core/render/pad.h"

#include <string.h>

static void fill(struct tg_plane *p, uint8_t value)
{
    for (uint32_t y = 0; y < p->h; y++) /* both bytes of 16 bits alike are value * 257 */
        memset(p->data + y * p->stride, value, (size_t)p->w * p->bytes);
}

static struct tg_err *pad_plane(struct tg_plane *p, uint32_t w, uint32_t h, uint8_t value)
{
    struct tg_plane whole;
    struct tg_err *err = tg_plane_new_deep(&whole, w, h, p->bytes);
    size_t left = (size_t)((w - p->w) / 2) * p->bytes;
    uint32_t top = (h - p->h) / 2;

    if (err)
        return err;
    fill(&whole, value);
    for (uint32_t y = 0; y < p->h; y++)
        memcpy(whole.data + (top + y) * whole.stride + left, p->data + y * p->stride,
               (size_t)p->w * p->bytes);
    tg_plane_release(p);
    *p = whole;
    return NULL;
}

struct tg_err *tg_image_pad(const struct tg_kernels *k, struct tg_image *im, uint32_t w, uint32_t h,
                            const uint8_t rgb[3])
{
    uint8_t value[TG_MAX_PLANES] = {rgb[0], rgb[1], rgb[2], 255};
    uint8_t *const rows[3] = {&value[0], &value[1], &value[2]};
    struct tg_err *err = NULL;

    if (im->model == TG_YCC)
        k->rgb_to_ycc(rows, (const uint8_t *const *)rows, 1);
    if (im->alpha)
        value[im->planes - 1] = 255;
    for (unsigned c = 0; !err && c < im->planes; c++)
        err = pad_plane(&im->plane[c], w, h, value[c]);
    im->width = w;
    im->height = h;
    return err;
}
