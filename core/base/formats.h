/* formats.h - the picture formats: a row each, which everything that depends on a format asks.
 *
 * Parts: formats.c. */
#ifndef TG_BASE_FORMATS_H
#define TG_BASE_FORMATS_H

#include <stdbool.h>

/* X(CODE, codec, built, written, copied, name, type, suffix...):
 *   CODE      TG_CODE is the format.  States and messages have its number: add rows at the end.
 *   codec     tg_codec_<codec> reads it, and writes it if it can (core/codec/codec.h)
 *   built     whether this program has it: 1, or TG_HAVE_CODE of an optional library
 *   written   the format, by its CODE, of pictures that are made of one of this format
 *   copied    a whole picture stays in its format, with all its frames, whatever is written
 *   name      for people
 *   type      of HTTP
 *   suffix    of files, at most TG_FORMAT_SUFFIXES; the first one is that of outputs */
#define TG_FORMAT_ROWS(X)                                                                          \
    X(JPEG, jpeg, 1, JPEG, 1, "JPEG", "image/jpeg", ".jpg", ".jpeg", ".jpe")                       \
    X(PNG, png, 1, PNG, 1, "PNG", "image/png", ".png")                                             \
    X(WEBP, webp, 1, WEBP, 1, "WebP", "image/webp", ".webp")                                       \
    X(GIF, gif, TG_HAVE_GIF, PNG, 1, "GIF", "image/gif", ".gif")                                   \
    X(TIFF, tiff, TG_HAVE_TIFF, JPEG, 0, "TIFF", "image/tiff", ".tif", ".tiff")

enum { TG_FORMAT_SUFFIXES = 4 };

#define TG_FORMAT_CODE(CODE, ...) TG_##CODE,
enum tg_format { TG_FORMAT_ROWS(TG_FORMAT_CODE) TG_FORMATS /* how many there are */ };
#undef TG_FORMAT_CODE

struct tg_format_row {
    enum tg_format format, written;
    bool built, copied;
    const char *name, *type;
    const char *suffixes[TG_FORMAT_SUFFIXES + 1]; /* until NULL */
};

extern const struct tg_format_row tg_formats[TG_FORMATS];

/* The row of the format that files with the suffix of `path`, in upper or lower case, should have,
 * built or not; NULL if there is none. */
const struct tg_format_row *tg_format_of_suffix(const char *path);

#endif
