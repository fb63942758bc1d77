/* avif_encode.c - planes to AVIF through libaom, in one thread, so that bytes of one version of it
 * never vary; see avif_write.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <aom/aom_encoder.h>
#include <aom/aomcx.h>

#include "core/codec/avif_write.h"

enum {
    SPEED = 9, /* docs/benchmarks.md: that of effort 1, and of none */
    NEUTRAL = 128,
};

struct encoder {
    aom_codec_ctx_t context;
    bool open;
    aom_image_t image;     /* its planes are borrowed */
    uint8_t *neutral;      /* the chroma of a grey picture, which libaom reads; owned */
    struct tg_blob packet; /* the coded picture, of the context */
    const char *path;
};

static void encoder_release(struct encoder *e)
{
    if (e->open)
        (void)aom_codec_destroy(&e->context);
    free(e->neutral);
}

static struct tg_err *failure(const struct encoder *e, aom_codec_err_t code)
{
    if (code == AOM_CODEC_MEM_ERROR)
        return tg_err_nomem();
    return tg_err_new(TG_E_UNSUPPORTED, e->path, "cannot be written by libaom: %s",
                      aom_codec_err_to_string(code));
}

/* libaom's quantizer, 0 to 63, at which a picture is about as good as a JPEG file of that quality
 * (docs/benchmarks.md). */
static unsigned quantizer(int quality)
{
    static const struct {
        int quality, quantizer;
    } known[] = {{1, 63}, {30, 38}, {60, 26}, {75, 21}, {85, 14}, {90, 8}, {95, 3}, {100, 1}};
    size_t i = 1;
    int q, width;

    while (quality > known[i].quality)
        i++;
    width = known[i].quality - known[i - 1].quality;
    q = known[i - 1].quantizer * (known[i].quality - quality) +
        known[i].quantizer * (quality - known[i - 1].quality);
    return (unsigned)((q + width / 2) / width);
}

static struct tg_err *open_context(struct encoder *e, const struct tg_image *im, int quality)
{
    aom_codec_iface_t *iface = aom_codec_av1_cx();
    unsigned q = quantizer(quality);
    aom_codec_enc_cfg_t c;
    aom_codec_err_t code = aom_codec_enc_config_default(iface, &c, AOM_USAGE_ALL_INTRA);

    if (code != AOM_CODEC_OK)
        return failure(e, code);
    c.g_w = im->width;
    c.g_h = im->height;
    c.g_limit = 1;
    c.g_lag_in_frames = 0;
    c.g_threads = 1;
    c.monochrome = im->model == TG_GREY;
    c.rc_end_usage = AOM_Q;
    c.rc_min_quantizer = c.rc_max_quantizer = q;
    code = aom_codec_enc_init(&e->context, iface, &c, 0);
    if (code != AOM_CODEC_OK)
        return failure(e, code);
    e->open = true;
    return NULL;
}

static struct tg_err *set_controls(struct encoder *e, const struct tg_image *im,
                                   const struct tg_encode_options *options)
{
    const struct {
        int id;
        int value;
    } controls[] = {
        {AOME_SET_CPUUSED, options->effort ? SPEED + 1 - (int)options->effort : SPEED},
        {AOME_SET_CQ_LEVEL, (int)quantizer(options->quality)},
        {AOME_SET_TUNING, AOM_TUNE_SSIM},
        {AV1E_SET_ROW_MT, 0},
        {AV1E_SET_COLOR_RANGE, AOM_CR_FULL_RANGE},
        {AV1E_SET_COLOR_PRIMARIES, im->icc.len ? AOM_CICP_CP_UNSPECIFIED : AOM_CICP_CP_BT_709},
        {AV1E_SET_TRANSFER_CHARACTERISTICS,
         im->icc.len ? AOM_CICP_TC_UNSPECIFIED : AOM_CICP_TC_SRGB},
        {AV1E_SET_MATRIX_COEFFICIENTS, AOM_CICP_MC_BT_601},
    };

    for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++) {
        aom_codec_err_t code = aom_codec_control(&e->context, controls[i].id, controls[i].value);

        if (code != AOM_CODEC_OK)
            return failure(e, code);
    }
    return NULL;
}

/* Lets libaom's picture borrow the planes of ours. */
static struct tg_err *borrow(struct encoder *e, const struct tg_image *im)
{
    size_t half = (im->width + 1u) / 2;
    aom_image_t *a =
        aom_img_wrap(&e->image, AOM_IMG_FMT_I420, im->width, im->height, 1, im->plane[0].data);

    if (!a)
        return tg_err_nomem();
    a->monochrome = im->model == TG_GREY;
    a->range = AOM_CR_FULL_RANGE;
    if (im->model == TG_GREY) {
        e->neutral = malloc(half);
        if (!e->neutral)
            return tg_err_nomem();
        memset(e->neutral, NEUTRAL, half);
    }
    for (unsigned c = 0; c < 3; c++) {
        bool made = c && e->neutral;

        a->planes[c] = made ? e->neutral : im->plane[c].data;
        a->stride[c] = made ? 0 : (int)im->plane[c].stride; /* one row for all */
    }
    return NULL;
}

/* The first packet that comes out; it is all of the picture. */
static struct tg_err *compress(struct encoder *e)
{
    aom_codec_iter_t iter = NULL;
    const aom_codec_cx_pkt_t *packet = NULL;
    aom_codec_err_t code = aom_codec_encode(&e->context, &e->image, 0, 1, 0);

    if (code == AOM_CODEC_OK)
        packet = aom_codec_get_cx_data(&e->context, &iter);
    if (code == AOM_CODEC_OK && !packet) {
        code = aom_codec_encode(&e->context, NULL, 0, 1, 0);
        if (code == AOM_CODEC_OK)
            packet = aom_codec_get_cx_data(&e->context, &iter);
    }
    if (code != AOM_CODEC_OK)
        return failure(e, code);
    if (!packet || packet->kind != AOM_CODEC_CX_FRAME_PKT)
        return failure(e, AOM_CODEC_ERROR);
    e->packet = tg_avif_trim(packet->data.frame.buf, packet->data.frame.sz);
    return NULL;
}

static struct tg_err *write_file(const struct encoder *e, const struct tg_image *im,
                                 struct tg_sink *dst)
{
    const struct tg_avif_picture picture = {.width = im->width,
                                            .height = im->height,
                                            .grey = im->model == TG_GREY,
                                            .icc = im->icc,
                                            .data = e->packet};
    struct tg_err *err;
    struct tg_buf head;

    tg_buf_init(&head, TG_BUF_MAX);
    err = tg_avif_boxes(&picture, &head);
    if (!err)
        err = tg_sink_put(dst, head.data, head.len);
    if (!err)
        err = tg_sink_put(dst, e->packet.data, e->packet.len);
    tg_buf_release(&head);
    return err;
}

static struct tg_err *check(const struct tg_image *im, int quality, const char *path)
{
    bool colour = im->model == TG_YCC && im->planes == 3 && im->sub_x[1] == 2 && im->sub_y[1] == 2;
    bool grey = im->model == TG_GREY && im->planes == 1;

    if (im->depth != 8 || im->alpha || (!colour && !grey))
        return tg_err_new(TG_E_UNSUPPORTED, path, "an AVIF file takes YCbCr of 4:2:0 or grey");
    if (quality < 1 || quality > 100)
        return tg_err_new(TG_E_USAGE, path, "quality %d is not in 1-100", quality);
    return NULL;
}

struct tg_err *tg_avif_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options, struct tg_sink *dst)
{
    struct encoder e = {.path = dst->path};
    struct tg_err *err = check(image, options->quality, dst->path);

    (void)k;
    if (!err)
        err = open_context(&e, image, options->quality);
    if (!err)
        err = set_controls(&e, image, options);
    if (!err)
        err = borrow(&e, image);
    if (!err)
        err = compress(&e);
    if (!err)
        err = write_file(&e, image, dst);
    encoder_release(&e);
    return err;
}

static void version(char *text, size_t size)
{
    (void)snprintf(text, size, "libaom %s", aom_codec_version_str());
}

const struct tg_codec tg_codec_avif_writer = {
    .name = "avif",
    .format = TG_AVIF,
    .encode = tg_avif_encode,
    .version = version,
};
