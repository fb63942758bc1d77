/* alpha.c - see alpha.h. */
#include "core/image/alpha.h"

static uint16_t *deep_row(const struct tg_plane *p, uint32_t y)
{
    return (void *)(p->data + y * p->stride);
}

void tg_row_premultiply(const struct tg_kernels *k, void *out, const void *colour,
                        const void *alpha, uint32_t n, unsigned bytes)
{
    const uint16_t *c = colour, *a = alpha;
    uint16_t *to = out;

    if (bytes == 1) {
        k->premul(out, colour, alpha, n);
        return;
    }
    for (uint32_t x = 0; x < n; x++)
        to[x] = (uint16_t)(((uint64_t)c[x] * a[x] + 32767) / 65535);
}

struct tg_err *tg_plane_premultiply(const struct tg_kernels *k, const struct tg_plane *colour,
                                    const struct tg_plane *alpha, struct tg_plane *out)
{
    struct tg_err *err = tg_plane_new_deep(out, colour->w, colour->h, colour->bytes);

    if (err)
        return err;
    out->extent_w = colour->extent_w;
    out->extent_h = colour->extent_h;
    for (uint32_t y = 0; y < colour->h; y++)
        tg_row_premultiply(k, out->data + y * out->stride, colour->data + y * colour->stride,
                           alpha->data + y * alpha->stride, colour->w, colour->bytes);
    return NULL;
}

static void divide_deep(uint16_t *colour, const uint16_t *alpha, uint32_t n)
{
    for (uint32_t x = 0; x < n; x++) {
        uint64_t a = alpha[x], v = a ? ((uint64_t)colour[x] * 65535 + a / 2) / a : 0;

        colour[x] = (uint16_t)(v > 65535 ? 65535 : v);
    }
}

void tg_image_unpremultiply(const struct tg_kernels *k, struct tg_image *im)
{
    const struct tg_plane *alpha = &im->plane[im->planes - 1];

    for (unsigned c = 0; c + 1 < im->planes; c++)
        for (uint32_t y = 0; y < im->height; y++) {
            uint8_t *row = im->plane[c].data + y * im->plane[c].stride;

            if (im->depth == 16)
                divide_deep(deep_row(&im->plane[c], y), deep_row(alpha, y), im->width);
            else
                k->unpremul(row, row, alpha->data + y * alpha->stride, im->width);
        }
}

/* n premultiplied samples over a background. */
static void flatten_row(uint8_t *row, const uint8_t *alpha, unsigned background, uint32_t n)
{
    for (uint32_t x = 0; x < n; x++) {
        unsigned v = row[x] + (background * (255U - alpha[x]) + 127) / 255;

        row[x] = (uint8_t)(v > 255 ? 255 : v);
    }
}

void tg_image_flatten(struct tg_image *im, const uint8_t background[3])
{
    struct tg_plane *alpha = &im->plane[im->planes - 1];

    for (unsigned c = 0; c + 1 < im->planes; c++) {
        unsigned bg = background[im->planes == 2 ? 1 : c];

        for (uint32_t y = 0; y < im->height; y++)
            flatten_row(im->plane[c].data + y * im->plane[c].stride,
                        alpha->data + y * alpha->stride, bg, im->width);
    }
    tg_plane_release(alpha);
    im->planes--;
    im->alpha = false;
}
