/* gif.c - the first picture of a GIF through giflib, row by row. */
#include "core/codec/gif.h"

#include <gif_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/codec/bounds.h"
#include "core/codec/codec.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"

enum { RGBA = 4, PALETTE = 256 };

struct decoder {
    struct tg_source *src;
    struct tg_err *read_error; /* of the source; giflib only learns that there are no bytes */
    uint64_t left;             /* bytes that were not read yet; UINT64_MAX: nobody knows */
    bool in_pixels;            /* giflib reads blocks of them: a length, then so many bytes */
    unsigned block;            /* length of the block that is read next; 0: a length is */
    bool cut;                  /* their end is missing */
    GifFileType *gif;
    int transparent;  /* palette index; NO_TRANSPARENT_COLOR */
    uint32_t w, h;    /* of the canvas */
    uint8_t *indices; /* a row of the frame */
    uint8_t *pixels;  /* the same row as RGBA */
    uint8_t *done;    /* per row of the frame: decoded */
    uint8_t palette[PALETTE][RGBA];
};

static int take_bytes(struct decoder *d, GifByteType *to, int n)
{
    int got = 0;

    while (got < n) {
        size_t have = d->src->len - d->src->pos;
        size_t take = have < (size_t)(n - got) ? have : (size_t)(n - got);

        memcpy(to + got, d->src->buf + d->src->pos, take);
        d->src->pos += take;
        got += (int)take;
        if (got < n) {
            if (!d->read_error)
                d->read_error = tg_source_fill(d->src);
            if (d->read_error || d->src->len == 0)
                return got;
        }
    }
    return got;
}

/* giflib has nothing of a block that is cut short, and wants the empty one that ends the pixels
 * even when it has them all.  So the last length of a file is that of what is left. */
static int read_bytes(GifFileType *gif, GifByteType *to, int n)
{
    struct decoder *d = gif->UserData;
    int got = take_bytes(d, to, n);

    if (d->left != UINT64_MAX)
        d->left -= (uint64_t)got < d->left ? (uint64_t)got : d->left;
    if (!d->in_pixels || d->read_error)
        return got;
    if (d->block) {
        d->block = 0;
        return got;
    }
    if (got == 0)
        *to = 0;
    d->cut = got == 0 || *to > d->left;
    if (*to > d->left)
        *to = (GifByteType)d->left;
    d->block = *to;
    return 1;
}

static void decoder_release(struct decoder *d)
{
    if (d->gif)
        (void)DGifCloseFile(d->gif, NULL);
    tg_err_free(d->read_error);
    free(d->indices);
    free(d->pixels);
    free(d->done);
}

/* What giflib's error code means; the source's own error if that is why. */
static struct tg_err *gif_error(struct decoder *d, int code)
{
    const char *text = GifErrorString(code);
    struct tg_err *err = d->read_error;

    d->read_error = NULL;
    if (err)
        return err;
    if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
        return tg_err_nomem();
    return tg_err_new(TG_E_CORRUPT, d->src->path, "%s", text ? text : "is damaged");
}

/* Looks for the transparent colour in the extensions before the picture. */
static int read_extension(struct decoder *d)
{
    GraphicsControlBlock control;
    GifByteType *block;
    int code, status = DGifGetExtension(d->gif, &code, &block);

    while (status == GIF_OK && block) {
        if (code == GRAPHICS_EXT_FUNC_CODE &&
            DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
            d->transparent = control.TransparentColor;
        status = DGifGetExtensionNext(d->gif, &block);
    }
    return status;
}

static struct tg_err *find_frame(struct decoder *d)
{
    GifRecordType type;

    for (;;) {
        if (DGifGetRecordType(d->gif, &type) != GIF_OK)
            return gif_error(d, d->gif->Error);
        if (type == TERMINATE_RECORD_TYPE)
            return tg_err_new(TG_E_CORRUPT, d->src->path, "has no picture in it");
        if (type == IMAGE_DESC_RECORD_TYPE)
            return DGifGetImageDesc(d->gif) == GIF_OK ? NULL : gif_error(d, d->gif->Error);
        if (type == EXTENSION_RECORD_TYPE && read_extension(d) != GIF_OK)
            return gif_error(d, d->gif->Error);
    }
}

static uint32_t larger(GifWord a, GifWord b)
{
    return (uint32_t)(a > b ? a : b);
}

/* Reads up to the first frame. */
static struct tg_err *start(struct decoder *d, struct tg_source *src,
                            const struct tg_limits *limits, struct tg_info *info)
{
    const GifImageDesc *frame;
    struct tg_err *err;
    int code = 0;

    *d = (struct decoder){
        .src = src, .left = tg_source_size(src), .transparent = NO_TRANSPARENT_COLOR};
    if (d->left != UINT64_MAX && src->start > 0)
        d->left -= (uint64_t)src->start;
    d->gif = DGifOpen(d, read_bytes, &code);
    if (!d->gif)
        return gif_error(d, code);
    err = find_frame(d);
    if (err)
        return err;
    /* As in browsers the canvas is as large as the first frame demands.  Some writers leave it at
     * 0 x 0. */
    frame = &d->gif->Image;
    d->w = larger(d->gif->SWidth, frame->Left + frame->Width);
    d->h = larger(d->gif->SHeight, frame->Top + frame->Height);
    /* The first frame may be smaller than the canvas, but then others follow.  (A bare canvas of
     * such a size would be no picture.) */
    err = tg_bounds_check(src, limits, d->w, d->h, tg_bounds_lzw((uint64_t)d->w * d->h));
    if (!err) /* it has pixels */
        err = tg_extras_limits(src, limits, (uint32_t)frame->Width, (uint32_t)frame->Height);
    if (!err)
        *info = (struct tg_info){.format = TG_GIF, .width = d->w, .height = d->h, .orientation = 1};
    return err;
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct decoder d;
    struct tg_err *err = start(&d, src, limits, info);

    (void)raw; /* GIFs seldom have any */
    decoder_release(&d);
    return err;
}

static struct tg_err *set_palette(struct decoder *d)
{
    const ColorMapObject *map = d->gif->Image.ColorMap ? d->gif->Image.ColorMap : d->gif->SColorMap;

    if (!map)
        return tg_err_new(TG_E_CORRUPT, d->src->path, "has no palette");
    for (int i = 0; i < PALETTE; i++) {
        if (i < map->ColorCount) {
            d->palette[i][0] = map->Colors[i].Red;
            d->palette[i][1] = map->Colors[i].Green;
            d->palette[i][2] = map->Colors[i].Blue;
        }
        d->palette[i][3] = i == d->transparent ? 0 : 255;
    }
    return NULL;
}

static struct tg_err *read_row(struct decoder *d, const struct tg_kernels *k, struct tg_image *im,
                               size_t row)
{
    const GifImageDesc *f = &d->gif->Image;
    size_t n = (size_t)f->Width;

    if (DGifGetLine(d->gif, d->indices, f->Width) != GIF_OK)
        return gif_error(d, d->gif->Error);
    d->done[row] = 1;
    for (size_t i = 0; i < n; i++)
        memcpy(d->pixels + RGBA * i, d->palette[d->indices[i]], RGBA);
    tg_samples_put(k, im, (size_t)f->Left, (size_t)f->Top + row, n, d->pixels);
    return NULL;
}

static struct tg_err *read_rows(struct decoder *d, const struct tg_kernels *k, struct tg_image *im)
{
    static const struct {
        size_t first, step;
    } passes[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
    size_t rows = (size_t)d->gif->Image.Height;
    bool interlaced = d->gif->Image.Interlace;
    struct tg_err *err = NULL;

    d->in_pixels = true;
    for (size_t p = 0; !err && p < (interlaced ? 4 : 1); p++) {
        size_t step = interlaced ? passes[p].step : 1;

        for (size_t row = passes[p].first; !err && row < rows; row += step)
            err = read_row(d, k, im, row);
    }
    return err;
}

/* The decoded row that stands for a missing one: itself, or one of an earlier pass.  False if
 * none. */
static bool find_substitute(const struct decoder *d, size_t row, size_t *from)
{
    for (size_t step = 2; d->gif->Image.Interlace && step <= 8; step *= 2)
        if (d->done[row - row % step]) {
            *from = row - row % step;
            return true;
        }
    return false;
}

static void fill_missing(const struct decoder *d, struct tg_image *im)
{
    size_t left = (size_t)d->gif->Image.Left, top = (size_t)d->gif->Image.Top;
    size_t rows = (size_t)d->gif->Image.Height, n = (size_t)d->gif->Image.Width, from;

    for (size_t row = 0; row < rows; row++) {
        if (d->done[row])
            continue;
        if (!find_substitute(d, row, &from)) {
            tg_samples_lost(im, left, top + row, n);
            continue;
        }
        for (unsigned c = 0; c < im->planes; c++) {
            uint8_t *first = im->plane[c].data + top * im->plane[c].stride + left;

            memcpy(first + row * im->plane[c].stride, first + from * im->plane[c].stride, n);
        }
    }
}

static const char ends_early[] = "the picture ends early";

/* Takes the error that ended reading; gives it back if there is nothing to save. */
static struct tg_err *save_rest(const struct decoder *d, struct tg_image *im, struct tg_err *err,
                                struct tg_damage *damage)
{
    if (tg_err_code(err) != TG_E_CORRUPT || !d->done[0])
        return err;
    tg_err_free(err);
    tg_damage_add(damage, ends_early);
    fill_missing(d, im);
    return NULL;
}

static struct tg_err *make_image(struct decoder *d, struct tg_image *im)
{
    struct tg_err *err = tg_image_new(im, d->w, d->h, TG_RGB, true, 8);

    if (err)
        return err;
    for (unsigned c = 0; c < im->planes; c++) /* a transparent canvas */
        for (uint32_t y = 0; y < d->h; y++)
            memset(im->plane[c].data + y * im->plane[c].stride, 0, d->w);
    d->indices = malloc((size_t)d->gif->Image.Width);
    d->pixels = malloc(RGBA * (size_t)d->gif->Image.Width);
    d->done = calloc((size_t)d->gif->Image.Height, 1);
    return d->indices && d->pixels && d->done ? NULL : tg_err_nomem();
}

static struct tg_err *decode_all(struct decoder *d, struct tg_source *src,
                                 const struct tg_decode_options *o, struct tg_image *im,
                                 struct tg_damage *damage)
{
    struct tg_info info;
    struct tg_err *err = start(d, src, &o->limits, &info);

    if (!err)
        err = set_palette(d);
    if (err)
        return err;
    (void)tg_extras_plan(o, &info); /* whoever plans wants to see the header */
    err = make_image(d, im);
    if (err)
        return err;
    err = read_rows(d, o->kernels, im);
    if (err)
        err = save_rest(d, im, err, damage);
    else if (d->cut)
        tg_damage_add(damage, ends_early);
    if (!err)
        tg_samples_drop_opaque(im);
    return err;
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct decoder d;
    struct tg_image made = {0};
    struct tg_err *err = decode_all(&d, src, options, &made, damage);

    if (err)
        tg_image_release(&made);
    else
        *image = made;
    decoder_release(&d);
    return err;
}

static bool match(const uint8_t *head, size_t len)
{
    return len >= 6 && (memcmp(head, "GIF87a", 6) == 0 || memcmp(head, "GIF89a", 6) == 0);
}

/* One pixel, by hand. */
static const uint8_t sample[] = {'G', 'I', 'F', '8', '9',  'a',  1,    0,    1, 0, 0x80, 0,
                                 0,   0,   0,   0,   0xFF, 0xFF, 0xFF, 0x2C, 0, 0, 0,    0,
                                 1,   0,   1,   0,   0,    2,    2,    0x44, 1, 0, 0x3B};

static void version(char *text, size_t size)
{
    (void)snprintf(text, size, "giflib %d.%d.%d", GIFLIB_MAJOR, GIFLIB_MINOR, GIFLIB_RELEASE);
}

const struct tg_codec tg_codec_gif = {
    .name = "gif",
    .format = TG_GIF,
    .match = match,
    .probe = probe,
    .decode = decode,
    .strip = tg_gif_strip,
    .version = version,
    .sample = sample,
    .sample_len = sizeof(sample),
};
