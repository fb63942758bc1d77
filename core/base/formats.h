/* formats.h - the picture formats: a row each, which everything that depends on a format asks.
 *
 * Parts: formats.c. */
#ifndef TG_BASE_FORMATS_H
#define TG_BASE_FORMATS_H

#include <stdbool.h>

/* X(CODE, codec, number, built, written, copied, name, type, kept, suffix...):
 *   CODE      TG_CODE is the format
 *   codec     tg_codec_<codec> reads it, and writes it if it can (core/codec/codec.h)
 *   number    of the format in states and messages.  4 was TIFF as 0.1.0 read it, which chose other
 *             pages and colours and took thumbnails of raw photos: a record of it is none.
 *   built     whether this program has it: 1, or TG_HAVE_CODE of an optional library
 *   written   the format, by its CODE, of pictures that are made of one of this format
 *   copied    a whole picture stays in its format, with all its frames, whatever is written
 *   name      for people
 *   type      of HTTP
 *   suffix    of files, at most TG_FORMAT_SUFFIXES; the first one is that of outputs
 *   kept      how many of these stay in names of outputs: servers do not know the others */
#define TG_FORMAT_ROWS(X)                                                                          \
    X(JPEG, jpeg, 0, 1, JPEG, 1, "JPEG", "image/jpeg", 3, ".jpg", ".jpeg", ".jpe", ".jfif",        \
      ".jfi", ".jif", ".pjpeg", ".pjp", ".mpo", ".jps", ".insp")                                   \
    X(PNG, png, 1, 1, PNG, 1, "PNG", "image/png", 1, ".png", ".apng")                              \
    X(WEBP, webp, 2, 1, WEBP, 1, "WebP", "image/webp", 1, ".webp")                                 \
    X(GIF, gif, 3, TG_HAVE_GIF, PNG, 1, "GIF", "image/gif", 1, ".gif")                             \
    X(TIFF, tiff, 5, TG_HAVE_TIFF, JPEG, 0, "TIFF", "image/tiff", 2, ".tif", ".tiff")              \
    X(BMP, bmp, 6, 1, PNG, 0, "BMP", "image/bmp", 2, ".bmp", ".dib")                               \
    X(AVIF, avif, 7, TG_HAVE_AVIF, JPEG, 0, "AVIF", "image/avif", 1, ".avif", ".avifs")            \
    X(HEIC, heic, 8, TG_HAVE_HEVC, JPEG, 0, "HEIC", "image/heic", 1, ".heic", ".heics", ".heif",   \
      ".hif")                                                                                      \
    X(RAW, raw, 9, 1, JPEG, 0, "raw", "image/x-raw", 1, ".dng", ".arw", ".cr2", ".cr3", ".nef",    \
      ".nrw", ".orf", ".ori", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srw", ".x3f")

enum { TG_FORMAT_SUFFIXES = 15 };

#define TG_FORMAT_CODE(CODE, codec, number, ...) TG_##CODE = (number),
enum tg_format { TG_FORMAT_ROWS(TG_FORMAT_CODE) TG_FORMATS /* one more than the last */ };
#undef TG_FORMAT_CODE

struct tg_format_row {
    enum tg_format format, written;
    bool built, copied;
    const char *name, *type; /* NULL: no format has this number */
    unsigned kept;
    const char *suffixes[TG_FORMAT_SUFFIXES + 1]; /* until NULL */
};

extern const struct tg_format_row tg_formats[TG_FORMATS];

/* The row of the format that files with the suffix of `path`, in upper or lower case, should have,
 * built or not; NULL if there is none. */
const struct tg_format_row *tg_format_of_suffix(const char *path);

/* Whether this program writes files of the format. */
bool tg_format_is_written(enum tg_format format);

/* What to say of AVIF where it is not. */
#define TG_NO_AVIF_WRITER                                                                          \
    "this program was built without libaom, which writes AVIF; Debian's package has it"

/* The suffix of outputs of the same format as such a file: its own, spelling and all, if that is
 * kept; else the format's first. */
const char *tg_format_kept_suffix(const char *path);

#endif
