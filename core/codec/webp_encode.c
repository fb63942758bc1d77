/* webp_encode.c - planes to WebP through libwebp, in one thread, so that bytes never vary. */
#include <stdlib.h>
#include <string.h>

#include <webp/encode.h>
#include <webp/mux.h>

#include "core/base/size.h"
#include "core/codec/extras.h"
#include "core/codec/png_form.h"
#include "core/codec/samples.h"
#include "core/codec/webp.h"
#include "core/codec/whole.h"

enum {
    GREY = 128,
    PALETTE = 3, /* colour type of PNG */
    EFFORT = 4,  /* if none is given */
};

struct encoder {
    const struct tg_kernels *k;
    const struct tg_encode_options *options;
    WebPMemoryWriter writer;
    WebPMux *mux;
    WebPData assembled;
    const char *path;
};

static void encoder_release(struct encoder *e)
{
    WebPMemoryWriterClear(&e->writer);
    WebPMuxDelete(e->mux);
    WebPDataClear(&e->assembled);
}

/* A grey picture as one in RGB whose planes are the same one; borrowed. */
static struct tg_image as_rgb(const struct tg_image *im)
{
    struct tg_image rgb = *im;

    if (im->model != TG_GREY)
        return rgb;
    rgb.plane[3] = im->plane[1];
    rgb.plane[1] = rgb.plane[2] = im->plane[0];
    rgb.model = TG_RGB;
    rgb.planes += 2;
    return rgb;
}

static struct tg_err *import_rgb(WebPPicture *picture, const struct tg_kernels *k,
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
    done = im->alpha ? WebPPictureImportRGBA(picture, pixels, (int)stride)
                     : WebPPictureImportRGB(picture, pixels, (int)stride);
    free(pixels);
    return done ? NULL : tg_err_nomem();
}

/* Luma and chroma in WebP's range; a grey picture has none of the latter. */
static void import_planes(const WebPPicture *picture, const struct tg_kernels *k,
                          const struct tg_image *im)
{
    const struct tg_plane *luma = &im->plane[0], *alpha = &im->plane[im->planes - 1];
    uint32_t cw = (im->width + 1) / 2, ch = (im->height + 1) / 2;

    for (uint32_t y = 0; y < im->height; y++) {
        k->to_limited(picture->y + (ptrdiff_t)y * picture->y_stride, luma->data + y * luma->stride,
                      im->width, false);
        if (im->alpha)
            memcpy(picture->a + (ptrdiff_t)y * picture->a_stride, alpha->data + y * alpha->stride,
                   im->width);
    }
    for (unsigned c = 1; c < 3; c++)
        for (uint32_t y = 0; y < ch; y++) {
            uint8_t *to = (c == 1 ? picture->u : picture->v) + (ptrdiff_t)y * picture->uv_stride;

            if (im->model == TG_GREY)
                memset(to, GREY, cw);
            else
                k->to_limited(to, im->plane[c].data + y * im->plane[c].stride, cw, true);
        }
}

/* libwebp changes colours under transparent pixels, so it gets planes of its own. */
static struct tg_err *import(WebPPicture *picture, const struct tg_kernels *k,
                             const struct tg_image *im)
{
    struct tg_image rgb = as_rgb(im);

    picture->width = (int)im->width;
    picture->height = (int)im->height;
    if (im->model == TG_RGB || picture->use_argb)
        return import_rgb(picture, k, &rgb);
    picture->colorspace = im->alpha ? WEBP_YUV420A : WEBP_YUV420;
    if (!WebPPictureAlloc(picture))
        return tg_err_nomem();
    import_planes(picture, k, im);
    return NULL;
}

/* Methods 3 and 4 make the same of a photo, within 0.1 % of bytes and 0.01 dB, and 3 takes less
 * time.  Lossless files have presets for as many levels as there are. */
static bool configure(WebPConfig *config, const struct tg_encode_options *o, bool lossless)
{
    static const int methods[TG_EFFORT_MAX + 1] = {0, 0, 1, 2, 3, 4, 5, 6, 6, 6};
    unsigned effort = o->effort ? o->effort : EFFORT;

    if (!WebPConfigInit(config))
        return false;
    if (lossless)
        return WebPConfigLosslessPreset(config, (int)effort);
    config->quality = (float)o->quality;
    config->method = methods[effort];
    config->alpha_quality = 100;
    return true;
}

static struct tg_err *failure(const struct encoder *e, WebPEncodingError code)
{
    if (code == VP8_ENC_ERROR_OUT_OF_MEMORY || code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
        return tg_err_nomem();
    return tg_err_new(TG_E_UNSUPPORTED, e->path, "libwebp cannot write it (error %d)", (int)code);
}

static struct tg_err *compress(const struct encoder *e, const struct tg_image *im, bool lossless,
                               WebPMemoryWriter *writer)
{
    struct tg_err *err;
    WebPPicture picture;
    WebPConfig config;

    if (!WebPPictureInit(&picture) || !configure(&config, e->options, lossless))
        return tg_err_new(TG_E_UNSUPPORTED, e->path, "cannot be written with this libwebp");
    picture.use_argb = lossless;
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = writer;
    err = import(&picture, e->k, im);
    if (!err && !WebPEncode(&config, &picture))
        err = failure(e, picture.error_code);
    WebPPictureFree(&picture);
    return err;
}

/* Drawings and the like: as many colours as fit into a palette, or few greys. */
static bool is_plain(const struct tg_image *im)
{
    struct tg_png_form form;

    if (im->model == TG_YCC)
        return false;
    tg_png_form_find(&form, im, false);
    return form.type == PALETTE || form.depth < 8;
}

/* Plain pictures become lossless where that takes no more bytes. */
static struct tg_err *compress_best(struct encoder *e, const struct tg_image *im)
{
    bool lossless = e->options->lossless;
    struct tg_err *err = compress(e, im, lossless, &e->writer);
    WebPMemoryWriter exact;

    if (err || lossless || !is_plain(im))
        return err;
    WebPMemoryWriterInit(&exact);
    err = compress(e, im, true, &exact);
    if (!err && exact.size <= e->writer.size) {
        WebPMemoryWriter worse = e->writer;

        e->writer = exact;
        exact = worse;
    }
    WebPMemoryWriterClear(&exact);
    return err;
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

static struct tg_err *encode_all(struct encoder *e, const struct tg_image *im, struct tg_sink *dst)
{
    struct tg_err *err = compress_best(e, im);

    if (err)
        return err;
    if (!im->icc.len && !im->exif.len && !im->xmp.len)
        return tg_whole_write(dst, e->writer.mem, e->writer.size);
    err = add_metadata(e, im);
    return err ? err : tg_whole_write(dst, e->assembled.bytes, e->assembled.size);
}

/* YCbCr as WebP has it: 4:2:0. */
static bool is_420(const struct tg_image *im)
{
    bool good = im->model == TG_YCC && !im->alpha;

    for (unsigned c = 1; good && c < 3; c++)
        good = im->plane[c].w == (im->width + 1) / 2 && im->plane[c].h == (im->height + 1) / 2;
    return good;
}

static struct tg_err *check(const struct tg_image *im, const struct tg_encode_options *o,
                            const char *path)
{
    if (im->depth != 8 || (im->model == TG_YCC && (o->lossless || !is_420(im))))
        return tg_err_new(TG_E_USAGE, path, "WebP takes grey, RGB and 4:2:0 YCbCr of 8 bits");
    if (o->quality < 1 || o->quality > 100)
        return tg_err_new(TG_E_USAGE, path, "quality %d is not in 1-100", o->quality);
    if (im->width > WEBP_MAX_DIMENSION || im->height > WEBP_MAX_DIMENSION)
        return tg_err_new(TG_E_LIMIT, path, "is %ux%u pixels; a WebP may have %d at a side",
                          im->width, im->height, WEBP_MAX_DIMENSION);
    return NULL;
}

struct tg_err *tg_webp_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options, struct tg_sink *dst)
{
    struct encoder e = {.k = k, .options = options, .path = dst->path};
    struct tg_err *err = check(image, options, dst->path);

    if (err)
        return err;
    WebPMemoryWriterInit(&e.writer);
    WebPDataInit(&e.assembled);
    err = encode_all(&e, image, dst);
    encoder_release(&e);
    return err;
}
