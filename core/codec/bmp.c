/* bmp.c - BMP pictures: a format so simple, and so full of kinds, that it is read here. */
#include "core/codec/bmp.h"

#include <stdlib.h>
#include <string.h>

#include "core/codec/extras.h"
#include "core/codec/samples.h"

/* A channel of pixels whose bits are named by a mask. */
struct channel {
    uint32_t mask;
    unsigned shift, bits;
};

static struct channel find_channel(uint32_t mask)
{
    struct channel c = {.mask = mask};

    while (mask && !(mask & 1)) {
        mask >>= 1;
        c.shift++;
    }
    while (mask) {
        mask >>= 1;
        c.bits++;
    }
    return c;
}

/* In 8 bits; of more, the upper ones, as in browsers. */
static uint8_t sample_of(const struct channel *c, uint32_t pixel)
{
    uint32_t v = (pixel & c->mask) >> c->shift, top;

    if (c->bits == 0)
        return 0;
    if (c->bits > 8)
        return (uint8_t)(v >> (c->bits - 8));
    top = (1u << c->bits) - 1;
    return (uint8_t)((v * 255 + top / 2) / top);
}

static void convert_fields(const struct tg_bmp *b, const uint8_t *from, unsigned planes,
                           uint8_t *to)
{
    struct channel channels[4];

    for (unsigned c = 0; c < 4; c++)
        channels[c] = find_channel(b->mask[c]);
    for (size_t x = 0; x < b->w; x++) {
        uint32_t pixel = b->bits == 16 ? tg_bmp_get16(from + 2 * x) : tg_bmp_get32(from + 4 * x);

        for (unsigned c = 0; c < planes; c++)
            to[planes * x + c] = sample_of(&channels[c], pixel);
    }
}

static void convert_palette(const struct tg_bmp *b, const uint8_t *from, uint8_t *to)
{
    for (size_t x = 0; x < b->w; x++) {
        size_t bit = x * b->bits;
        unsigned i = from[bit / 8] >> (8 - b->bits - bit % 8) & ((1u << b->bits) - 1);

        memcpy(to + 3 * x, b->palette[i], 3);
    }
}

static void convert_bgr(const struct tg_bmp *b, const uint8_t *from, uint8_t *to)
{
    for (size_t x = 0; x < b->w; x++)
        for (size_t c = 0; c < 3; c++)
            to[3 * x + c] = from[3 * x + 2 - c];
}

static void convert_row(const struct tg_bmp *b, const uint8_t *from, unsigned planes, uint8_t *to)
{
    if (b->bits <= 8)
        convert_palette(b, from, to);
    else if (b->bits == 24)
        convert_bgr(b, from, to);
    else
        convert_fields(b, from, planes, to);
}

/* Rows begin at multiples of four bytes; the last may end where its pixels do.  False if some of
 * them are not in the file, *any if one is. */
static bool read_rows(const struct tg_bmp *b, const struct tg_kernels *k, struct tg_image *im,
                      uint8_t *pixels, bool *any)
{
    /* a side has at most TG_MAX_SIDE pixels of 32 bits: no overflow in 64 bits */
    uint64_t bits = (uint64_t)b->w * b->bits, stride = (bits + 31) / 32 * 4, row = (bits + 7) / 8;
    uint64_t left = b->file.len - b->pixels_at;
    bool all = true;

    *any = false;
    for (uint32_t i = 0; i < b->h; i++) {
        uint32_t y = b->top_down ? i : b->h - 1 - i;
        bool there = i * stride <= left && row <= left - i * stride;

        if (there) {
            convert_row(b, b->file.data + b->pixels_at + i * stride, im->planes, pixels);
            tg_samples_put(k, im, 0, y, b->w, pixels);
        } else {
            tg_samples_lost(im, 0, y, b->w);
        }
        *any = *any || there;
        all = all && there;
    }
    return all;
}

static struct tg_err *read_plain(const struct tg_bmp *b, const struct tg_kernels *k,
                                 struct tg_image *im, struct tg_damage *damage)
{
    struct tg_err *err = tg_image_new(im, b->w, b->h, TG_RGB, b->mask[3] != 0, 8);
    uint8_t *pixels;
    bool all, any;

    if (err)
        return err;
    pixels = malloc(4 * (size_t)b->w);
    if (!pixels)
        return tg_err_nomem();
    all = read_rows(b, k, im, pixels, &any);
    free(pixels);
    if (!any)
        return tg_err_new(TG_E_CORRUPT, b->path, "ends before its pixels");
    if (!all)
        tg_damage_add(damage, "the picture ends early");
    tg_samples_drop_unused(im);
    return NULL;
}

static struct tg_err *read_runs(const struct tg_bmp *b, struct tg_image *im,
                                struct tg_damage *damage)
{
    struct tg_err *err = tg_image_new(im, b->w, b->h, TG_RGB, false, 8);

    if (err)
        return err;
    for (unsigned c = 0; c < im->planes; c++)
        for (uint32_t y = 0; y < b->h; y++)
            memset(im->plane[c].data + y * im->plane[c].stride, 0, b->w);
    if (!tg_bmp_unpack(b, im))
        tg_damage_add(damage, "the picture ends early");
    return NULL;
}

static struct tg_info info_of(const struct tg_bmp *b)
{
    return (struct tg_info){.format = TG_BMP, .width = b->w, .height = b->h, .orientation = 1};
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct tg_bmp b;
    struct tg_err *err = tg_bmp_open(&b, src, limits);

    (void)raw; /* there is no place for any */
    if (!err)
        *info = info_of(&b);
    tg_blob_release(&b.file);
    return err;
}

static struct tg_err *decode_all(const struct tg_bmp *b, const struct tg_decode_options *o,
                                 struct tg_image *im, struct tg_damage *damage)
{
    struct tg_info info = info_of(b);
    struct tg_err *err;

    (void)tg_extras_plan(o, &info); /* whoever plans wants to see the header */
    err = b->rle ? read_runs(b, im, damage) : read_plain(b, o->kernels, im, damage);
    if (err)
        return err;
    tg_samples_drop_opaque(im);
    return b->icc_len ? tg_extras_set_icc(im, b->file.data + b->icc_at, b->icc_len) : NULL;
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct tg_bmp b;
    struct tg_image made = {0};
    struct tg_err *err = tg_bmp_open(&b, src, &options->limits);

    if (!err)
        err = decode_all(&b, options, &made, damage);
    if (err)
        tg_image_release(&made);
    else
        *image = made;
    tg_blob_release(&b.file);
    return err;
}

/* Two letters are not much: the size of the second header must make sense too. */
static bool match(const uint8_t *head, size_t len)
{
    return len >= 18 && memcmp(head, "BM", 2) == 0 && tg_bmp_get32(head + 14) >= 12 &&
           tg_bmp_get32(head + 14) < 256;
}

/* One grey pixel of 24 bits. */
static const uint8_t sample[] = {'B', 'M', 58, 0, 0, 0, 0, 0, 0, 0,   54,  0,   0, 0,  40,
                                 0,   0,   0,  1, 0, 0, 0, 1, 0, 0,   0,   1,   0, 24, 0,
                                 0,   0,   0,  0, 4, 0, 0, 0, 0, 0,   0,   0,   0, 0,  0,
                                 0,   0,   0,  0, 0, 0, 0, 0, 0, 128, 128, 128, 0};

const struct tg_codec tg_codec_bmp = {
    .name = "bmp",
    .format = TG_BMP,
    .match = match,
    .probe = probe,
    .decode = decode,
    .sample = sample,
    .sample_len = sizeof(sample),
};
