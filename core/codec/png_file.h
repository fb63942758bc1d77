/* png_file.h (private) - a PNG file without any fault, in memory: its chunks, and the rows of its
 * picture unpacked. */
#ifndef TG_CODEC_PNG_FILE_H
#define TG_CODEC_PNG_FILE_H

#include <stdbool.h>

#include "core/codec/codec.h"
#include "core/codec/png_chunks.h"

struct tg_png_file {
    uint32_t width, height;
    unsigned depth, type; /* bits of a sample; colour type, as in IHDR */
    bool interlaced;
    unsigned channels;                    /* of the file: 1 for palettes */
    size_t pixel_bytes;                   /* of the file, at least 1 */
    const uint8_t *palette, *transparent; /* contents of PLTE and tRNS; NULL: there is none */
    size_t palette_len, transparent_len;
    png_unknown_chunk kept[TG_PNG_KEPT_MAX];
    size_t front_len, kept_len; /* those before the pixels; all */
    uint8_t *rows; /* owned: each a byte for its filter, and its pixels; pass by pass */
    size_t rows_len;

    struct tg_blob file; /* owned; the rest is private */
    size_t coded, coded_len;
};

/* Whether a sample of the picture is transparent where it is not of a palette, or its palette is in
 * part. */
bool tg_png_file_has_alpha(const struct tg_png_file *f);

/* Reads a file of which nothing was read.  *good: it is all that libpng would take without a word,
 * no animation, and with its rows and planes of `deep` or of 8-bit samples takes no more memory
 * than core/run/memory.c allows for.  To be released in any case. */
struct tg_err *tg_png_file_read(struct tg_png_file *f, struct tg_source *src,
                                const struct tg_limits *limits, bool metadata,
                                bool *good) TG_MUST_USE;

/* Unpacks the rows.  *good: they are all there, and nothing else. */
struct tg_err *tg_png_file_unpack(struct tg_png_file *f, bool *good) TG_MUST_USE;

/* Bytes of `cols` pixels, without the filter. */
size_t tg_png_file_row_bytes(const struct tg_png_file *f, size_t cols);

void tg_png_file_release(struct tg_png_file *f);

#endif
