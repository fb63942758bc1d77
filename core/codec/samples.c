/* samples.c - see samples.h. */
#include "core/codec/samples.h"

#include <assert.h>
#include <string.h>

size_t tg_samples_pixel_bytes(const struct tg_image *im)
{
    return (size_t)im->planes * (im->depth / 8);
}

static uint8_t *sample_at(const struct tg_image *im, unsigned c, size_t x, size_t y)
{
    return im->plane[c].data + y * im->plane[c].stride + x * (im->depth / 8);
}

void tg_samples_scatter(struct tg_image *im, size_t x, size_t step, size_t y, size_t n,
                        const void *pixels)
{
    size_t bytes = im->depth / 8;

    for (unsigned c = 0; c < im->planes; c++) {
        uint8_t *to = sample_at(im, c, x, y);
        const uint8_t *from = (const uint8_t *)pixels + c * bytes;

        if (bytes == 1)
            for (size_t i = 0; i < n; i++)
                to[i * step] = from[i * im->planes];
        else
            for (size_t i = 0; i < n; i++)
                memcpy(to + 2 * i * step, from + 2 * i * im->planes, 2);
    }
}

static tg_split_fn *split_of(const struct tg_kernels *k, unsigned channels)
{
    return channels == 2 ? k->split2 : channels == 3 ? k->split3 : k->split4;
}

void tg_samples_put(const struct tg_kernels *k, struct tg_image *im, size_t x, size_t y, size_t n,
                    const void *pixels)
{
    uint8_t *to[TG_MAX_PLANES];

    for (unsigned c = 0; c < im->planes; c++)
        to[c] = sample_at(im, c, x, y);
    if (im->planes == 1)
        memcpy(to[0], pixels, n * (im->depth / 8));
    else if (im->depth == 8)
        split_of(k, im->planes)(to, pixels, n);
    else
        tg_samples_scatter(im, x, 1, y, n, pixels);
}

static void gather16(const struct tg_image *im, size_t y, uint8_t *pixels)
{
    for (unsigned c = 0; c < im->planes; c++) {
        const uint8_t *from = sample_at(im, c, 0, y);

        for (size_t x = 0; x < im->width; x++)
            memcpy(pixels + 2 * (x * im->planes + c), from + 2 * x, 2);
    }
}

static tg_merge_fn *merge_of(const struct tg_kernels *k, unsigned channels)
{
    return channels == 2 ? k->merge2 : channels == 3 ? k->merge3 : k->merge4;
}

void tg_samples_get(const struct tg_kernels *k, const struct tg_image *im, size_t y, void *pixels)
{
    const uint8_t *from[TG_MAX_PLANES];

    for (unsigned c = 0; c < im->planes; c++) {
        assert(im->plane[c].w >= im->width && im->plane[c].h > y);
        from[c] = sample_at(im, c, 0, y);
    }
    if (im->planes == 1)
        memcpy(pixels, from[0], (size_t)im->width * (im->depth / 8));
    else if (im->depth == 8)
        merge_of(k, im->planes)(pixels, from, im->width);
    else
        gather16(im, y, pixels);
}

void tg_samples_lost(struct tg_image *im, size_t x, size_t y, size_t n)
{
    for (unsigned c = 0; c < im->planes; c++) {
        bool alpha = im->alpha && c == im->planes - 1;

        /* both bytes alike: 0x8080 is the middle of 16 bits as 0x80 is of 8 */
        memset(sample_at(im, c, x, y), alpha ? 0xff : 0x80, n * (im->depth / 8));
    }
}

static bool all_are(const uint8_t *p, size_t n, uint8_t value)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != value)
            return false;
    return true;
}

static void drop_alpha(struct tg_image *im, uint8_t value)
{
    struct tg_plane *p;

    if (!im->alpha)
        return;
    p = &im->plane[im->planes - 1];
    for (uint32_t y = 0; y < p->h; y++)
        if (!all_are(p->data + y * p->stride, (size_t)p->w * (im->depth / 8), value))
            return;
    tg_plane_release(p);
    im->planes--;
    im->sub_x[im->planes] = im->sub_y[im->planes] = 0;
    im->alpha = false;
}

void tg_samples_drop_opaque(struct tg_image *im)
{
    drop_alpha(im, 0xff);
}

void tg_samples_drop_unused(struct tg_image *im)
{
    drop_alpha(im, 0);
}
