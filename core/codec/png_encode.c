/* png_encode.c - planes to PNG through libpng, row by row. */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "core/base/size.h"
#include "core/codec/extras.h"
#include "core/codec/png.h"
#include "core/codec/png_common.h"
#include "core/codec/samples.h"

/* With libpng's own choice of filters: of the choices tried, none was better on photos and
 * screenshots both. */
enum { LEVEL = 6 };

struct encoder {
    struct tg_png_errors errors;
    png_structp png;
    png_infop info;
    struct tg_sink *dst;
    uint8_t *row;
    uint8_t *chunk; /* an ancillary chunk in the making */
};

static void write_bytes(png_structp png, png_bytep from, size_t n)
{
    struct encoder *e = png_get_io_ptr(png);

    while (n) {
        size_t room = TG_STREAM_CHUNK - e->dst->len;
        size_t take = room < n ? room : n;

        memcpy(e->dst->buf + e->dst->len, from, take);
        e->dst->len += take;
        from += take;
        n -= take;
        if (e->dst->len == TG_STREAM_CHUNK) {
            struct tg_err *err = tg_sink_flush(e->dst);

            if (err)
                tg_png_fail(&e->errors, err);
        }
    }
}

static void flush_nothing(png_structp png)
{
    (void)png; /* the end does it */
}

/* Begins a chunk of at most prefix_len + max bytes, of which the first are given. */
static uint8_t *new_chunk(struct encoder *e, const char *prefix, size_t prefix_len, size_t max)
{
    size_t total;

    if (!tg_size_add(prefix_len, max, &total) || total > PNG_UINT_31_MAX)
        tg_png_fail(&e->errors, tg_err_new(TG_E_LIMIT, e->errors.path,
                                           "carries metadata too large for a PNG chunk"));
    free(e->chunk);
    e->chunk = malloc(total);
    if (!e->chunk)
        tg_png_fail(&e->errors, tg_err_nomem());
    memcpy(e->chunk, prefix, prefix_len);
    return e->chunk + prefix_len;
}

/* By hand: png_set_iCCP() silently refuses profiles that it finds unusual.  May jump. */
static void write_icc(struct encoder *e, const struct tg_blob *icc)
{
    static const char prefix[] = "icc\0"; /* name, method: its own NUL */
    uLongf packed = compressBound((uLong)icc->len);
    uint8_t *to = new_chunk(e, prefix, sizeof(prefix), packed);

    if (compress2(to, &packed, icc->data, (uLong)icc->len, LEVEL) != Z_OK)
        tg_png_fail(&e->errors, tg_err_nomem());
    png_write_chunk(e->png, (png_const_bytep) "iCCP", e->chunk, sizeof(prefix) + packed);
}

/* May jump. */
static void write_xmp(struct encoder *e, const struct tg_blob *xmp)
{
    /* keyword NUL, not compressed, method, no language NUL, no translated keyword NUL */
    static const char prefix[] = "XML:com.adobe.xmp\0\0\0\0";
    uint8_t *to = new_chunk(e, prefix, sizeof(prefix), xmp->len);

    memcpy(to, xmp->data, xmp->len);
    png_write_chunk(e->png, (png_const_bytep) "iTXt", e->chunk, sizeof(prefix) + xmp->len);
}

/* May jump. */
static void write_header(struct encoder *e, const struct tg_image *im)
{
    struct tg_blob exif = tg_extras_bare_exif(im);
    int type =
        (im->model == TG_RGB ? PNG_COLOR_MASK_COLOR : 0) | (im->alpha ? PNG_COLOR_MASK_ALPHA : 0);

    png_set_IHDR(e->png, e->info, im->width, im->height, (int)im->depth, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_compression_level(e->png, LEVEL);
    png_write_info(e->png, e->info);
    if (im->icc.data)
        write_icc(e, &im->icc);
    if (exif.data)
        png_write_chunk(e->png, (png_const_bytep) "eXIf", exif.data, exif.len);
    if (im->xmp.data)
        write_xmp(e, &im->xmp);
}

static struct tg_err *encode_guarded(struct encoder *e, const struct tg_kernels *k,
                                     const struct tg_image *im)
{
    if (setjmp(e->errors.jump))
        return e->errors.err;
    e->info = png_create_info_struct(e->png);
    if (!e->info)
        return tg_err_nomem();
    png_set_write_fn(e->png, e, write_bytes, flush_nothing);
    png_set_user_limits(e->png, TG_MAX_SIDE, TG_MAX_SIDE);
    write_header(e, im);
    tg_png_native_samples(e->png, im->depth);
    for (uint32_t y = 0; y < im->height; y++) {
        tg_samples_get(k, im, y, e->row);
        png_write_row(e->png, e->row);
    }
    png_write_end(e->png, NULL); /* no info: nothing but IEND */
    return tg_sink_flush(e->dst);
}

struct tg_err *tg_png_encode(const struct tg_kernels *k, const struct tg_image *image,
                             const struct tg_encode_options *options, struct tg_sink *dst)
{
    struct encoder e = {.dst = dst};
    struct tg_err *err;
    size_t bytes;

    (void)options;
    if (image->model == TG_YCC)
        return tg_err_new(TG_E_USAGE, dst->path, "PNG has no YCbCr");
    if (!tg_size_mul(image->width, tg_samples_pixel_bytes(image), &bytes))
        return tg_err_nomem();
    e.errors.path = dst->path;
    e.errors.code = TG_E_UNSUPPORTED;
    e.row = malloc(bytes);
    e.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &e.errors, tg_png_on_error,
                                    tg_png_on_warning);
    err = e.row && e.png ? encode_guarded(&e, k, image) : tg_err_nomem();
    png_destroy_write_struct(&e.png, &e.info);
    free(e.row);
    free(e.chunk);
    return err;
}
