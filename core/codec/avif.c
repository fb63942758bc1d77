/* avif.c - AVIF through dav1d. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <dav1d/dav1d.h>

#include "core/codec/brand.h"
#include "core/codec/heif_decode.h"

struct tg_heif_decoder {
    Dav1dContext *context; /* opened for pictures of at most `most` pixels */
    uint32_t most;
    Dav1dPicture picture;
};

static struct tg_err *decoder_open(struct tg_heif_decoder **d)
{
    struct tg_heif_decoder *new = calloc(1, sizeof(*new));

    if (!new)
        return tg_err_nomem();
    *d = new;
    return NULL;
}

static void decoder_close(struct tg_heif_decoder *d)
{
    dav1d_picture_unref(&d->picture);
    dav1d_close(&d->context);
    free(d);
}

/* One thread, no delay; the highest layer alone; film grain as the standard says. */
static struct tg_err *open_context(struct tg_heif_decoder *d, uint32_t most)
{
    Dav1dSettings s;

    dav1d_close(&d->context);
    dav1d_default_settings(&s);
    s.n_threads = 1;
    s.max_frame_delay = 1;
    s.all_layers = 0;
    s.frame_size_limit = most;
    s.logger.callback = NULL;
    d->most = most;
    return dav1d_open(&d->context, &s) < 0 ? tg_err_nomem() : NULL;
}

static struct tg_err *failure(int code)
{
    if (code == DAV1D_ERR(ENOMEM))
        return tg_err_nomem();
    if (code == DAV1D_ERR(ERANGE))
        return tg_err_new(TG_E_CORRUPT, NULL, "its frame is larger than its file says");
    if (code == DAV1D_ERR(ENOPROTOOPT))
        return tg_err_new(TG_E_UNSUPPORTED, NULL,
                          "it uses a feature of AV1 that dav1d does not know");
    return tg_err_new(TG_E_CORRUPT, NULL, "its data are damaged");
}

/* The data are ours. */
static void keep(const uint8_t *data, void *cookie)
{
    (void)data;
    (void)cookie;
}

/* Feeds the item until a picture comes out. */
static struct tg_err *next_picture(struct tg_heif_decoder *d, const struct tg_blob *item)
{
    Dav1dData data = {0};
    int code = dav1d_data_wrap(&data, item->data, item->len, keep, NULL);

    while (code == 0 && !d->picture.data[0]) {
        bool fed = data.sz > 0;

        code = fed ? dav1d_send_data(d->context, &data) : 0;
        if (code == DAV1D_ERR(EAGAIN))
            code = 0;
        if (code == 0)
            code = dav1d_get_picture(d->context, &d->picture);
        if (code == DAV1D_ERR(EAGAIN) && fed)
            code = 0;
    }
    dav1d_data_unref(&data);
    return code == 0 ? NULL : failure(code);
}

static void describe(const Dav1dPicture *p, struct tg_heif_frame *frame)
{
    const Dav1dSequenceHeader *s = p->seq_hdr;
    bool grey = p->p.layout == DAV1D_PIXEL_LAYOUT_I400;

    *frame = (struct tg_heif_frame){
        .w = (uint32_t)p->p.w,
        .h = (uint32_t)p->p.h,
        .bits = (unsigned)p->p.bpc,
        .planes = grey ? 1 : 3,
        .sub_x = grey || p->p.layout == DAV1D_PIXEL_LAYOUT_I444 ? 1 : 2,
        .sub_y = p->p.layout == DAV1D_PIXEL_LAYOUT_I420 ? 2 : 1,
        .colour = {(unsigned)s->pri, (unsigned)s->trc, (unsigned)s->mtrx, s->color_range != 0},
    };
    for (unsigned c = 0; c < frame->planes; c++) {
        frame->plane[c] = p->data[c];
        frame->stride[c] = (size_t)p->stride[c > 0];
    }
}

static struct tg_err *decoder_decode(struct tg_heif_decoder *d, const struct tg_blob *config,
                                     const struct tg_blob *data, uint32_t w, uint32_t h,
                                     struct tg_heif_frame *frame, bool *damaged)
{
    uint32_t most = w * h; /* both below 2^16 */
    struct tg_err *err = NULL;

    (void)config; /* is in the data again */
    dav1d_picture_unref(&d->picture);
    if (!d->context || d->most != most)
        err = open_context(d, most);
    else
        dav1d_flush(d->context);
    if (!err)
        err = next_picture(d, data);
    if (err)
        return err;
    describe(&d->picture, frame);
    *damaged = false;
    return NULL;
}

const struct tg_heif_coder tg_heif_av1 = {
    .config = TG_FOURCC('a', 'v', '1', 'C'),
    .open = decoder_open,
    .decode = decoder_decode,
    .close = decoder_close,
};

static bool match(const uint8_t *head, size_t len)
{
    return tg_brand_is(head, len, "avif") || tg_brand_is(head, len, "avis");
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    return tg_heif_probe(src, limits, TG_AVIF, info, raw);
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    return tg_heif_decode(src, TG_AVIF, options, image, damage);
}

static void version(char *text, size_t size)
{
    (void)snprintf(text, size, "dav1d %s", dav1d_version());
}

/* 16 x 16 pixels of one colour, by avifenc. */
static const uint8_t sample[] = {
    0x00, 0x00, 0x00, 0x20, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66, 0x00, 0x00, 0x00, 0x00,
    0x61, 0x76, 0x69, 0x66, 0x6d, 0x69, 0x66, 0x31, 0x6d, 0x69, 0x61, 0x66, 0x4d, 0x41, 0x31, 0x42,
    0x00, 0x00, 0x00, 0xf2, 0x6d, 0x65, 0x74, 0x61, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x28,
    0x68, 0x64, 0x6c, 0x72, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x70, 0x69, 0x63, 0x74,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x6c, 0x69, 0x62, 0x61,
    0x76, 0x69, 0x66, 0x00, 0x00, 0x00, 0x00, 0x0e, 0x70, 0x69, 0x74, 0x6d, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x1e, 0x69, 0x6c, 0x6f, 0x63, 0x00, 0x00, 0x00, 0x00, 0x44, 0x00,
    0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x01, 0x1a, 0x00, 0x00, 0x00, 0x1b,
    0x00, 0x00, 0x00, 0x28, 0x69, 0x69, 0x6e, 0x66, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x1a, 0x69, 0x6e, 0x66, 0x65, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x61, 0x76,
    0x30, 0x31, 0x43, 0x6f, 0x6c, 0x6f, 0x72, 0x00, 0x00, 0x00, 0x00, 0x6a, 0x69, 0x70, 0x72, 0x70,
    0x00, 0x00, 0x00, 0x4b, 0x69, 0x70, 0x63, 0x6f, 0x00, 0x00, 0x00, 0x14, 0x69, 0x73, 0x70, 0x65,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x10,
    0x70, 0x69, 0x78, 0x69, 0x00, 0x00, 0x00, 0x00, 0x03, 0x08, 0x08, 0x08, 0x00, 0x00, 0x00, 0x0c,
    0x61, 0x76, 0x31, 0x43, 0x81, 0x00, 0x0c, 0x00, 0x00, 0x00, 0x00, 0x13, 0x63, 0x6f, 0x6c, 0x72,
    0x6e, 0x63, 0x6c, 0x78, 0x00, 0x01, 0x00, 0x0d, 0x00, 0x06, 0x80, 0x00, 0x00, 0x00, 0x17, 0x69,
    0x70, 0x6d, 0x61, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x04, 0x01, 0x02,
    0x83, 0x04, 0x00, 0x00, 0x00, 0x23, 0x6d, 0x64, 0x61, 0x74, 0x12, 0x00, 0x0a, 0x09, 0x18, 0x0c,
    0xff, 0xd8, 0x20, 0x21, 0xa0, 0xd0, 0x80, 0x32, 0x0c, 0x1f, 0x40, 0x3f, 0xff, 0xff, 0xc4, 0x00,
    0x00, 0x93, 0x0e, 0x11, 0x80};

const struct tg_codec tg_codec_avif = {
    .name = "avif",
    .format = TG_AVIF,
    .match = match,
    .probe = probe,
    .decode = decode,
    .gain_map = tg_heif_gain_map,
    .version = version,
    .sample = sample,
    .sample_len = sizeof(sample),
};
