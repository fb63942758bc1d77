/* png_form.c - see png_form.h. */
#include "core/codec/png_form.h"

#include <string.h>

#include <png.h>

#include "core/codec/samples.h"

enum { SLOTS = 4 * TG_PNG_COLOURS };

/* What was seen of the pixels so far. */
struct seen {
    bool grey;      /* every pixel is */
    unsigned steps; /* all values of red are multiples of it: 255, 85, 17 or 1 */
    bool palette;   /* the colours fit into one */
};

static size_t hash_of(const uint8_t rgba[4])
{
    uint32_t v = (uint32_t)rgba[0] | (uint32_t)rgba[1] << 8 | (uint32_t)rgba[2] << 16 |
                 (uint32_t)rgba[3] << 24;

    return (v * 2654435761u) >> 22; /* 10 bits */
}

/* The slot of a colour, or the free one where it belongs. */
static size_t slot_of(const struct tg_png_form *form, const uint8_t rgba[4])
{
    size_t at = hash_of(rgba);

    while (form->slot[at].used && memcmp(form->slot[at].rgba, rgba, 4) != 0)
        at = (at + 1) % SLOTS;
    return at;
}

/* False if there is no room for it. */
static bool add_colour(struct tg_png_form *form, const uint8_t rgba[4])
{
    size_t at = slot_of(form, rgba);

    if (form->slot[at].used)
        return true;
    if (form->colours == TG_PNG_COLOURS)
        return false;
    form->slot[at].used = true;
    memcpy(form->slot[at].rgba, rgba, 4);
    memcpy(form->colour[form->colours++], rgba, 4);
    return true;
}

static void get_pixel(const struct tg_image *im, size_t x, size_t y, uint8_t rgba[4])
{
    unsigned colours = im->model == TG_RGB ? 3 : 1;

    for (unsigned c = 0; c < 3; c++) {
        const struct tg_plane *p = &im->plane[colours == 3 ? c : 0];

        rgba[c] = p->data[y * p->stride + x];
    }
    rgba[3] = 0xff;
    if (im->alpha) {
        const struct tg_plane *p = &im->plane[colours];

        rgba[3] = p->data[y * p->stride + x];
    }
}

static void look_at(struct tg_png_form *form, struct seen *seen, const uint8_t rgba[4])
{
    seen->grey = seen->grey && rgba[0] == rgba[1] && rgba[1] == rgba[2];
    while (seen->steps > 1 && rgba[0] % seen->steps)
        seen->steps = seen->steps == 255 ? 85 : seen->steps == 85 ? 17 : 1;
    seen->palette = seen->palette && add_colour(form, rgba);
}

/* Whether other pixels can change what was seen. */
static bool goes_on(const struct tg_image *im, const struct seen *seen)
{
    return seen->palette || (seen->grey && (im->model == TG_RGB || seen->steps > 1));
}

/* How many of n bytes, from the first on, are as it is. */
static size_t count_same(const uint8_t *p, size_t n)
{
    const uint64_t all = p[0] * UINT64_C(0x0101010101010101);
    size_t i = 0;

    while (n - i >= 8 && memcmp(p + i, &all, 8) == 0)
        i += 8;
    while (i < n && p[i] == p[0])
        i++;
    return i;
}

/* How many pixels of row y, from x on, are as that at x. */
static size_t count_run(const struct tg_image *im, size_t x, size_t y)
{
    size_t n = im->width - x;

    for (unsigned c = 0; c < im->planes; c++)
        n = count_same(im->plane[c].data + y * im->plane[c].stride + x, n);
    return n;
}

static bool is_grey_row(const struct tg_image *im, size_t y)
{
    const uint8_t *row[3];

    for (unsigned c = 0; c < 3; c++)
        row[c] = im->plane[c].data + y * im->plane[c].stride;
    return memcmp(row[0], row[1], im->width) == 0 && memcmp(row[0], row[2], im->width) == 0;
}

static void look_at_row(struct tg_png_form *form, const struct tg_image *im, size_t y,
                        struct seen *seen)
{
    uint8_t rgba[4];

    for (size_t x = 0; x < im->width && goes_on(im, seen); x += count_run(im, x, y)) {
        get_pixel(im, x, y, rgba);
        look_at(form, seen, rgba);
    }
}

/* Of photos that is known soon. */
static void look(struct tg_png_form *form, const struct tg_image *im, struct seen *seen)
{
    for (uint32_t y = 0; y < im->height && goes_on(im, seen); y++)
        if (seen->palette || seen->steps > 1)
            look_at_row(form, im, y, seen);
        else
            seen->grey = is_grey_row(im, y);
}

static unsigned bits_for(size_t colours)
{
    return colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8;
}

/* Those that are not opaque come first, else in the order of the picture. */
static void order_palette(struct tg_png_form *form)
{
    uint8_t sorted[TG_PNG_COLOURS][4];
    size_t n = 0;

    for (int opaque = 0; opaque < 2; opaque++) {
        for (size_t i = 0; i < form->colours; i++)
            if ((form->colour[i][3] == 0xff) == opaque)
                memcpy(sorted[n++], form->colour[i], 4);
        form->clear = opaque ? form->clear : n;
    }
    memcpy(form->colour, sorted, n * sizeof(sorted[0]));
    for (size_t i = 0; i < n; i++)
        form->slot[slot_of(form, form->colour[i])].index = (uint8_t)i;
}

/* Bits of a sample of grey. */
static unsigned grey_bits(const struct seen *seen)
{
    return seen->steps == 255 ? 1 : seen->steps == 85 ? 2 : seen->steps == 17 ? 4 : 8;
}

static void choose(struct tg_png_form *form, const struct tg_image *im)
{
    struct seen seen = {.grey = im->model == TG_GREY || !im->icc.data,
                        .steps = 255,
                        .palette = im->model == TG_RGB};
    unsigned bits;

    look(form, im, &seen);
    bits = bits_for(form->colours);
    if (seen.palette && (!seen.grey || bits < (im->alpha ? 16 : grey_bits(&seen)))) {
        form->type = PNG_COLOR_TYPE_PALETTE;
        form->depth = bits;
        order_palette(form);
    } else if (seen.grey) {
        form->type = im->alpha ? PNG_COLOR_TYPE_GRAY_ALPHA : PNG_COLOR_TYPE_GRAY;
        form->depth = im->alpha ? 8 : grey_bits(&seen);
    }
}

void tg_png_form_find(struct tg_png_form *form, const struct tg_image *im, bool plain)
{
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};

    memset(form, 0, sizeof(*form));
    form->depth = im->depth;
    form->type = (unsigned)((im->model == TG_RGB ? PNG_COLOR_MASK_COLOR : 0) |
                            (im->alpha ? PNG_COLOR_MASK_ALPHA : 0));
    if (im->depth == 8 && !plain)
        choose(form, im);
    form->channels = channels[form->type];
    form->row_bytes = ((size_t)im->width * form->channels * form->depth + 7) / 8;
    form->pixel_bytes = (form->channels * form->depth + 7) / 8;
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* n samples of less than 8 bits, from the highest bits on. */
static void pack_bits(uint8_t *row, const uint8_t *samples, size_t n, unsigned depth)
{
    memset(row, 0, (n * depth + 7) / 8);
    for (size_t i = 0; i < n; i++)
        row[i * depth / 8] |= (uint8_t)(samples[i] << (8 - depth - i * depth % 8));
}

static void put_palette(const struct tg_png_form *form, const struct tg_image *im, uint32_t y,
                        uint8_t *indices)
{
    uint8_t rgba[4];
    size_t n;

    for (size_t x = 0; x < im->width; x += n) {
        get_pixel(im, x, y, rgba);
        n = count_run(im, x, y);
        memset(indices + x, form->slot[slot_of(form, rgba)].index, n);
    }
}

/* Of a picture in RGB: its red, with alpha where there is some. */
static void put_grey(const struct tg_kernels *k, const struct tg_image *im, uint32_t y,
                     uint8_t *pixels)
{
    const uint8_t *red = im->plane[0].data + y * im->plane[0].stride;
    const struct tg_plane *alpha = &im->plane[im->planes - 1];
    const uint8_t *const both[2] = {red, alpha->data + y * alpha->stride};

    if (im->alpha)
        k->merge2(pixels, both, im->width);
    else
        memcpy(pixels, red, im->width);
}

void tg_png_form_row(const struct tg_png_form *form, const struct tg_kernels *k,
                     const struct tg_image *im, uint32_t y, uint8_t *pixels, uint8_t *row)
{
    bool few = form->depth < 8;
    uint8_t *to = few ? pixels : row;

    if (form->depth == 16) {
        const uint16_t *from = (const uint16_t *)(void *)pixels;

        tg_samples_get(k, im, y, pixels);
        for (size_t i = 0; i < form->row_bytes / 2; i++) {
            row[2 * i] = (uint8_t)(from[i] >> 8);
            row[2 * i + 1] = (uint8_t)from[i];
        }
        return;
    }
    if (form->type == PNG_COLOR_TYPE_PALETTE)
        put_palette(form, im, y, to);
    else if (!(form->type & PNG_COLOR_MASK_COLOR) && im->model == TG_RGB)
        put_grey(k, im, y, to);
    else
        tg_samples_get(k, im, y, to);
    for (size_t x = 0; few && form->type == PNG_COLOR_TYPE_GRAY && x < im->width; x++)
        pixels[x] = (uint8_t)(pixels[x] >> (8 - form->depth)); /* of multiples of 255 / top */
    if (few)
        pack_bits(row, pixels, im->width, form->depth);
}
