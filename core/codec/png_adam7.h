/* png_adam7.h (private) - PNG's interlacing without a second copy of the picture. */
#ifndef TG_CODEC_PNG_ADAM7_H
#define TG_CODEC_PNG_ADAM7_H

#include <stddef.h>
#include <stdint.h>

#include "core/image/image.h"

enum { TG_ADAM7_PASSES = 7 };

/* Columns and rows of a pass, either of which may be 0: the pass is then not in the file. */
size_t tg_adam7_cols(uint32_t width, unsigned pass);
size_t tg_adam7_rows(uint32_t height, unsigned pass);

/* Puts the pixels of one row of a pass where they belong. */
void tg_adam7_put(struct tg_image *im, unsigned pass, size_t row, const void *pixels);

/* Fills in what is missing when reading ended after `rows` rows of `pass`: a pixel gets the value
 * of the one that covers it in an earlier pass, or grey if there is none. */
void tg_adam7_fill(struct tg_image *im, unsigned pass, size_t rows);

#endif
