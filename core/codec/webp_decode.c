/* webp_decode.c - WebP to planes through libwebp. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "core/base/size.h"
#include "core/codec/bounds.h"
#include "core/codec/codec.h"
#include "core/codec/exif.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"
#include "core/codec/webp.h"
#include "core/codec/whole.h"

struct decoder {
    const struct tg_source *src;
    struct tg_blob file;
    WebPBitstreamFeatures features;
    WebPDemuxer *demux;    /* NULL if the container is damaged: then there is no metadata */
    uint8_t *pixels;       /* of a still picture, interleaved */
    WebPAnimDecoder *anim; /* of an animation; owns its pixels */
};

static void decoder_release(struct decoder *d)
{
    WebPAnimDecoderDelete(d->anim);
    WebPDemuxDelete(d->demux);
    free(d->pixels);
    tg_blob_release(&d->file);
}

static struct tg_err *status_error(const struct decoder *d, VP8StatusCode status)
{
    static const char *const texts[] = {
        [VP8_STATUS_INVALID_PARAM] = "cannot be decoded",
        [VP8_STATUS_BITSTREAM_ERROR] = "is damaged",
        [VP8_STATUS_UNSUPPORTED_FEATURE] = "uses a feature of WebP that libwebp does not know",
        [VP8_STATUS_SUSPENDED] = "is cut short",
        [VP8_STATUS_USER_ABORT] = "cannot be decoded",
        [VP8_STATUS_NOT_ENOUGH_DATA] = "is cut short",
    };

    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return tg_err_nomem();
    return tg_err_new(TG_E_CORRUPT, d->src->path, "%s", texts[status]);
}

/* A chunk of the container, which stays the decoder's; empty if there is none. */
static struct tg_blob find_chunk(const struct decoder *d, const char *name)
{
    struct tg_blob found = {0};
    WebPChunkIterator it;

    if (d->demux && WebPDemuxGetChunk(d->demux, name, 1, &it)) {
        size_t at = (size_t)(it.chunk.bytes - d->file.data);

        found = (struct tg_blob){d->file.data + at, it.chunk.size};
        WebPDemuxReleaseChunkIterator(&it);
    }
    return found;
}

static void read_exif(const struct decoder *d, struct tg_info *info)
{
    struct tg_blob exif = find_chunk(d, "EXIF"), block = {0};

    tg_err_free(tg_extras_set_exif(&block, exif.data, exif.len)); /* no memory: no orientation */
    if (block.data)
        tg_exif_read(block.data, block.len, info);
    tg_blob_release(&block);
}

/* Lossy, RFC 6386: a macroblock of 256 pixels has its modes of prediction at least, and by the
 * fixed probabilities of key frames (section 11) the cheapest of luma, B_PRED's first bit, and of
 * chroma take 0.82 + 0.85 bits; so more than one and a half.  Lossless needs not a bit for a pixel;
 * libwebp writes no more than 26,000 of one colour into a byte.  Animations may have frames of
 * either kind. */
static uint64_t least_bytes(const WebPBitstreamFeatures *f)
{
    enum { LOSSY = 1 };
    uint64_t pixels = (uint64_t)f->width * (uint64_t)f->height;

    return f->format == LOSSY ? pixels / 256 * 3 / 2 / 8 : pixels / 26000;
}

/* Reads the file and what it says of itself. */
static struct tg_err *start(struct decoder *d, struct tg_source *src,
                            const struct tg_limits *limits, struct tg_info *info)
{
    struct tg_err *err;
    VP8StatusCode status;
    WebPData data;

    *d = (struct decoder){.src = src};
    err = tg_whole_read(src, &d->file);
    if (err)
        return err;
    status = WebPGetFeatures(d->file.data, d->file.len, &d->features);
    if (status != VP8_STATUS_OK)
        return status_error(d, status);
    err = tg_bounds_check(src, limits, (uint32_t)d->features.width, (uint32_t)d->features.height,
                          least_bytes(&d->features));
    if (err)
        return err;
    data = (WebPData){d->file.data, d->file.len};
    d->demux = WebPDemux(&data);
    *info = (struct tg_info){.format = TG_WEBP,
                             .width = (uint32_t)d->features.width,
                             .height = (uint32_t)d->features.height,
                             .orientation = 1};
    read_exif(d, info);
    return NULL;
}

static struct tg_err *read_metadata(const struct decoder *d, struct tg_blob *exif,
                                    struct tg_blob *xmp)
{
    struct tg_blob from = find_chunk(d, "EXIF");
    struct tg_err *err = tg_extras_set_exif(exif, from.data, from.len);

    from = find_chunk(d, "XMP ");
    return err || !from.len ? err : tg_blob_set(xmp, from.data, from.len);
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct decoder d;
    struct tg_info found;
    struct tg_err *err = start(&d, src, limits, &found);

    if (!err && raw)
        err = read_metadata(&d, &raw->exif, &raw->xmp);
    if (!err)
        *info = found;
    decoder_release(&d);
    return err;
}

/* The first frame on its canvas. */
static struct tg_err *decode_frame(struct decoder *d, const uint8_t **pixels)
{
    WebPData data = {d->file.data, d->file.len};
    WebPAnimDecoderOptions options;
    uint8_t *canvas;
    int time_ms;

    if (!WebPAnimDecoderOptionsInit(&options))
        return tg_err_new(TG_E_UNSUPPORTED, d->src->path, "cannot be decoded with this libwebp");
    options.color_mode = MODE_RGBA;
    d->anim = WebPAnimDecoderNew(&data, &options);
    if (!d->anim || !WebPAnimDecoderGetNext(d->anim, &canvas, &time_ms))
        return tg_err_new(TG_E_CORRUPT, d->src->path, "is a damaged animation");
    *pixels = canvas;
    return NULL;
}

static struct tg_err *decode_still(struct decoder *d, size_t channels, const uint8_t **pixels)
{
    WebPDecoderConfig config;
    size_t stride, bytes;
    VP8StatusCode status;

    if (!WebPInitDecoderConfig(&config))
        return tg_err_new(TG_E_UNSUPPORTED, d->src->path, "cannot be decoded with this libwebp");
    if (!tg_size_mul((size_t)d->features.width, channels, &stride) ||
        !tg_size_mul(stride, (size_t)d->features.height, &bytes))
        return tg_err_nomem();
    d->pixels = malloc(bytes);
    if (!d->pixels)
        return tg_err_nomem();
    config.output.colorspace = channels == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = d->pixels;
    config.output.u.RGBA.stride = (int)stride;
    config.output.u.RGBA.size = bytes;
    status = WebPDecode(d->file.data, d->file.len, &config);
    WebPFreeDecBuffer(&config.output);
    if (status != VP8_STATUS_OK)
        return status_error(d, status);
    *pixels = d->pixels;
    return NULL;
}

static struct tg_err *read_extras(const struct decoder *d, bool metadata, struct tg_image *image)
{
    struct tg_blob icc = find_chunk(d, "ICCP");
    struct tg_err *err = tg_extras_set_icc(image, icc.data, icc.len);

    return err || !metadata ? err : read_metadata(d, &image->exif, &image->xmp);
}

static struct tg_err *decode_all(struct decoder *d, struct tg_source *src,
                                 const struct tg_decode_options *o, struct tg_image *image)
{
    struct tg_info info;
    struct tg_err *err = start(d, src, &o->limits, &info);
    bool alpha = d->features.has_alpha || d->features.has_animation;
    const uint8_t *pixels = NULL;
    size_t stride;

    if (err)
        return err;
    (void)tg_extras_plan(o, &info); /* whoever plans wants to see the header */
    err = tg_image_new(image, info.width, info.height, TG_RGB, alpha, 8);
    if (err)
        return err;
    image->orientation = info.orientation;
    image->animated = d->features.has_animation;
    err = d->features.has_animation ? decode_frame(d, &pixels)
                                    : decode_still(d, image->planes, &pixels);
    if (err)
        return err;
    stride = (size_t)info.width * image->planes;
    for (uint32_t y = 0; y < info.height; y++)
        tg_samples_put(o->kernels, image, 0, y, info.width, pixels + y * stride);
    tg_samples_drop_opaque(image);
    return read_extras(d, o->metadata, image);
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct decoder d;
    struct tg_image made = {0};
    struct tg_err *err = decode_all(&d, src, options, &made);

    if (!err && !d.demux)
        tg_damage_add(damage, "the container is damaged; its metadata is lost");
    if (err)
        tg_image_release(&made);
    else
        *image = made;
    decoder_release(&d);
    return err;
}

static bool match(const uint8_t *head, size_t len)
{
    return len >= 12 && memcmp(head, "RIFF", 4) == 0 && memcmp(head + 8, "WEBP", 4) == 0;
}

static void version(char *text, size_t size)
{
    unsigned v = (unsigned)WebPGetDecoderVersion();

    (void)snprintf(text, size, "libwebp %u.%u.%u", v >> 16, v >> 8 & 255, v & 255);
}

const struct tg_codec tg_codec_webp = {
    .name = "webp",
    .format = TG_WEBP,
    .match = match,
    .probe = probe,
    .decode = decode,
    .encode = tg_webp_encode,
    .strip = tg_webp_strip,
    .version = version,
};
