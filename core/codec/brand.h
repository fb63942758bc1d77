/* brand.h (private) - what ISO base media files say that they are. */
#ifndef TG_CODEC_BRAND_H
#define TG_CODEC_BRAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a file begins with a file type box. */
bool tg_brand_exists(const uint8_t *head, size_t len);

/* Whether that names a brand, which has four letters. */
bool tg_brand_is(const uint8_t *head, size_t len, const char *brand);

#endif
