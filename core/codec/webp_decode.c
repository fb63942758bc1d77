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
    WebPDemuxer *demux; /* of what there is; NULL if it makes no sense: then there is no metadata */
    bool cut;           /* the container ends early */
    bool unfiltered;    /* the edges of blocks are not to be smoothed */
    uint8_t *pixels;    /* of a still picture or the first frame, interleaved; NULL: YCbCr */
};

static void decoder_release(struct decoder *d)
{
    WebPDemuxDelete(d->demux);
    free(d->pixels);
    tg_blob_release(&d->file);
}

static const char *const texts[] = {
    [VP8_STATUS_INVALID_PARAM] = "cannot be decoded",
    [VP8_STATUS_BITSTREAM_ERROR] = "is damaged",
    [VP8_STATUS_UNSUPPORTED_FEATURE] = "uses a feature of WebP that libwebp does not know",
    [VP8_STATUS_SUSPENDED] = "is cut short",
    [VP8_STATUS_USER_ABORT] = "cannot be decoded",
    [VP8_STATUS_NOT_ENOUGH_DATA] = "is cut short",
};

static struct tg_err *status_error(const struct decoder *d, VP8StatusCode status)
{
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

enum { LOSSY = 1 }; /* WebPBitstreamFeatures.format */

/* Lossy, RFC 6386: a macroblock of 256 pixels has its modes of prediction at least, and by the
 * fixed probabilities of key frames (section 11) the cheapest of luma, B_PRED's first bit, and of
 * chroma take 0.82 + 0.85 bits; so more than one and a half.  Lossless needs not a bit for a pixel;
 * libwebp writes no more than 26,000 of one colour into a byte.  Animations may have frames of
 * either kind. */
static uint64_t least_bytes(const WebPBitstreamFeatures *f)
{
    uint64_t pixels = (uint64_t)f->width * (uint64_t)f->height;

    return f->format == LOSSY ? pixels / 256 * 3 / 2 / 8 : pixels / 26000;
}

/* What becomes planes of YCbCr 4:2:0, as it is coded.  Colours are multiplied by alpha as RGB. */
static bool is_ycc(const WebPBitstreamFeatures *f)
{
    return f->format == LOSSY && !f->has_alpha && !f->has_animation;
}

/* Samples of a picture in 4:2:0. */
static uint64_t count_samples(uint64_t w, uint64_t h)
{
    return w * h + (w + 1) / 2 * ((h + 1) / 2) * 2;
}

/* Reads the file and what it says of itself. */
static struct tg_err *start(struct decoder *d, struct tg_source *src,
                            const struct tg_limits *limits, struct tg_info *info)
{
    struct tg_err *err;
    VP8StatusCode status;
    WebPDemuxState state;
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
    d->demux = WebPDemuxPartial(&data, &state);
    d->cut = state == WEBP_DEMUX_PARSED_HEADER;
    *info = (struct tg_info){.format = TG_WEBP,
                             .width = (uint32_t)d->features.width,
                             .height = (uint32_t)d->features.height,
                             .orientation = 1};
    if (is_ycc(&d->features))
        info->samples = count_samples(info->width, info->height);
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

/* A picture, or what there is of it. */
struct frame {
    const uint8_t *data; /* coded */
    size_t len, channels;
    uint32_t x, y, w, h; /* on the canvas */
    uint32_t rows;       /* decoded */
};

static void set_planes(const struct tg_image *im, WebPDecoderConfig *config)
{
    const struct tg_plane *p = im->plane;

    config->output.colorspace = MODE_YUV;
    config->output.u.YUVA = (WebPYUVABuffer){.y = p[0].data,
                                             .u = p[1].data,
                                             .v = p[2].data,
                                             .y_stride = (int)p[0].stride,
                                             .u_stride = (int)p[1].stride,
                                             .v_stride = (int)p[2].stride,
                                             .y_size = p[0].stride * p[0].h,
                                             .u_size = p[1].stride * p[1].h,
                                             .v_size = p[2].stride * p[2].h};
}

static struct tg_err *set_output(struct decoder *d, const struct frame *f,
                                 const struct tg_image *image, WebPDecoderConfig *config)
{
    size_t stride, bytes;

    if (!WebPInitDecoderConfig(config))
        return tg_err_new(TG_E_UNSUPPORTED, d->src->path, "cannot be decoded with this libwebp");
    config->output.is_external_memory = 1;
    config->options.bypass_filtering = d->unfiltered;
    if (image->model == TG_YCC) {
        set_planes(image, config);
        return NULL;
    }
    if (!tg_size_mul(f->w, f->channels, &stride) || !tg_size_mul(stride, f->h, &bytes))
        return tg_err_nomem();
    d->pixels = malloc(bytes);
    if (!d->pixels)
        return tg_err_nomem();
    config->output.colorspace = f->channels == 4 ? MODE_RGBA : MODE_RGB;
    config->output.u.RGBA.rgba = d->pixels;
    config->output.u.RGBA.stride = (int)stride;
    config->output.u.RGBA.size = bytes;
    return NULL;
}

/* The rows that come before the end or the damage. */
static uint32_t decode_part(const struct frame *f, WebPDecoderConfig *config)
{
    WebPIDecoder *part = WebPIDecode(NULL, 0, config);
    int rows = 0;

    if (!part)
        return 0;
    (void)WebPIUpdate(part, f->data, f->len);
    if (!WebPIDecodedArea(part, NULL, NULL, NULL, &rows))
        rows = 0;
    WebPIDelete(part);
    return rows > 0 && (uint32_t)rows < f->h ? (uint32_t)rows : rows > 0 ? f->h : 0;
}

static struct tg_err *decode_pixels(struct decoder *d, struct frame *f,
                                    const struct tg_image *image, struct tg_damage *damage)
{
    WebPDecoderConfig config;
    struct tg_err *err = set_output(d, f, image, &config);
    VP8StatusCode status;

    if (err)
        return err;
    status = WebPDecode(f->data, f->len, &config);
    if (status == VP8_STATUS_OK) {
        f->rows = f->h;
    } else {
        err = status_error(d, status);
        if (tg_err_code(err) == TG_E_CORRUPT)
            f->rows = decode_part(f, &config);
    }
    WebPFreeDecBuffer(&config.output);
    if (f->rows && err) {
        tg_err_free(err);
        err = NULL;
        tg_damage_add(damage, texts[status]);
    }
    return err;
}

static uint32_t get(const uint8_t *p, unsigned bytes)
{
    uint32_t v = 0;

    while (bytes--)
        v = v << 8 | p[bytes];
    return v;
}

/* RFC 9649, 2.7.1.1: the first ANMF chunk, which holds the place of a frame in pairs of pixels,
 * its size less one, its duration, flags and then the chunks of a still picture.  libwebp's
 * demuxer does not know those that are cut short. */
static bool find_anmf(const struct tg_blob *file, struct frame *f)
{
    enum { FILE_HEAD = 12, HEAD = 8, PLACE = 16 };
    const uint8_t *chunk = file->data + FILE_HEAD, *end = file->data + file->len;

    while (end - chunk >= HEAD) {
        uint64_t n = get(chunk + 4, 4), room = (uint64_t)(end - chunk - HEAD);
        const uint8_t *p = chunk + HEAD;

        if (memcmp(chunk, "ANMF", 4) == 0 && n >= PLACE && room >= PLACE) {
            f->x = 2 * get(p, 3);
            f->y = 2 * get(p + 3, 3);
            f->w = 1 + get(p + 6, 3);
            f->h = 1 + get(p + 9, 3);
            f->data = p + PLACE;
            f->len = (size_t)(n < room ? n : room) - PLACE;
            return true;
        }
        if (n + n % 2 > room)
            return false;
        chunk += HEAD + n + n % 2;
    }
    return false;
}

/* The first frame of an animation, or the whole file. */
static struct tg_err *find_frame(const struct decoder *d, const struct tg_image *image,
                                 struct frame *f)
{
    WebPBitstreamFeatures features;

    *f = (struct frame){.data = d->file.data,
                        .len = d->file.len,
                        .channels = image->planes,
                        .w = image->width,
                        .h = image->height};
    if (!d->features.has_animation)
        return NULL;
    /* what is decoded fills the frame, and the frame is on the canvas */
    if (!find_anmf(&d->file, f) || WebPGetFeatures(f->data, f->len, &features) != VP8_STATUS_OK ||
        (uint32_t)features.width != f->w || (uint32_t)features.height != f->h ||
        f->w > image->width || f->x > image->width - f->w || f->h > image->height ||
        f->y > image->height - f->h)
        return tg_err_new(TG_E_CORRUPT, d->src->path, "is a damaged animation");
    return NULL;
}

static void clear(struct tg_image *im)
{
    for (unsigned c = 0; c < im->planes; c++)
        for (uint32_t y = 0; y < im->height; y++)
            memset(im->plane[c].data + y * im->plane[c].stride, 0, im->width);
}

/* WebP's YCbCr is BT.601 of limited range, with chroma amid its four pixels: JPEG's but for the
 * range.  Rows that are lost become grey. */
static void finish_planes(const struct tg_kernels *k, const struct frame *f, struct tg_image *im)
{
    for (unsigned c = 0; c < im->planes; c++) {
        const struct tg_plane *p = &im->plane[c];
        uint32_t rows = (f->rows + im->sub_y[c] - 1) / im->sub_y[c];

        for (uint32_t y = 0; y < p->h; y++) {
            uint8_t *row = p->data + y * p->stride;

            if (y < rows)
                k->to_full(row, row, p->w, c > 0);
            else
                memset(row, 0x80, p->w);
        }
    }
}

static void put_frame(const struct tg_kernels *k, const struct decoder *d, const struct frame *f,
                      struct tg_image *image)
{
    size_t stride = f->w * f->channels;

    if (f->w < image->width || f->h < image->height)
        clear(image);
    for (uint32_t y = 0; y < f->rows; y++)
        tg_samples_put(k, image, f->x, f->y + y, f->w, d->pixels + y * stride);
    for (uint32_t y = f->rows; y < f->h; y++)
        tg_samples_lost(image, f->x, f->y + y, f->w);
}

static struct tg_err *read_extras(const struct decoder *d, bool metadata, struct tg_image *image)
{
    struct tg_blob icc = find_chunk(d, "ICCP");
    struct tg_err *err = tg_extras_set_icc(image, icc.data, icc.len);

    return err || !metadata ? err : read_metadata(d, &image->exif, &image->xmp);
}

/* Filtering evens out the steps between blocks of 4x4 pixels.  Where a pixel of all outputs
 * averages more than such a block, little is left of them, and filtering is a fifth of decoding
 * (docs/engine.md). */
static bool is_small(const struct tg_info *info, const struct tg_decode_plan *plan)
{
    enum { TIMES = 6 };

    return info->width / TIMES >= plan->want_w && info->height / TIMES >= plan->want_h;
}

static struct tg_err *make_image(struct decoder *d, const struct tg_decode_options *o,
                                 const struct tg_info *info, struct tg_image *image)
{
    const WebPBitstreamFeatures *f = &d->features;
    struct tg_decode_plan plan = tg_extras_plan(o, info);

    if (!is_ycc(f))
        return tg_image_new(image, info->width, info->height, TG_RGB,
                            f->has_alpha || f->has_animation, 8);
    d->unfiltered = is_small(info, &plan);
    return tg_image_new_ycc(image, info->width, info->height, 2, 2);
}

static struct tg_err *decode_all(struct decoder *d, struct tg_source *src,
                                 const struct tg_decode_options *o, struct tg_image *image,
                                 struct tg_damage *damage)
{
    struct tg_info info;
    struct tg_err *err = start(d, src, &o->limits, &info);
    struct frame frame;

    if (!err)
        err = make_image(d, o, &info, image);
    if (err)
        return err;
    image->orientation = info.orientation;
    image->animated = d->features.has_animation;
    err = find_frame(d, image, &frame);
    if (!err)
        err = decode_pixels(d, &frame, image, damage);
    if (err)
        return err;
    if (image->model == TG_YCC)
        finish_planes(o->kernels, &frame, image);
    else
        put_frame(o->kernels, d, &frame, image);
    tg_samples_drop_opaque(image);
    return read_extras(d, o->metadata, image);
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct decoder d;
    struct tg_image made = {0};
    struct tg_err *err = decode_all(&d, src, options, &made, damage);

    if (!err && !d.demux)
        tg_damage_add(damage, "the container is damaged; its metadata is lost");
    else if (!err && d.cut)
        tg_damage_add(damage, texts[VP8_STATUS_NOT_ENOUGH_DATA]);
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
