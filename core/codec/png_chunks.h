/* png_chunks.h (private) - the ancillary chunks that we read: acTL, cHRM, cICP, eXIf, fcTL, gAMA,
 * iCCP, sRGB and XMP's iTXt.  libpng only hands us their bytes, since it would refuse profiles
 * that are merely unusual. */
#ifndef TG_CODEC_PNG_CHUNKS_H
#define TG_CODEC_PNG_CHUNKS_H

#include <stdbool.h>

#include "core/codec/png_common.h"

/* Asks libpng to keep those chunks and to drop all others that are not needed for the pixels; with
 * `metadata` XMP too. */
void tg_png_keep_chunks(png_structp png, bool metadata);

/* Whether the image in front of which these chunks stand is no frame of the animation that the file
 * holds.  Later frames' chunks will not be kept. */
bool tg_png_hides_default(png_structp png, png_infop chunks);

/* Sets orientation and date from the eXIf chunk; `info` is untouched if there is none. */
void tg_png_read_exif(png_structp png, png_infop chunks, struct tg_info *info);

/* Sets im->animated and im->icc, and im->exif and im->xmp if `metadata` is wanted.  Chunks that
 * make no sense are ignored; those whose loss changes colours are damage, and those whose meaning
 * we cannot keep worth a note. */
struct tg_err *tg_png_read_chunks(png_structp png, png_infop chunks, bool metadata,
                                  struct tg_image *im, struct tg_damage *damage) TG_MUST_USE;

/* Sets im->icc to a profile of our own that says what gAMA does, and cHRM with it, if nothing else,
 * which would count for more, describes the colours. */
struct tg_err *tg_png_read_numbers(png_structp png, png_infop chunks,
                                   struct tg_image *im) TG_MUST_USE;

/* The XMP packet of an iTXt chunk's content; *xmp is left alone if it holds none, or a damaged
 * one. */
struct tg_err *tg_png_unpack_xmp(const uint8_t *data, size_t len, struct tg_blob *xmp) TG_MUST_USE;

#endif
