/* exif.h - the few metadata we take from EXIF, through libexif.
 *
 * Parts: exif_check.c, exif_metadata.c. */
#ifndef TG_CODEC_EXIF_H
#define TG_CODEC_EXIF_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/metadata.h"
#include "core/codec/info.h"
#include "core/image/image.h"

/* Sets info->orientation (1 if absent or nonsense), info->date ("" if absent or no valid time)
 * and info->adobe_rgb from an EXIF block that begins with "Exif\0\0".  Damaged blocks count as
 * absent: they never cost a picture. */
void tg_exif_read(const uint8_t *block, size_t len, struct tg_info *info);

/* Adds camera, lens, exposure, description, location, rating and the identifier of a Live Photo
 * from such a block to *metadata.  What makes no sense counts as absent; the only error is
 * memory. */
struct tg_err *tg_exif_parse(const uint8_t *block, size_t len,
                             struct tg_metadata *metadata) TG_MUST_USE;

/* Makes a kept block fit for a picture that lies as `orientation` says, 1 if it is upright: without
 * an embedded thumbnail, which would show the old orientation, and perhaps what was cropped away.
 * A damaged block is released. */
struct tg_err *tg_exif_set_orientation(struct tg_blob *exif, unsigned orientation) TG_MUST_USE;

/* Bytes of a block made by tg_exif_write(), and of them those that matter without a date. */
enum { TG_EXIF_BYTES = 82, TG_EXIF_TURN = 32 };

/* Writes a minimal EXIF block with an orientation and, unless `date` is "", the time of
 * shooting. */
void tg_exif_write(uint8_t block[TG_EXIF_BYTES], unsigned orientation, const char *date);

/* Makes a block of these texts, each NULL if there is none; long ones are cut. */
struct tg_err *tg_exif_write_texts(const char *description, const char *make, const char *model,
                                   struct tg_blob *exif) TG_MUST_USE;

#endif
