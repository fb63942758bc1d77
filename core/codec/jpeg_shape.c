/* jpeg_shape.c - see jpeg_shape.h. */
#include "core/codec/jpeg_shape.h"

#include <string.h>

static bool mostly_padding(double extent, uint32_t n)
{
    return extent - (double)(n - 1) < 0.5;
}

void tg_jpeg_replace_padding(struct tg_plane *p)
{
    if (p->w > 1 && mostly_padding(p->extent_w, p->w))
        for (uint32_t y = 0; y < p->h; y++)
            p->data[y * p->stride + p->w - 1] = p->data[y * p->stride + p->w - 2];
    if (p->h > 1 && mostly_padding(p->extent_h, p->h))
        memcpy(p->data + (size_t)(p->h - 1) * p->stride, p->data + (size_t)(p->h - 2) * p->stride,
               p->w);
}

/* Rounded up: 3 / 2 is as strange as 4. */
static uint8_t subsampling(int max, int own)
{
    return (uint8_t)(max % own ? 4 : max / own);
}

/* Samples of a component along one side of whole MCUs. */
static uint32_t in_mcus(uint32_t pixels, int max_factor, int factor,
                        const jpeg_component_info *comp)
{
    uint32_t mcu = DCTSIZE * (uint32_t)max_factor;

    return (pixels + mcu - 1) / mcu * (uint32_t)(factor * comp->DCT_scaled_size);
}

struct tg_err *tg_jpeg_plane_new(const struct jpeg_decompress_struct *ci, int c,
                                 struct tg_image *image)
{
    const jpeg_component_info *comp = &ci->comp_info[c];
    double block = comp->DCT_scaled_size;
    struct tg_plane *p = &image->plane[c];
    double extent_w =
        (double)ci->image_width * comp->h_samp_factor * block / (8.0 * ci->max_h_samp_factor);
    double extent_h =
        (double)ci->image_height * comp->v_samp_factor * block / (8.0 * ci->max_v_samp_factor);
    struct tg_err *err =
        tg_plane_new(p, in_mcus(ci->image_width, ci->max_h_samp_factor, comp->h_samp_factor, comp),
                     in_mcus(ci->image_height, ci->max_v_samp_factor, comp->v_samp_factor, comp));

    if (err)
        return err;
    p->w = (uint32_t)extent_w;
    p->w += (double)p->w < extent_w;
    p->h = (uint32_t)extent_h;
    p->h += (double)p->h < extent_h;
    p->extent_w = extent_w;
    p->extent_h = extent_h;
    image->sub_x[c] = subsampling(ci->max_h_samp_factor, comp->h_samp_factor);
    image->sub_y[c] = subsampling(ci->max_v_samp_factor, comp->v_samp_factor);
    return NULL;
}

void tg_jpeg_simplify_subsampling(struct tg_image *image)
{
    bool strange = false;

    for (unsigned c = 0; c < image->planes; c++) {
        unsigned ref = c ? 1 : 0;

        strange = strange || image->sub_x[c] != image->sub_x[ref] ||
                  image->sub_y[c] != image->sub_y[ref] || image->sub_x[c] > 2 ||
                  image->sub_y[c] > 2 || (c == 0 && (image->sub_x[0] != 1 || image->sub_y[0] != 1));
    }
    for (unsigned c = 0; strange && c < image->planes; c++)
        image->sub_x[c] = image->sub_y[c] = c ? 2 : 1;
}
