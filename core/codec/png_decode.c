/* png_decode.c - PNG to planes: all at once, or through libpng, row by row. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/bounds.h"
#include "core/codec/codec.h"
#include "core/codec/extras.h"
#include "core/codec/png.h"
#include "core/codec/png_adam7.h"
#include "core/codec/png_chunks.h"
#include "core/codec/png_common.h"
#include "core/codec/png_frame.h"
#include "core/codec/samples.h"
#include "core/codec/whole.h"

struct decoder {
    struct tg_png_errors errors;
    png_structp png;
    png_infop info, end;   /* before and after the pixels */
    struct tg_source *src; /* without a descriptor: its buffer is all there is */
    uint64_t left;         /* bytes that were not read yet; UINT64_MAX: nobody knows */
    bool *hidden;          /* see decode_file() */
    const struct tg_kernels *k;
    bool narrow;     /* the file has 16 bits and we deliver 8 */
    uint8_t *row;    /* as libpng delivers it */
    uint8_t *small;  /* the same row in 8 bits, if narrow */
    unsigned passes; /* 1, or TG_ADAM7_PASSES */
    unsigned pass;   /* where reading is: so many rows of this pass are done */
    size_t rows;
};

/* libpng reads coded data in pieces of a size of our choice, and has nothing of a piece that is cut
 * short: so the last one of a file is as long as there are bytes left. */
static void fit_reads(struct decoder *d, size_t taken)
{
    enum { USUAL = 8192 }; /* libpng's own choice */

    if (d->left == UINT64_MAX)
        return;
    d->left -= taken < d->left ? taken : d->left;
    png_set_compression_buffer_size(d->png, d->left == 0      ? 1
                                            : d->left < USUAL ? (size_t)d->left
                                                              : USUAL);
}

static void read_bytes(png_structp png, png_bytep to, size_t n)
{
    struct decoder *d = png_get_io_ptr(png);
    size_t wanted = n;

    while (n) {
        size_t have = d->src->len - d->src->pos;
        size_t take = have < n ? have : n;

        memcpy(to, d->src->buf + d->src->pos, take);
        d->src->pos += take;
        to += take;
        n -= take;
        if (n && d->src->fd >= 0) {
            struct tg_err *err = tg_source_fill(d->src);

            if (err)
                tg_png_fail(&d->errors, err);
        }
        if (n && d->src->pos == d->src->len)
            png_error(png, "is cut short");
    }
    fit_reads(d, wanted);
}

static struct tg_err *decoder_init(struct decoder *d, struct tg_source *src,
                                   struct tg_damage *damage)
{
    uint64_t size = src->fd < 0 ? src->len : tg_source_size(src);

    *d = (struct decoder){.src = src, .left = size};
    if (size != UINT64_MAX && src->start > 0)
        d->left = size - (uint64_t)src->start;
    d->errors.path = src->path;
    d->errors.code = TG_E_CORRUPT;
    d->errors.damage = damage;
    d->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &d->errors, tg_png_on_error,
                                    tg_png_on_warning);
    return d->png ? NULL : tg_err_nomem();
}

static void decoder_release(struct decoder *d)
{
    png_destroy_read_struct(&d->png, &d->info, &d->end);
    free(d->row);
    free(d->small);
}

/* Reads everything in front of the pixels.  May jump. */
static void start(struct decoder *d, bool metadata)
{
    d->info = png_create_info_struct(d->png);
    d->end = png_create_info_struct(d->png);
    if (!d->info || !d->end)
        tg_png_fail(&d->errors, tg_err_nomem());
    png_set_read_fn(d->png, d, read_bytes);
    png_set_benign_errors(d->png, 1);
    /* libpng allocates nothing for the size before we have compared it with our own limits */
    png_set_user_limits(d->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    /* or no changed byte would get past the checksums */
    png_set_crc_action(d->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
#endif
    /* encoders got it wrong, and browsers do not look: chunks have sums of their own */
    (void)png_set_option(d->png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
    tg_png_keep_chunks(d->png, metadata);
    png_read_info(d->png, d->info);
}

static struct tg_err *read_info(const struct decoder *d, const struct tg_limits *limits,
                                struct tg_info *info)
{
    uint32_t w = png_get_image_width(d->png, d->info), h = png_get_image_height(d->png, d->info);
    struct tg_err *err =
        tg_bounds_check(d->src, limits, w, h,
                        tg_png_least_bytes(w, h, png_get_bit_depth(d->png, d->info),
                                           png_get_color_type(d->png, d->info)));

    if (err)
        return err;
    *info = (struct tg_info){.format = TG_PNG, .width = w, .height = h, .orientation = 1};
    tg_png_read_exif(tg_png_chunks_of(d->png, d->info), info);
    return NULL;
}

/* Asks for grey or RGB, with alpha or not, of 8 bits or 16 native ones; makes the image.  May
 * jump. */
static struct tg_err *set_transforms(struct decoder *d, const struct tg_info *info, bool deep,
                                     struct tg_image *image)
{
    bool sixteen = png_get_bit_depth(d->png, d->info) == 16;
    int type;

    png_set_expand(d->png);
    tg_png_native_samples(d->png, sixteen ? 16 : 8);
    png_read_update_info(d->png, d->info);
    type = png_get_color_type(d->png, d->info);
    d->narrow = sixteen && !deep;
    d->passes = png_get_interlace_type(d->png, d->info) == PNG_INTERLACE_NONE ? 1 : TG_ADAM7_PASSES;
    return tg_image_new(image, info->width, info->height,
                        type & PNG_COLOR_MASK_COLOR ? TG_RGB : TG_GREY,
                        (type & PNG_COLOR_MASK_ALPHA) != 0, sixteen && deep ? 16 : 8);
}

static struct tg_err *make_rows(struct decoder *d, const struct tg_image *image)
{
    size_t samples, bytes = png_get_rowbytes(d->png, d->info);

    if (!tg_size_mul(image->width, image->planes, &samples))
        return tg_err_nomem();
    d->row = malloc(bytes);
    if (d->narrow)
        d->small = malloc(samples);
    return d->row && (d->small || !d->narrow) ? NULL : tg_err_nomem();
}

static void put_row(struct decoder *d, struct tg_image *image, size_t cols)
{
    const uint8_t *pixels = d->row;

    if (d->narrow) {
        d->k->narrow(d->small, (const uint16_t *)(const void *)d->row, cols * image->planes);
        pixels = d->small;
    }
    if (d->passes == 1)
        tg_samples_put(d->k, image, 0, d->rows, cols, pixels);
    else
        tg_adam7_put(image, d->pass, d->rows, pixels);
}

/* The pixels and what follows them, which proves that they are all right. */
static struct tg_err *read_pixels(struct decoder *d, struct tg_image *image)
{
    if (setjmp(d->errors.jump))
        return d->errors.err;
    for (; d->pass < d->passes; d->pass++) {
        bool whole = d->passes == 1;
        size_t cols = whole ? image->width : tg_adam7_cols(image->width, d->pass);
        size_t rows = whole ? image->height : tg_adam7_rows(image->height, d->pass);

        for (d->rows = 0; cols && d->rows < rows; d->rows++) {
            png_read_row(d->png, d->row, NULL);
            put_row(d, image, cols);
        }
    }
    png_read_end(d->png, d->end);
    return NULL;
}

/* Whether libpng had delivered the row when it failed: behind the last one it looks for the end of
 * the coded data. */
static bool is_row_done(const struct decoder *d)
{
    return d->passes == 1 ? png_get_current_row_number(d->png) > d->rows
                          : png_get_current_pass_number(d->png) == d->passes;
}

static void finish_row(struct decoder *d, struct tg_image *image)
{
    put_row(d, image, d->passes == 1 ? image->width : tg_adam7_cols(image->width, d->pass));
    d->pass = d->passes;
}

/* Makes the best of a picture whose pixels ended early; takes err and gives it back if there is
 * nothing to save. */
static struct tg_err *save_rest(struct decoder *d, struct tg_image *image, struct tg_err *err)
{
    if (tg_err_code(err) != TG_E_CORRUPT || (d->pass == 0 && d->rows == 0))
        return err;
    tg_err_free(err);
    tg_damage_add(d->errors.damage, d->errors.text);
    if (d->pass < d->passes && is_row_done(d))
        finish_row(d, image);
    if (d->pass == d->passes)
        return NULL;
    if (d->passes > 1)
        tg_adam7_fill(image, d->pass, d->rows);
    for (size_t y = d->rows; d->passes == 1 && y < image->height; y++)
        tg_samples_lost(image, 0, y, image->width);
    return NULL;
}

/* Everything up to the first pixel, or up to the image that is hidden. */
static struct tg_err *decode_header(struct decoder *d, const struct tg_decode_options *o,
                                    struct tg_info *info, struct tg_image *image)
{
    struct tg_err *err;

    if (setjmp(d->errors.jump))
        return d->errors.err;
    start(d, o->metadata);
    err = read_info(d, &o->limits, info);
    if (err)
        return err;
    if (tg_png_hides_default(d->png, d->info) && d->hidden) {
        *d->hidden = true;
        return NULL;
    }
    err = set_transforms(d, info, tg_extras_plan(o, info).deep, image);
    return err ? err : make_rows(d, image);
}

static struct tg_err *decode_all(struct decoder *d, const struct tg_decode_options *o,
                                 struct tg_info *info, struct tg_image *image)
{
    struct tg_damage *damage = d->errors.damage;
    struct tg_err *err = decode_header(d, o, info, image);

    if (err || (d->hidden && *d->hidden))
        return err;
    err = read_pixels(d, image);
    if (err)
        err = save_rest(d, image, err);
    if (err)
        return err;
    return tg_png_finish(tg_png_chunks_of(d->png, d->info), tg_png_chunks_of(d->png, d->end),
                         o->metadata, info, image, damage);
}

/* Decodes the default image, which is all there is in a still picture, or, unless `hidden` is NULL,
 * only finds that it is hidden, when *image stays empty. */
static struct tg_err *decode_file(struct tg_source *src, const struct tg_decode_options *options,
                                  struct tg_info *info, struct tg_image *image,
                                  struct tg_damage *damage, bool *hidden)
{
    struct decoder d;
    struct tg_err *err = decoder_init(&d, src, damage);

    d.k = options->kernels;
    d.hidden = hidden;
    if (!err)
        err = decode_all(&d, options, info, image);
    decoder_release(&d);
    return err;
}

/* Browsers show the animation.  If that makes no sense, what programs show that know none. */
static struct tg_err *decode_frame(struct tg_source *src, const struct tg_decode_options *options,
                                   const struct tg_info *info, struct tg_image *image,
                                   struct tg_damage *damage)
{
    struct tg_source memory = {.fd = -1, .path = src->path, .start = -1};
    struct tg_png_frame frame = {0};
    struct tg_info part;
    struct tg_blob file;
    struct tg_err *err;

    if (!tg_source_rewind(src))
        return tg_err_sys(errno, src->path, "cannot read again");
    err = tg_whole_read(src, &file);
    if (err)
        return err;
    if (tg_png_cut_frame(&file, &frame)) {
        memory.buf = file.data;
        memory.len = file.len;
        err = decode_file(&memory, options, &part, image, damage, NULL);
        if (!err && (frame.w < info->width || frame.h < info->height))
            err = tg_png_place_frame(&frame, info->width, info->height, image);
        if (!err)
            image->animated = true;
    } else if (tg_source_rewind(src)) {
        err = decode_file(src, options, &part, image, damage, NULL);
    } else {
        err = tg_err_sys(errno, src->path, "cannot read again");
    }
    tg_blob_release(&file);
    return err;
}

struct tg_err *tg_png_decode_rows(struct tg_source *src, const struct tg_decode_options *options,
                                  struct tg_image *image, struct tg_damage *damage)
{
    struct tg_info info = {0};
    struct tg_image made = {0};
    bool hidden = false;
    struct tg_err *err = decode_file(src, options, &info, &made, damage, &hidden);

    if (!err && hidden)
        err = decode_frame(src, options, &info, &made, damage);
    if (err)
        tg_image_release(&made);
    else
        *image = made;
    return err;
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    bool done = false;
    struct tg_err *err = tg_png_decode_whole(src, options, image, damage, &done);

    if (err || done)
        return err;
    return tg_source_rewind(src) ? tg_png_decode_rows(src, options, image, damage)
                                 : tg_err_sys(errno, src->path, "cannot read again");
}

static bool match(const uint8_t *head, size_t len)
{
    return len >= 8 && memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static void version(char *text, size_t size)
{
    (void)snprintf(text, size, "libpng %s", png_get_libpng_ver(NULL));
}

const struct tg_codec tg_codec_png = {
    .name = "png",
    .format = TG_PNG,
    .match = match,
    .probe = tg_png_probe,
    .decode = decode,
    .encode = tg_png_encode,
    .strip = tg_png_strip,
    .version = version,
};
