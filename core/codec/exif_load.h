/* exif_load.h (private to core/codec) - EXIF blocks through libexif. */
#ifndef TG_CODEC_EXIF_LOAD_H
#define TG_CODEC_EXIF_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libexif/exif-data.h>

/* Whether libexif can read a block without much ado: it is not too large, little points to
 * directories, and its entries do not have many times the data of the block.  A block that points
 * to itself over and over keeps libexif busy for seconds. */
bool tg_exif_is_sane(const uint8_t *block, size_t len);

/* NULL if the block is not sane or memory is short.  The caller gives it back with
 * exif_data_unref(). */
ExifData *tg_exif_load(const uint8_t *block, size_t len);

#endif
