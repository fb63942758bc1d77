/* image.c - see image.h. */
#include "core/image/image.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/block.h"
#include "core/base/size.h"

enum { ALIGN = 64 };

struct tg_err *tg_plane_new_deep(struct tg_plane *p, uint32_t w, uint32_t h, unsigned bytes)
{
    size_t stride, total;

    *p = (struct tg_plane){0};
    if (w == 0 || h == 0 || w > TG_MAX_SIDE + ALIGN || h > TG_MAX_SIDE + ALIGN)
        return tg_err_new(TG_E_LIMIT, NULL, "a plane of %ux%u samples", w, h);
    stride = ((size_t)w * bytes + ALIGN - 1) / ALIGN * ALIGN;
    if (!tg_size_mul(stride, h, &total))
        return tg_err_new(TG_E_LIMIT, NULL, "a plane of %ux%u samples", w, h);
    p->memory = tg_block_new(total);
    if (!p->memory)
        return tg_err_nomem();
    p->data = p->memory;
    p->stride = stride;
    p->bytes = bytes;
    p->w = w;
    p->h = h;
    p->extent_w = w;
    p->extent_h = h;
    return NULL;
}

struct tg_err *tg_plane_new(struct tg_plane *p, uint32_t w, uint32_t h)
{
    return tg_plane_new_deep(p, w, h, 1);
}

void tg_plane_release(struct tg_plane *p)
{
    tg_block_free(p->memory);
    *p = (struct tg_plane){0};
}

struct tg_plane tg_plane_borrow(const struct tg_plane *p)
{
    struct tg_plane b = *p;

    b.memory = NULL;
    return b;
}

/* The planes of what is filled in. */
static struct tg_err *make_planes(struct tg_image *im, uint8_t sub_x, uint8_t sub_y)
{
    struct tg_err *err = NULL;

    for (unsigned c = 0; !err && c < im->planes; c++) {
        struct tg_plane *p = &im->plane[c];
        uint8_t sx = c ? sub_x : 1, sy = c ? sub_y : 1;

        err = tg_plane_new_deep(p, (im->width + sx - 1) / sx, (im->height + sy - 1) / sy,
                                im->depth / 8);
        p->extent_w = (double)im->width / sx;
        p->extent_h = (double)im->height / sy;
        im->sub_x[c] = sx;
        im->sub_y[c] = sy;
    }
    if (err)
        tg_image_release(im);
    return err;
}

struct tg_err *tg_image_new(struct tg_image *im, uint32_t w, uint32_t h, enum tg_model model,
                            bool alpha, unsigned depth)
{
    *im = (struct tg_image){.width = w,
                            .height = h,
                            .model = model,
                            .alpha = alpha,
                            .planes = (model == TG_GREY ? 1U : 3U) + (alpha ? 1U : 0U),
                            .depth = depth,
                            .orientation = 1};
    return make_planes(im, 1, 1);
}

struct tg_err *tg_image_new_ycc(struct tg_image *im, uint32_t w, uint32_t h, uint8_t sub_x,
                                uint8_t sub_y)
{
    *im = (struct tg_image){
        .width = w, .height = h, .model = TG_YCC, .planes = 3, .depth = 8, .orientation = 1};
    return make_planes(im, sub_x, sub_y);
}

void tg_image_release(struct tg_image *im)
{
    for (unsigned i = 0; i < TG_MAX_PLANES; i++)
        tg_plane_release(&im->plane[i]);
    tg_blob_release(&im->icc);
    tg_blob_release(&im->exif);
    tg_blob_release(&im->xmp);
    *im = (struct tg_image){0};
}

struct tg_err *tg_blob_set(struct tg_blob *b, const void *data, size_t len)
{
    uint8_t *copy = malloc(len ? len : 1);

    if (!copy)
        return tg_err_nomem();
    memcpy(copy, data, len);
    tg_blob_release(b);
    *b = (struct tg_blob){copy, len};
    return NULL;
}

void tg_blob_release(struct tg_blob *b)
{
    free(b->data);
    *b = (struct tg_blob){0};
}

bool tg_orientation_swaps(unsigned orientation)
{
    return orientation >= 5 && orientation <= 8;
}

/* EXIF 2.32, 4.6.4 "Orientation": where row 0 and column 0 of the coded picture are seen. */
bool tg_orientation_mirrors_x(unsigned orientation)
{
    return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
}

bool tg_orientation_mirrors_y(unsigned orientation)
{
    return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
}

/* 16-bit samples are rare and need no kernels. */
static void transpose_deep(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src,
                           ptrdiff_t src_stride, uint32_t w, uint32_t h)
{
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++)
            memcpy(dst + (ptrdiff_t)x * dst_stride + 2 * (ptrdiff_t)y,
                   src + (ptrdiff_t)y * src_stride + 2 * (ptrdiff_t)x, 2);
}

static void reverse_deep(uint8_t *dst, const uint8_t *src, uint32_t n)
{
    for (uint32_t x = 0; x < n; x++)
        memcpy(dst + 2 * (size_t)x, src + 2 * (size_t)(n - 1 - x), 2);
}

static void copy_row(const struct tg_kernels *k, const struct tg_plane *src, uint8_t *to,
                     const uint8_t *from, bool back)
{
    if (!back)
        memcpy(to, from, (size_t)src->w * src->bytes);
    else if (src->bytes == 2)
        reverse_deep(to, from, src->w);
    else
        k->reverse(to, from, src->w);
}

struct tg_err *tg_plane_orient(const struct tg_kernels *k, const struct tg_plane *src,
                               unsigned orientation, struct tg_plane *dst)
{
    bool swap = tg_orientation_swaps(orientation);
    bool back_x = tg_orientation_mirrors_x(orientation);
    bool back_y = tg_orientation_mirrors_y(orientation);
    struct tg_err *err =
        tg_plane_new_deep(dst, swap ? src->h : src->w, swap ? src->w : src->h, src->bytes);
    ptrdiff_t stride = (ptrdiff_t)src->stride;
    const uint8_t *first = src->data;

    if (err)
        return err;
    if (back_y) {
        first += (size_t)(src->h - 1) * src->stride;
        stride = -stride;
    }
    if (swap) {
        uint8_t *to = dst->data;
        ptrdiff_t step = (ptrdiff_t)dst->stride;

        if (back_x) {
            to += (size_t)(dst->h - 1) * dst->stride;
            step = -step;
        }
        if (src->bytes == 2)
            transpose_deep(to, step, first, stride, src->w, src->h);
        else
            k->transpose(to, step, first, stride, src->w, src->h);
        return NULL;
    }
    for (uint32_t y = 0; y < src->h; y++)
        copy_row(k, src, dst->data + y * dst->stride, first + (ptrdiff_t)y * stride, back_x);
    return NULL;
}
