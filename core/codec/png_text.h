/* png_text.h - short texts in PNG files: tEXt chunks, of Latin-1.  PNG 3rd edition, 11.3.3.2. */
#ifndef TG_CODEC_PNG_TEXT_H
#define TG_CODEC_PNG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"

/* Where chunks may be put into a file that is there: behind signature and IHDR, which are of that
 * length in all files. */
enum { TG_PNG_TEXT_AT = 33 };

/* Appends the chunk of a text.  `key`: 1 to 79 bytes.  The caller knows that both are Latin-1. */
void tg_png_text_put(struct tg_buf *chunks, const char *key, const char *text);

/* The text of a key in the head of a file, of which `len` bytes are there: before its picture, and
 * whole.  It is not ended by NUL; NULL: it is not there. */
const char *tg_png_text_get(const uint8_t *head, size_t len, const char *key, size_t *text_len);

/* Appends a whole file with these chunks: one pixel that is not there. */
void tg_png_text_alone(struct tg_buf *file, const struct tg_buf *chunks);

#endif
