/* exif_apple.h (private) - Apple's maker note: "Apple iOS", NUL, a version and "MM", and a
 * directory as in TIFF, whose offsets are from the note's beginning. */
#ifndef TG_CODEC_EXIF_APPLE_H
#define TG_CODEC_EXIF_APPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libexif/exif-data.h>

/* The bytes of the text `tag`; NULL if the note is not Apple's or does not have it.  `note` may be
 * NULL. */
const char *tg_exif_apple_text(const ExifEntry *note, unsigned tag, size_t *len);

/* A signed rational; false if there is none. */
bool tg_exif_apple_rational(const ExifEntry *note, unsigned tag, double *value);

#endif
