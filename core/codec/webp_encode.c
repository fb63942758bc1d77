/* webp_encode.c - planes to WebP through libwebp, in one thread, so that bytes never vary. */
#include <stdlib.h>

#include <webp/encode.h>
#include <webp/mux.h>

#include "core/base/size.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"
#include "core/codec/webp.h"
#include "core/codec/whole.h"

enum { METHOD = 4 };

struct encoder {
    WebPPicture picture;
    WebPMemoryWriter writer;
    WebPMux *mux;
    WebPData assembled;
    const char *path;
};

static void encoder_release(struct encoder *e)
{
    WebPPictureFree(&e->picture);
    WebPMemoryWriterClear(&e->writer);
    WebPMuxDelete(e->mux);
    WebPDataClear(&e->assembled);
}

static struct tg_err *import(struct encoder *e, const struct tg_kernels *k,
                             const struct tg_image *im)
{
    size_t stride, bytes;
    uint8_t *pixels;
    int done;

    if (!tg_size_mul(im->width, im->planes, &stride) || !tg_size_mul(stride, im->height, &bytes))
        return tg_err_nomem();
    pixels = malloc(bytes);
    if (!pixels)
        return tg_err_nomem();
    for (uint32_t y = 0; y < im->height; y++)
        tg_samples_get(k, im, y, pixels + y * stride);
    done = im->alpha ? WebPPictureImportRGBA(&e->picture, pixels, (int)stride)
                     : WebPPictureImportRGB(&e->picture, pixels, (int)stride);
    free(pixels);
    return done ? NULL : tg_err_nomem();
}

static struct tg_err *compress(struct encoder *e, const struct tg_kernels *k,
                               const struct tg_image *im, const struct tg_encode_options *o)
{
    struct tg_err *err;
    WebPConfig config;

    if (!WebPConfigInit(&config))
        return tg_err_new(TG_E_UNSUPPORTED, e->path, "cannot be written with this libwebp");
    config.quality = (float)o->quality;
    config.method = METHOD;
    config.alpha_quality = 100;
    config.thread_level = 0;
    config.lossless = config.exact = e->picture.use_argb = o->lossless;
    e->picture.width = (int)im->width;
    e->picture.height = (int)im->height;
    e->picture.writer = WebPMemoryWrite;
    e->picture.custom_ptr = &e->writer;
    err = import(e, k, im);
    if (err)
        return err;
    if (WebPEncode(&config, &e->picture))
        return NULL;
    if (e->picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY ||
        e->picture.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
        return tg_err_nomem();
    return tg_err_new(TG_E_UNSUPPORTED, e->path, "libwebp cannot write it (error %d)",
                      (int)e->picture.error_code);
}

static bool add_chunk(struct encoder *e, const char *name, const struct tg_blob *blob)
{
    WebPData data = {blob->data, blob->len};

    return !blob->len || WebPMuxSetChunk(e->mux, name, &data, 0) == WEBP_MUX_OK;
}

/* The container around the compressed picture; all data stays where it is until it is assembled. */
static struct tg_err *add_metadata(struct encoder *e, const struct tg_image *im)
{
    WebPData bits = {e->writer.mem, e->writer.size};
    struct tg_blob exif = tg_extras_bare_exif(im);

    e->mux = WebPMuxNew();
    if (!e->mux || WebPMuxSetImage(e->mux, &bits, 0) != WEBP_MUX_OK ||
        !add_chunk(e, "ICCP", &im->icc) || !add_chunk(e, "EXIF", &exif) ||
        !add_chunk(e, "XMP ", &im->xmp) || WebPMuxAssemble(e->mux, &e->assembled) != WEBP_MUX_OK)
        return tg_err_nomem();
    return NULL;
}

static struct tg_err *encode_all(struct encoder *e, const struct tg_kernels *k,
                                 const struct tg_image *im, const struct tg_encode_options *o,
                                 struct tg_sink *dst)
{
    struct tg_err *err = compress(e, k, im, o);

    if (err)
        return err;
    if (!im->icc.len && !im->exif.len && !im->xmp.len)
        return tg_whole_write(dst, e->writer.mem, e->writer.size);
    err = add_metadata(e, im);
    return err ? err : tg_whole_write(dst, e->assembled.bytes, e->assembled.size);
}

static struct tg_err *check(const struct tg_image *im, int quality, const char *path)
{
    if (im->model != TG_RGB || im->depth != 8)
        return tg_err_new(TG_E_USAGE, path, "WebP takes RGB of 8 bits");
    if (quality < 1 || quality > 100)
        return tg_err_new(TG_E_USAGE, path, "quality %d is not in 1-100", quality);
    if (im->width > WEBP_MAX_DIMENSION || im->height > WEBP_MAX_DIMENSION)
        return tg_err_new(TG_E_LIMIT, path, "is %ux%u pixels; a WebP may have %d at a side",
                          im->width, im->height, WEBP_MAX_DIMENSION);
    return NULL;
}

struct tg_err *tg_webp_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options, struct tg_sink *dst)
{
    struct encoder e = {.path = dst->path};
    struct tg_err *err = check(image, options->quality, dst->path);

    if (err)
        return err;
    WebPMemoryWriterInit(&e.writer);
    WebPDataInit(&e.assembled);
    if (WebPPictureInit(&e.picture))
        err = encode_all(&e, k, image, options, dst);
    else
        err = tg_err_new(TG_E_UNSUPPORTED, dst->path, "cannot be written with this libwebp");
    encoder_release(&e);
    return err;
}
