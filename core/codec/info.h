/* info.h - what the header of a picture says. */
#ifndef TG_CODEC_INFO_H
#define TG_CODEC_INFO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/formats.h"

/* Whether a JPEG or HEIF file has a gain map, whose decoding perhaps has to keep all
 * coefficients. */
enum tg_info_map { TG_INFO_NO_MAP, TG_INFO_MAP, TG_INFO_MULTISCAN_MAP };

/* What the header says. */
struct tg_info {
    enum tg_format format;
    uint32_t width, height; /* as coded, not yet upright */
    unsigned orientation;   /* EXIF 1-8 */
    char date[20];          /* when taken: "2020-05-17T13:45:00", or "" */
    bool adobe_rgb;         /* EXIF says so, which counts without a profile */
    /* JPEG, raw photos, whose previews are JPEG, and WebP that is decoded to YCbCr: samples of all
     * components.  TIFF: bytes that decoding takes besides the picture, which is halved while it is
     * read.  PNG of 16 bits: bytes of its unpacked rows.  0: none of these, or nobody knows. */
    uint64_t samples;
    bool multiscan; /* JPEG and raw photos: whether decoding has to keep all coefficients */
    enum tg_info_map gain_map; /* set by tg_probe() alone */
};

/* Whether the JPEG decoder decodes it. */
static inline bool tg_info_is_jpeg(const struct tg_info *info)
{
    return info->format == TG_JPEG || info->format == TG_RAW;
}

#endif
