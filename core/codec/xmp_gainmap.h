/* xmp_gainmap.h - what XMP packets say of gain maps: Adobe's hdrgm, the directory of Google's
 * Container, and Apple's HDRGainMap. */
#ifndef TG_CODEC_XMP_GAINMAP_H
#define TG_CODEC_XMP_GAINMAP_H

#include <stddef.h>
#include <stdint.h>

#include "core/codec/gainmap.h"

struct tg_xmp_gainmap {
    bool version;                      /* hdrgm is there */
    bool bad;                          /* it says something that cannot be followed */
    struct tg_gain_texts texts;        /* with the defaults of what it does not say */
    bool apple;                        /* a version of Apple's is there */
    char apple_headroom[TG_GAIN_TEXT]; /* "": not said */
    /* The directory names a gain map, so many bytes before the end of the file; 0: it does not. */
    uint64_t from_end, bytes;
};

/* The only error is memory. */
struct tg_err *tg_xmp_gainmap_read(const uint8_t *data, size_t len,
                                   struct tg_xmp_gainmap *x) TG_MUST_USE;

/* Appends the packet of a picture, behind which is a gain map of `bytes` bytes: a new one (len 0),
 * or that one with the directory in it replaced.  One that cannot be understood stays as it is. */
struct tg_err *tg_xmp_gainmap_picture(const uint8_t *data, size_t len, uint64_t bytes,
                                      struct tg_buf *out) TG_MUST_USE;

/* Appends the packet of a gain map. */
void tg_xmp_gainmap_map(const struct tg_gain_texts *texts, struct tg_buf *out);

#endif
