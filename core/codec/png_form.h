/* png_form.h (private) - the smallest form that keeps a picture exactly, for PNG files. */
#ifndef TG_CODEC_PNG_FORM_H
#define TG_CODEC_PNG_FORM_H

#include "core/image/image.h"

enum { TG_PNG_COLOURS = 256 };

struct tg_png_form {
    unsigned depth, type; /* as in IHDR */
    unsigned channels;    /* of the file */
    size_t row_bytes;
    size_t pixel_bytes; /* for filters: at least 1 */
    /* Of a palette: R, G, B, alpha, those that are not opaque first. */
    uint8_t colour[TG_PNG_COLOURS][4];
    size_t colours, clear; /* all; those that are not opaque */
    struct {
        uint8_t rgba[4], index;
        bool used;
    } slot[4 * TG_PNG_COLOURS]; /* the colours by their hash */
};

/* Grey where red, green and blue are alike everywhere and no colour profile, which would be of
 * another kind, says what they are; as few bits as keep all values; a palette where a picture
 * in RGB has at most 256 colours and it takes fewer bits.  16 bits stay as they are, and with
 * `plain` everything does. */
void tg_png_form_find(struct tg_png_form *form, const struct tg_image *im, bool plain);

/* Row y in that form, form->row_bytes bytes; `pixels` has room for the row's interleaved samples,
 * with 4 bytes to spare. */
void tg_png_form_row(const struct tg_png_form *form, const struct tg_kernels *k,
                     const struct tg_image *im, uint32_t y, uint8_t *pixels, uint8_t *row);

#endif
