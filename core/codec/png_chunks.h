/* png_chunks.h (private) - the ancillary chunks that we read: acTL, cHRM, cICP, eXIf, fcTL, gAMA,
 * iCCP, sRGB and XMP's iTXt.  libpng only hands us their bytes, since it would refuse profiles
 * that are merely unusual; png_whole.c finds them itself. */
#ifndef TG_CODEC_PNG_CHUNKS_H
#define TG_CODEC_PNG_CHUNKS_H

#include <stdbool.h>

#include "core/codec/png_common.h"

enum { TG_PNG_KEPT_MAX = 64 }; /* of a file */

/* Chunks in the order of the file, borrowed. */
struct tg_png_chunks {
    const png_unknown_chunk *list;
    size_t len;
};

/* Those that libpng has kept in `info`. */
struct tg_png_chunks tg_png_chunks_of(png_structp png, png_infop info);

/* Whether one of that name is to be kept. */
bool tg_png_is_kept(const uint8_t name[4], bool metadata);

/* Asks libpng to keep those chunks and to drop all others that are not needed for the pixels; with
 * `metadata` XMP too. */
void tg_png_keep_chunks(png_structp png, bool metadata);

/* Whether the image in front of which these chunks stand is no frame of the animation that the file
 * holds.  Later frames' chunks will not be kept. */
bool tg_png_hides_default(png_structp png, png_infop info);

/* Sets orientation and date from the eXIf chunk; `info` is untouched if there is none. */
void tg_png_read_exif(struct tg_png_chunks chunks, struct tg_info *info);

/* What the chunks in front of the pixels and behind them say of the picture, once that is there:
 * sets what `info` has of EXIF, im->orientation, im->animated and im->icc, and im->exif and im->xmp
 * if `metadata` is wanted; those in front win.  Chunks that make no sense are ignored; those whose
 * loss changes colours are damage, and those whose meaning we cannot keep worth a note.  Drops
 * alpha that is none. */
struct tg_err *tg_png_finish(struct tg_png_chunks front, struct tg_png_chunks behind, bool metadata,
                             struct tg_info *info, struct tg_image *im,
                             struct tg_damage *damage) TG_MUST_USE;

/* The XMP packet of an iTXt chunk's content; *xmp is left alone if it holds none, or a damaged
 * one. */
struct tg_err *tg_png_unpack_xmp(const uint8_t *data, size_t len, struct tg_blob *xmp) TG_MUST_USE;

#endif
