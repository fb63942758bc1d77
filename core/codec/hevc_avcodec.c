/* hevc_avcodec.c - HEVC through libavcodec. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavutil/pixdesc.h>

#include "core/codec/hevc.h"

struct tg_heif_decoder {
    AVCodecContext *context;
    AVPacket *packet;
    AVFrame *frame;
};

static void decoder_close(struct tg_heif_decoder *d)
{
    avcodec_free_context(&d->context);
    av_packet_free(&d->packet);
    av_frame_free(&d->frame);
    free(d);
}

static struct tg_err *decoder_open(struct tg_heif_decoder **d)
{
    struct tg_heif_decoder *new = calloc(1, sizeof(*new));

    if (!new)
        return tg_err_nomem();
    av_log_set_level(AV_LOG_QUIET);
    new->packet = av_packet_alloc();
    new->frame = av_frame_alloc();
    if (!new->packet || !new->frame) {
        decoder_close(new);
        return tg_err_nomem();
    }
    *d = new;
    return NULL;
}

static struct tg_err *failure(int code)
{
    if (code == AVERROR(ENOMEM))
        return tg_err_nomem();
    return tg_err_new(TG_E_CORRUPT, NULL, "its data are damaged");
}

/* Each picture gets a context of its own: what one leaves behind, such as parameter sets, must not
 * show in the next.  One thread; lengths and parameter sets as the configuration says. */
static struct tg_err *open_context(struct tg_heif_decoder *d, const struct tg_blob *config,
                                   int64_t most)
{
    const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_HEVC);
    int code;

    if (!codec)
        return tg_err_new(TG_E_UNSUPPORTED, NULL, "this libavcodec has no decoder of HEVC");
    if (config->len == 0 || config->len > INT32_MAX - AV_INPUT_BUFFER_PADDING_SIZE)
        return failure(AVERROR_INVALIDDATA);
    avcodec_free_context(&d->context);
    d->context = avcodec_alloc_context3(codec);
    if (!d->context)
        return tg_err_nomem();
    d->context->extradata = av_mallocz(config->len + AV_INPUT_BUFFER_PADDING_SIZE);
    if (!d->context->extradata)
        return tg_err_nomem();
    memcpy(d->context->extradata, config->data, config->len);
    d->context->extradata_size = (int)config->len;
    d->context->thread_count = 1;
    d->context->max_pixels = most;
    d->context->flags = AV_CODEC_FLAG_UNALIGNED; /* crops at any sample */
    code = avcodec_open2(d->context, codec, NULL);
    return code < 0 ? failure(code) : NULL;
}

static struct tg_err *decode_packet(struct tg_heif_decoder *d, const struct tg_blob *data)
{
    int code = data->len > INT32_MAX - AV_INPUT_BUFFER_PADDING_SIZE
                   ? AVERROR_INVALIDDATA
                   : av_new_packet(d->packet, (int)data->len);

    if (code < 0)
        return failure(code);
    memcpy(d->packet->data, data->data, data->len);
    code = avcodec_send_packet(d->context, d->packet);
    av_packet_unref(d->packet);
    if (code >= 0)
        code = avcodec_send_packet(d->context, NULL); /* there is no more */
    if (code >= 0)
        code = avcodec_receive_frame(d->context, d->frame);
    return code < 0 ? failure(code) : NULL;
}

static struct tg_err *describe(const AVFrame *f, struct tg_heif_frame *frame)
{
    const AVPixFmtDescriptor *format = av_pix_fmt_desc_get((enum AVPixelFormat)f->format);

    if (!format || (format->flags & (AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_HWACCEL)) != 0 ||
        format->comp[0].depth < 8 || format->comp[0].depth > 12)
        return tg_err_new(TG_E_UNSUPPORTED, NULL, "its samples have a depth that is not read");
    *frame = (struct tg_heif_frame){
        .w = (uint32_t)f->width,
        .h = (uint32_t)f->height,
        .bits = (unsigned)format->comp[0].depth,
        .planes = format->nb_components,
        .sub_x = (uint8_t)(1 << format->log2_chroma_w),
        .sub_y = (uint8_t)(1 << format->log2_chroma_h),
        .colour = {(unsigned)f->color_primaries, (unsigned)f->color_trc, (unsigned)f->colorspace,
                   f->color_range == AVCOL_RANGE_JPEG},
    };
    /* G, B, R of matrix 0 come in the order in which they are coded */
    for (unsigned c = 0; c < frame->planes; c++) {
        frame->plane[c] = f->data[c];
        frame->stride[c] = (size_t)f->linesize[c];
    }
    return NULL;
}

static struct tg_err *decoder_decode(struct tg_heif_decoder *d, const struct tg_blob *config,
                                     const struct tg_blob *data, uint32_t w, uint32_t h,
                                     struct tg_heif_frame *frame, bool *damaged)
{
    int64_t most = (int64_t)(w + TG_HEVC_BEYOND) * (h + TG_HEVC_BEYOND);
    struct tg_err *err;

    av_frame_unref(d->frame);
    err = open_context(d, config, most);
    if (!err)
        err = decode_packet(d, data);
    if (!err)
        err = describe(d->frame, frame);
    *damaged = !err && d->frame->decode_error_flags != 0;
    return err;
}

const struct tg_heif_coder tg_heif_hevc = {
    .config = TG_FOURCC('h', 'v', 'c', 'C'),
    .open = decoder_open,
    .decode = decoder_decode,
    .close = decoder_close,
};

void tg_hevc_version(char *text, size_t size)
{
    unsigned v = avcodec_version();

    (void)snprintf(text, size, "libavcodec %u.%u.%u", v >> 16, v >> 8 & 255, v & 255);
}
