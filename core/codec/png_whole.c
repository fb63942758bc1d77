/* png_whole.c - PNG files without any fault to planes, all at once; see png.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/extras.h"
#include "core/codec/png.h"
#include "core/codec/png_adam7.h"
#include "core/codec/png_file.h"
#include "core/codec/samples.h"

/* A row of the file on its way to a row of samples: expanded to 8 or 16 bits a sample and, if there
 * is transparency, with alpha; then narrowed. */
struct rows {
    const struct tg_png_file *f;
    const struct tg_kernels *k;
    struct tg_image *image;
    bool narrow;         /* the file has 16 bits, the picture 8 */
    uint8_t *zeros;      /* what is above the first row */
    uint8_t *wide;       /* expanded */
    uint8_t *small;      /* narrowed */
    uint8_t lut[256][4]; /* of a palette: R, G, B, alpha */
};

static void fill_lut(struct rows *r)
{
    const struct tg_png_file *f = r->f;

    for (size_t i = 0; 3 * i < f->palette_len; i++) {
        memcpy(r->lut[i], f->palette + 3 * i, 3);
        r->lut[i][3] = i < f->transparent_len ? f->transparent[i] : 0xff;
    }
}

/* Sample i of less than 8 bits, or of 8. */
static unsigned sample_of(const uint8_t *row, unsigned depth, size_t i)
{
    size_t bit = i * depth;

    return row[bit / 8] >> (8 - depth - bit % 8) & ((1u << depth) - 1);
}

static inline void look_up(struct rows *r, const uint8_t *row, size_t cols, size_t channels)
{
    uint8_t *to = r->wide;

    for (size_t i = 0; i < cols; i++, to += channels)
        memcpy(to, r->lut[row[i]], 4); /* the row has room for it */
}

/* With a byte for each pixel. */
static bool expand_bytes(struct rows *r, const uint8_t *row, size_t cols)
{
    uint8_t most = 0;

    for (size_t i = 0; i < cols; i++)
        most = row[i] > most ? row[i] : most;
    if (most >= r->f->palette_len / 3)
        return false;
    if (r->image->planes == 3)
        look_up(r, row, cols, 3);
    else
        look_up(r, row, cols, 4);
    return true;
}

/* False if a colour is not in the palette. */
static bool expand_palette(struct rows *r, const uint8_t *row, size_t cols)
{
    size_t channels = r->image->planes, colours = r->f->palette_len / 3;
    uint8_t *to = r->wide;

    if (r->f->depth == 8)
        return expand_bytes(r, row, cols);
    for (size_t i = 0; i < cols; i++, to += channels) {
        unsigned colour = sample_of(row, r->f->depth, i);

        if (colour >= colours)
            return false;
        memcpy(to, r->lut[colour], 4); /* the row has room for it */
    }
    return true;
}

/* Grey of up to 8 bits. */
static void expand_grey(struct rows *r, const uint8_t *row, size_t cols)
{
    unsigned depth = r->f->depth, top = (1u << depth) - 1, scale = 255 / top;
    const uint8_t *key = r->f->transparent;
    unsigned clear = key ? key[1] & top : 0;
    uint8_t *to = r->wide;

    for (size_t i = 0; i < cols; i++) {
        unsigned v = sample_of(row, depth, i);

        *to++ = (uint8_t)(v * scale);
        if (key)
            *to++ = v == clear ? 0 : 0xff;
    }
}

/* RGB of 8 bits and one of its colours that is transparent. */
static void expand_rgb(struct rows *r, const uint8_t *row, size_t cols)
{
    const uint8_t *key = r->f->transparent;
    uint8_t *to = r->wide;

    for (size_t i = 0; i < cols; i++, row += 3, to += 4) {
        memcpy(to, row, 3);
        to[3] = row[0] == key[1] && row[1] == key[3] && row[2] == key[5] ? 0 : 0xff;
    }
}

/* 16 bits, from PNG's byte order to the machine's. */
static void expand_deep(struct rows *r, const uint8_t *row, size_t cols)
{
    size_t channels = r->f->channels;
    const uint8_t *key = r->f->transparent;
    uint16_t *to = (uint16_t *)(void *)r->wide;

    for (size_t i = 0; i < cols; i++, row += 2 * channels) {
        for (size_t c = 0; c < channels; c++)
            *to++ = (uint16_t)(row[2 * c] << 8 | row[2 * c + 1]);
        if (key)
            *to++ = memcmp(row, key, 2 * channels) == 0 ? 0 : 0xffff;
    }
}

/* The pixels of a row, as the picture has its samples; NULL if one of them makes no sense. */
static const uint8_t *expand(struct rows *r, const uint8_t *row, size_t cols)
{
    const struct tg_png_file *f = r->f;

    if (f->depth == 16) {
        expand_deep(r, row, cols);
    } else if (f->type == PNG_COLOR_TYPE_PALETTE) {
        if (!expand_palette(r, row, cols))
            return NULL;
    } else if (f->depth < 8 || (f->transparent && f->channels == 1)) {
        expand_grey(r, row, cols);
    } else if (f->transparent) {
        expand_rgb(r, row, cols);
    } else {
        return row;
    }
    if (!r->narrow)
        return r->wide;
    r->k->narrow(r->small, (const uint16_t *)(void *)r->wide, cols * r->image->planes);
    return r->small;
}

enum { DONE, PAETH = 4 };

/* Of the row at `at`, which begins with its filter; if another one follows, perhaps of that, too.
 * False if there is no such filter. */
static bool unfilter(const struct rows *r, uint8_t *at, const uint8_t *prior, size_t n, bool more)
{
    uint8_t filter = at[0], *row = at + 1, *next = row + n;
    tg_unfilter_fn *const filters[] = {NULL, r->k->unfilter_sub, r->k->unfilter_up,
                                       r->k->unfilter_average, r->k->unfilter_paeth};

    if (more && filter == PAETH && next[0] == PAETH) {
        r->k->unfilter_paeth_pair(row, next + 1, prior, n, r->f->pixel_bytes);
        next[0] = DONE;
        return true;
    }
    if (filter >= sizeof(filters) / sizeof(filters[0]))
        return false;
    if (filter)
        filters[filter](row, prior, n, r->f->pixel_bytes);
    return true;
}

/* The rows of a pass, or of a picture without passes; *at is where they are. */
static bool put_pass(struct rows *r, unsigned pass, size_t cols, size_t rows, uint8_t **at)
{
    size_t n = tg_png_file_row_bytes(r->f, cols);
    const uint8_t *prior = r->zeros;

    for (size_t y = 0; y < rows; y++) {
        uint8_t *row = *at + 1;
        const uint8_t *pixels;

        if (!unfilter(r, *at, prior, n, y + 1 < rows))
            return false;
        pixels = expand(r, row, cols);
        if (!pixels)
            return false;
        if (r->f->interlaced)
            tg_adam7_put(r->image, pass, y, pixels);
        else
            tg_samples_put(r->k, r->image, 0, y, cols, pixels);
        prior = row;
        *at += 1 + n;
    }
    return true;
}

static bool put_rows(struct rows *r)
{
    uint8_t *at = r->f->rows;

    if (!r->f->interlaced)
        return put_pass(r, 0, r->f->width, r->f->height, &at);
    for (unsigned pass = 0; pass < TG_ADAM7_PASSES; pass++) {
        size_t cols = tg_adam7_cols(r->f->width, pass);

        if (cols && !put_pass(r, pass, cols, tg_adam7_rows(r->f->height, pass), &at))
            return false;
    }
    return true;
}

static struct tg_err *make_rows(struct rows *r)
{
    size_t samples, bytes;

    if (!tg_size_mul(r->f->width, TG_MAX_PLANES, &samples) || !tg_size_mul(samples, 2, &bytes))
        return tg_err_nomem();
    r->zeros = calloc(tg_png_file_row_bytes(r->f, r->f->width), 1);
    r->wide = malloc(bytes);
    r->small = malloc(samples);
    return r->zeros && r->wide && r->small ? NULL : tg_err_nomem();
}

/* Planes from what was unpacked. */
static struct tg_err *fill(const struct tg_png_file *f, const struct tg_kernels *k, bool deep,
                           struct tg_image *image, bool *good)
{
    struct rows r = {.f = f, .k = k, .image = image, .narrow = f->depth == 16 && !deep};
    struct tg_err *err =
        tg_image_new(image, f->width, f->height, f->type & PNG_COLOR_MASK_COLOR ? TG_RGB : TG_GREY,
                     tg_png_file_has_alpha(f), f->depth == 16 && deep ? 16 : 8);

    if (!err)
        err = make_rows(&r);
    fill_lut(&r);
    *good = !err && put_rows(&r);
    free(r.zeros);
    free(r.wide);
    free(r.small);
    return err;
}

static struct tg_err *decode(struct tg_png_file *f, const struct tg_decode_options *o,
                             struct tg_image *image, struct tg_damage *damage, bool *good)
{
    const struct tg_png_chunks front = {f->kept, f->front_len};
    const struct tg_png_chunks behind = {f->kept + f->front_len, f->kept_len - f->front_len};
    struct tg_info info = {
        .format = TG_PNG, .width = f->width, .height = f->height, .orientation = 1};
    struct tg_err *err;

    tg_png_read_exif(front, &info);
    err = tg_png_file_unpack(f, good);
    if (!err && *good)
        err = fill(f, o->kernels, tg_extras_plan(o, &info).deep, image, good);
    return err || !*good ? err : tg_png_finish(front, behind, o->metadata, &info, image, damage);
}

struct tg_err *tg_png_decode_whole(struct tg_source *src, const struct tg_decode_options *options,
                                   struct tg_image *image, struct tg_damage *damage, bool *done)
{
    struct tg_png_file f;
    struct tg_image made = {0};
    struct tg_err *err = tg_png_file_read(&f, src, &options->limits, options->metadata, done);

    if (!err && *done)
        err = decode(&f, options, &made, damage, done);
    *done = *done && !err;
    if (*done)
        *image = made;
    else
        tg_image_release(&made);
    tg_png_file_release(&f);
    return err;
}
