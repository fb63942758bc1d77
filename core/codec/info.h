/* info.h - what the header of a picture says. */
#ifndef TG_CODEC_INFO_H
#define TG_CODEC_INFO_H

#include <stdbool.h>
#include <stdint.h>

/* The state records these numbers.  4 is TIFF as 0.1.0 read it, which chose other pages, had other
 * colours of Lab and took the thumbnails of raw photos: such a record is as good as none. */
enum tg_format { TG_JPEG, TG_PNG, TG_WEBP, TG_GIF, TG_TIFF_OF_0_1, TG_TIFF, TG_BMP };

/* What the header says. */
struct tg_info {
    enum tg_format format;
    uint32_t width, height; /* as coded, not yet upright */
    unsigned orientation;   /* EXIF 1-8 */
    char date[20];          /* when taken: "2020-05-17T13:45:00", or "" */
    /* JPEG, 0 otherwise: samples of all components; whether decoding has to keep all
     * coefficients. */
    uint64_t samples;
    bool multiscan;
};

#endif
