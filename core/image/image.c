/* image.c - see image.h. */
#include "core/image/image.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"

enum { ALIGN = 64 };

struct tg_err *tg_plane_new(struct tg_plane *p, uint32_t w, uint32_t h)
{
    size_t stride, bytes;

    *p = (struct tg_plane){0};
    if (w == 0 || h == 0 || w > TG_MAX_SIDE + ALIGN || h > TG_MAX_SIDE + ALIGN)
        return tg_err_new(TG_E_LIMIT, NULL, "a plane of %ux%u samples", w, h);
    stride = ((size_t)w + ALIGN - 1) / ALIGN * ALIGN;
    if (!tg_size_mul(stride, h, &bytes))
        return tg_err_new(TG_E_LIMIT, NULL, "a plane of %ux%u samples", w, h);
    p->memory = aligned_alloc(ALIGN, bytes);
    if (!p->memory)
        return tg_err_nomem();
    p->data = p->memory;
    p->stride = stride;
    p->w = w;
    p->h = h;
    p->extent_w = w;
    p->extent_h = h;
    return NULL;
}

void tg_plane_release(struct tg_plane *p)
{
    free(p->memory);
    *p = (struct tg_plane){0};
}

struct tg_plane tg_plane_borrow(const struct tg_plane *p)
{
    struct tg_plane b = *p;

    b.memory = NULL;
    return b;
}

void tg_image_release(struct tg_image *im)
{
    for (unsigned i = 0; i < TG_MAX_PLANES; i++)
        tg_plane_release(&im->plane[i]);
    free(im->icc);
    *im = (struct tg_image){0};
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

struct tg_err *tg_plane_orient(const struct tg_kernels *k, const struct tg_plane *src,
                               unsigned orientation, struct tg_plane *dst)
{
    bool swap = tg_orientation_swaps(orientation);
    bool back_x = tg_orientation_mirrors_x(orientation);
    bool back_y = tg_orientation_mirrors_y(orientation);
    struct tg_err *err = tg_plane_new(dst, swap ? src->h : src->w, swap ? src->w : src->h);
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
        k->transpose(to, step, first, stride, src->w, src->h);
        return NULL;
    }
    for (uint32_t y = 0; y < src->h; y++) {
        uint8_t *to = dst->data + y * dst->stride;
        const uint8_t *from = first + (ptrdiff_t)y * stride;

        if (back_x)
            k->reverse(to, from, src->w);
        else
            memcpy(to, from, src->w);
    }
    return NULL;
}
