/* exif_load.h (private to core/codec) - EXIF blocks through libexif. */
#ifndef TG_CODEC_EXIF_LOAD_H
#define TG_CODEC_EXIF_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include <libexif/exif-data.h>

/* NULL if the block is too large or memory is short.  The caller gives it back with exif_data_unref(). */
ExifData *tg_exif_load(const uint8_t *block, size_t len);

#endif
