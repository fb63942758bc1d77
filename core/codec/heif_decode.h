/* heif_decode.h (private) - pictures of HEIF files, whatever codes them: tiles into their places,
 * colours into ours.
 *
 * Parts: avif.c, heif_colour.c, heif_decode.c, heif_tone.c. */
#ifndef TG_CODEC_HEIF_DECODE_H
#define TG_CODEC_HEIF_DECODE_H

#include "core/codec/codec.h"
#include "core/codec/heif.h"

/* A decoded item, as its decoder holds it. */
struct tg_heif_frame {
    uint32_t w, h;
    unsigned bits;        /* 8, or 10 or 12 in a uint16_t each */
    unsigned planes;      /* 1, or 3: Y, Cb, Cr */
    uint8_t sub_x, sub_y; /* of chroma: 1 or 2 */
    const uint8_t *plane[3];
    size_t stride[3];             /* bytes */
    struct tg_heif_colour colour; /* as the stream says */
};

/* A library that decodes items of one type, each of which is a picture of its own.  One thread, no
 * files. */
struct tg_heif_decoder;
struct tg_heif_coder {
    uint32_t config; /* type of the property that `decode` gets, if any */
    struct tg_err *(*open)(struct tg_heif_decoder **d);
    /* *frame is good until the next call.  One of more than w x h pixels (rounded up as coding
     * does) is an error before it is decoded; errors name no file.  *damaged: only parts of it
     * could be decoded. */
    struct tg_err *(*decode)(struct tg_heif_decoder *d, const struct tg_blob *config,
                             const struct tg_blob *data, uint32_t w, uint32_t h,
                             struct tg_heif_frame *frame, bool *damaged);
    void (*close)(struct tg_heif_decoder *d);
};
extern const struct tg_heif_coder tg_heif_av1, tg_heif_hevc; /* with TG_HAVE_AVIF, TG_HAVE_HEVC */

/* As struct tg_codec's probe and decode, for a format that is a HEIF file. */
struct tg_err *tg_heif_probe(struct tg_source *src, const struct tg_limits *limits,
                             enum tg_format format, struct tg_info *info,
                             struct tg_raw_metadata *raw) TG_MUST_USE;
struct tg_err *tg_heif_decode(struct tg_source *src, enum tg_format format,
                              const struct tg_decode_options *options, struct tg_image *image,
                              struct tg_damage *damage) TG_MUST_USE;

/* As its gain_map: Apple's auxiliary picture, in grey. */
struct tg_err *tg_heif_gain_map(struct tg_source *src, const struct tg_decode_options *options,
                                struct tg_gainmap *g, struct tg_image *map,
                                struct tg_damage *damage) TG_MUST_USE;

/* From the samples of a file to those of an image: YCbCr by BT.601 of full range, grey or RGB, 8
 * bits.  Coefficients count 65536ths of a step of 8 bits. */
struct tg_heif_conversion {
    enum tg_model model;
    bool plain;    /* samples stay as they are */
    bool identity; /* planes are G, B, R */
    unsigned bits;
    int32_t black, middle; /* codes: of no light, of no colour */
    int32_t scale;         /* of a code of luma */
    int32_t chroma[3][2];  /* what a code of Cb, Cr adds to Y, Cb, Cr, or to R, G, B */
    const uint16_t *tone;  /* tg_heif_tone(); NULL: none */
};

/* What `colour` asks for; the model is TG_GREY without chroma, TG_RGB if `rgb` or if the colours
 * cannot be said in YCbCr, else TG_YCC. */
void tg_heif_conversion_init(struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                             const struct tg_heif_colour *colour, bool rgb);

/* The first w x h pixels of a frame into the planes of an image, at x, y, which in TG_YCC are
 * multiples of its subsampling. */
void tg_heif_put(const struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                 struct tg_image *im, uint32_t x, uint32_t y, uint32_t w, uint32_t h);

/* The same, of luma alone, into plane `to`. */
void tg_heif_put_luma(const struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                      struct tg_plane *to, uint32_t x, uint32_t y, uint32_t w, uint32_t h);

/* Tones of SDR, 256ths of a step of 8 bits by sRGB's curve, for the 256 steps of a signal of the
 * transfer characteristics 16 (PQ) or 18 (HLG) of ITU-T H.273, and the last once more; NULL for
 * others.  heif_tone.c says how they are made. */
const uint16_t *tg_heif_tone(unsigned transfer);

#endif
