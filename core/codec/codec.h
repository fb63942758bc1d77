/* codec.h - one picture format: how to recognise, probe, decode and encode it.
 *
 * Parts: codecs.c. */
#ifndef TG_CODEC_CODEC_H
#define TG_CODEC_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/codec/damage.h"
#include "core/codec/gainmap.h"
#include "core/codec/info.h"
#include "core/codec/raw_metadata.h"
#include "core/codec/stream.h"
#include "core/image/image.h"

/* Bounds on what a file may make us do; checked after the header, before any pixel is allocated. */
struct tg_limits {
    uint64_t max_pixels; /* width * height */
};

/* What a decoder needs to know of the outputs. */
struct tg_decode_plan {
    /* The size, in coded orientation, at which the whole picture will be shown at most.  The
     * decoder may deliver a scaled-down picture that has at least twice as many pixels in both
     * directions. */
    uint32_t want_w, want_h;
    bool deep; /* some output keeps 16 bits per sample: deliver them if the file has them */
};

struct tg_decode_options {
    const struct tg_kernels *kernels;
    struct tg_limits limits;
    /* Asked once the header is known.  NULL asks for full size and 8 bits. */
    void (*plan)(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan);
    const void *plan_ctx;
    bool metadata; /* deliver EXIF and XMP too */
    bool libjpeg;  /* JPEG: let libjpeg-turbo decode, for comparison */
};

enum { TG_EFFORT_MAX = 9 };

enum tg_jpeg_mode {
    TG_JPEG_BASELINE, /* one scan, the best Huffman tables */
    TG_JPEG_PROGRESSIVE,
    TG_JPEG_FAST, /* one scan, standard tables: nothing is kept, files are larger */
};

struct tg_encode_options {
    enum tg_format format;       /* TG_JPEG, TG_PNG, TG_WEBP or TG_AVIF */
    int quality;                 /* JPEG (IJG scale), WebP and AVIF: 1-100 */
    enum tg_jpeg_mode jpeg_mode; /* JPEG */
    bool libjpeg;                /* JPEG: let libjpeg-turbo encode, for comparison */
    /* Of PNG, WebP and AVIF, the time that smaller files may take: 1 the least, TG_EFFORT_MAX the
     * most; 0: the format's own. */
    unsigned effort;
    bool lossless; /* WebP; PNG always is */
};

/* Metadata that stays in a stripped file, and a colour profile that JPEG files get (NULL: none). */
struct tg_strip_options {
    bool exif, xmp;
    const struct tg_blob *icc;
};

enum { TG_STRIP_ROOM = 16 };

struct tg_codec {
    const char *name;
    enum tg_format format;
    bool (*match)(const uint8_t *head, size_t len); /* by content */
    /* The same of files that begin as those of another format: asked first, of a source that was
     * peeked at, which stays as it is.  NULL: there are none. */
    bool (*claim)(const struct tg_source *src);
    /* Reads the header.  `raw` (zeroed by the caller, who releases it, on error too) gets the
     * metadata that the file holds; NULL: nobody wants it. */
    struct tg_err *(*probe)(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw);
    /* Fills *image, which the caller releases; untouched on error.  Limits are checked after the
     * header and before any pixel is allocated. */
    struct tg_err *(*decode)(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage);
    /* The gain map of the picture, if it is none that tg_gainmap_find() finds, decoded; g->kind is
     * TG_GAINMAP_NONE if there is none.  The caller releases both, on error too.  NULL: files of
     * this format have none. */
    struct tg_err *(*gain_map)(struct tg_source *src, const struct tg_decode_options *options,
                               struct tg_gainmap *g, struct tg_image *map,
                               struct tg_damage *damage);
    /* Writes everything to `dst`, flushed, with the ICC profile, EXIF and XMP that the image
     * carries.  NULL: we do not write this format.  Samples in the padding of planes are
     * overwritten.  JPEG takes TG_GREY and TG_YCC, 8 bits, no alpha; plane sizes are the picture's
     * divided by sub_x, sub_y, rounded up.  PNG takes TG_GREY and TG_RGB, 8 and 16 bits, with or
     * without alpha.  WebP takes TG_RGB, 8 bits, with or without alpha; AVIF what JPEG takes, with
     * chroma of half the size, and writes no EXIF and XMP. */
    struct tg_err *(*encode)(const struct tg_kernels *k, const struct tg_image *image,
                             const struct tg_encode_options *options, struct tg_sink *dst);
    /* Takes out of a file in memory, whose header decode() has understood, everything but what
     * shows it (all frames and the colour profile) and what `keep` names.  In place: `data` has
     * room for TG_STRIP_ROOM bytes more, with a profile for twice TG_STRIP_ROOM and the profile,
     * and an end that was cut off is put back.  Returns the new length.  NULL: files of this
     * format are always re-encoded. */
    size_t (*strip)(uint8_t *data, size_t len, const struct tg_strip_options *keep);
    /* Writes the name and the version of the library, "libpng 1.6.39"; NULL: there is none. */
    void (*version)(char *text, size_t size);
    /* Without encode(): a whole file of at most 16x16 pixels, which warms the decoder up. */
    const uint8_t *sample;
    size_t sample_len;
};

#define TG_CODEC_DECLARED(CODE, codec, ...) extern const struct tg_codec tg_codec_##codec;
TG_FORMAT_ROWS(TG_CODEC_DECLARED)
#undef TG_CODEC_DECLARED

/* Writes what tg_codec_avif reads, by a library of its own: #if TG_HAVE_AVIF_WRITER. */
extern const struct tg_codec tg_codec_avif_writer;

/* The codec of a format; NULL if the program was built without it. */
const struct tg_codec *tg_codec_of(enum tg_format format);

/* The codec whose content the source has; TG_E_UNSUPPORTED with a helpful message for anything
 * else. */
struct tg_err *tg_codec_find(struct tg_source *src, const struct tg_codec **codec) TG_MUST_USE;

/* The whole file of `src`, stripped, which is how animations stay animations and originals
 * themselves.  The codec must have strip(), and nothing of `src` have been read yet.  The caller
 * releases *file. */
struct tg_err *tg_codec_strip(const struct tg_codec *codec, struct tg_source *src,
                              const struct tg_strip_options *keep,
                              struct tg_blob *file) TG_MUST_USE;

/* The codec that writes `format`; NULL if none does, or the program was built without it. */
const struct tg_codec *tg_codec_writer(enum tg_format format);

/* Whether a file that begins so is taken for one of this format. */
bool tg_codec_is(enum tg_format format, const uint8_t *head, size_t len);

/* TG_E_LIMIT unless 1 <= w, h <= TG_MAX_SIDE and w * h <= limits->max_pixels. */
struct tg_err *tg_limits_check(const struct tg_limits *limits, uint32_t w, uint32_t h) TG_MUST_USE;

#endif
