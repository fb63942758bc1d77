/* codec.h - one picture format: how to recognise, probe, decode and encode it. */
#ifndef TG_CODEC_CODEC_H
#define TG_CODEC_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/codec/stream.h"
#include "core/image/image.h"

/* Bounds on what a file may make us do; checked after the header, before any pixel is allocated. */
struct tg_limits {
    uint64_t max_pixels; /* width * height */
};

/* What the header says. */
struct tg_info {
    uint32_t width, height; /* as coded, not yet upright */
    unsigned orientation;   /* EXIF 1-8 */
    char date[20];          /* when taken: "2020-05-17T13:45:00", or "" */
};

struct tg_decode_options {
    const struct tg_kernels *kernels;
    struct tg_limits limits;
    /* Asked once the header is known: the size, in coded orientation, at which the whole picture will
     * be shown at most.  The decoder may deliver a scaled-down picture that has at least twice as many
     * pixels in both directions.  NULL asks for full size. */
    void (*plan)(const void *ctx, const struct tg_info *info, uint32_t *want_w, uint32_t *want_h);
    const void *plan_ctx;
};

enum tg_jpeg_mode { TG_JPEG_BASELINE, TG_JPEG_PROGRESSIVE };

struct tg_encode_options {
    int quality; /* 1-100, IJG scale */
    enum tg_jpeg_mode jpeg_mode;
    const uint8_t *exif; /* a block that begins with "Exif\0\0", borrowed; NULL: none */
    size_t exif_len;
};

/* Damage that the decoder could work around: the picture exists, and the user is told. */
struct tg_damage {
    unsigned count;
    char first[200]; /* text of the first one */
};

struct tg_codec {
    const char *name;
    bool (*match)(const uint8_t *head, size_t len); /* by content */
    struct tg_err *(*probe)(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info);
    struct tg_err *(*decode)(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage);
    /* Writes everything to `dst`, flushed.  Samples right of a plane's width, in its padding, are
     * overwritten.  The planes' sizes are the picture's divided by sub_x, sub_y, rounded up. */
    struct tg_err *(*encode)(const struct tg_image *image, const struct tg_encode_options *options,
                             struct tg_sink *dst);
};

extern const struct tg_codec tg_codec_jpeg;

/* The codec whose content the source has; TG_E_UNSUPPORTED with a helpful message for anything else. */
struct tg_err *tg_codec_find(struct tg_source *src, const struct tg_codec **codec) TG_MUST_USE;

/* TG_E_LIMIT unless 1 <= w, h <= TG_MAX_SIDE and w * h <= limits->max_pixels. */
struct tg_err *tg_limits_check(const struct tg_limits *limits, uint32_t w, uint32_t h) TG_MUST_USE;

#endif
