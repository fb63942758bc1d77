/* png_file.c - see png_file.h.  PNG 3rd edition, 5 and 11. */
#include "core/codec/png_file.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "core/codec/bounds.h"
#include "core/codec/extras.h"
#include "core/codec/png.h"
#include "core/codec/png_adam7.h"
#include "core/codec/whole.h"

enum {
    SIGNATURE = 8,
    NAME = 4, /* where a chunk has it */
    HEAD = 8, /* and its content */
    AROUND = 12,
    IHDR = 13,
    SPARE = 1 << 20,     /* of the memory that is allowed for any picture */
    LARGEST = 256 << 20, /* file and rows */
    PIXEL_BYTES = 12,    /* core/run/memory.c */
    WINDOW = 32768,      /* the largest of deflate's */
};

/* Where a chunk stands. */
enum place { FRONT, PIXELS, BEHIND, END };

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Table 12: the depths of each colour type, as bits 1 << depth. */
static bool read_header(struct tg_png_file *f, const uint8_t *ihdr)
{
    static const uint32_t depths[] = {1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16,
                                      0,
                                      1 << 8 | 1 << 16,
                                      1 << 1 | 1 << 2 | 1 << 4 | 1 << 8,
                                      1 << 8 | 1 << 16,
                                      0,
                                      1 << 8 | 1 << 16};
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};

    f->width = get32(ihdr);
    f->height = get32(ihdr + 4);
    f->depth = ihdr[8];
    f->type = ihdr[9];
    if (f->type >= sizeof(channels) || f->depth > 16 || !(depths[f->type] >> f->depth & 1) ||
        ihdr[10] || ihdr[11] || ihdr[12] > 1)
        return false;
    f->interlaced = ihdr[12];
    f->channels = channels[f->type];
    f->pixel_bytes = (f->channels * f->depth + 7) / 8;
    return true;
}

size_t tg_png_file_row_bytes(const struct tg_png_file *f, size_t cols)
{
    return (cols * f->channels * f->depth + 7) / 8;
}

static uint64_t count_rows(const struct tg_png_file *f)
{
    uint64_t bytes = 0;

    if (!f->interlaced)
        return f->height * (uint64_t)(1 + tg_png_file_row_bytes(f, f->width));
    for (unsigned pass = 0; pass < TG_ADAM7_PASSES; pass++) {
        size_t cols = tg_adam7_cols(f->width, pass);

        if (cols)
            bytes +=
                tg_adam7_rows(f->height, pass) * (uint64_t)(1 + tg_png_file_row_bytes(f, cols));
    }
    return bytes;
}

/* Planes take at most 8 bits of four channels, or 16 where rows have 16. */
static bool is_small_enough(const struct tg_png_file *f, uint64_t file)
{
    uint64_t pixels = (uint64_t)f->width * f->height;
    uint64_t together = file + f->rows_len;

    return together <= LARGEST &&
           together + pixels * (f->depth == 16 ? 8 : 4) <= pixels * PIXEL_BYTES + SPARE;
}

/* ---- Chunks ---------------------------------------------------------------------------------- */

static bool is(const uint8_t *chunk, const char *name)
{
    return memcmp(chunk + NAME, name, 4) == 0;
}

static bool is_name(const uint8_t *name)
{
    for (int i = 0; i < 4; i++)
        if ((name[i] | 0x20) < 'a' || (name[i] | 0x20) > 'z')
            return false;
    return true;
}

static bool is_sum_right(const uint8_t *chunk, size_t n)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    (void)chunk; /* or no changed byte would get past the checksums */
    (void)n;
    return true;
#else
    return libdeflate_crc32(0, chunk + NAME, NAME + n) == get32(chunk + HEAD + n);
#endif
}

/* Colours of a picture in true colour are a hint for those who show fewer. */
static bool take_palette(struct tg_png_file *f, const uint8_t *content, size_t n)
{
    if (f->palette || f->transparent || !(f->type & PNG_COLOR_MASK_COLOR) || n == 0 || n % 3 ||
        n > (f->type == PNG_COLOR_TYPE_PALETTE ? (size_t)3 << f->depth : 768))
        return false;
    f->palette = content;
    f->palette_len = n;
    return true;
}

/* Whether a file's samples can be so large. */
static bool is_sample(const struct tg_png_file *f, const uint8_t *value)
{
    return ((unsigned)value[0] << 8 | value[1]) >> f->depth == 0;
}

static bool take_transparent(struct tg_png_file *f, const uint8_t *content, size_t n)
{
    bool fits = f->type == PNG_COLOR_TYPE_PALETTE ? n >= 1 && 3 * n <= f->palette_len
                : f->type == PNG_COLOR_TYPE_RGB   ? n == 6
                                                  : f->type == PNG_COLOR_TYPE_GRAY && n == 2;

    if (f->transparent || !fits)
        return false;
    for (size_t i = 0; f->type != PNG_COLOR_TYPE_PALETTE && i < n; i += 2)
        if (!is_sample(f, content + i))
            return false;
    f->transparent = content;
    f->transparent_len = n;
    return true;
}

/* The contents of all IDAT chunks come together where the first one's is. */
static bool take_pixels(struct tg_png_file *f, uint8_t *content, size_t n, enum place *place)
{
    if (*place > PIXELS || (f->type == PNG_COLOR_TYPE_PALETTE && !f->palette))
        return false;
    if (*place == FRONT) {
        f->coded = (size_t)(content - f->file.data);
        f->front_len = f->kept_len;
    }
    *place = PIXELS;
    memmove(f->file.data + f->coded + f->coded_len, content, n);
    f->coded_len += n;
    return true;
}

static bool keep(struct tg_png_file *f, uint8_t *chunk, size_t n)
{
    png_unknown_chunk *kept = &f->kept[f->kept_len];

    if (f->kept_len + 4 > TG_PNG_KEPT_MAX) /* libpng counts in a way of its own */
        return false;
    *kept = (png_unknown_chunk){.data = chunk + HEAD, .size = n};
    memcpy(kept->name, chunk + NAME, 4);
    f->kept_len++;
    return true;
}

/* One whose sum is right.  False if libpng would have something to say, or a player. */
static bool take(struct tg_png_file *f, uint8_t *chunk, size_t n, bool metadata, enum place *place)
{
    uint8_t *content = chunk + HEAD;

    if (is(chunk, "IDAT"))
        return take_pixels(f, content, n, place);
    if (n > TG_EXTRA_MAX)
        return false;
    if (*place == PIXELS)
        *place = BEHIND;
    if (is(chunk, "IEND")) {
        bool last = *place == BEHIND && n == 0;

        *place = END;
        return last;
    }
    if (is(chunk, "PLTE"))
        return *place == FRONT && take_palette(f, content, n);
    if (is(chunk, "tRNS"))
        return *place == FRONT && take_transparent(f, content, n);
    if (is(chunk, "acTL") || is(chunk, "fcTL") || is(chunk, "fdAT"))
        return false;
    if (tg_png_is_kept(chunk + NAME, metadata))
        return keep(f, chunk, n);
    return chunk[NAME] & 0x20; /* else it must be understood */
}

static bool walk(struct tg_png_file *f, bool metadata)
{
    size_t at = SIGNATURE + AROUND + IHDR;
    enum place place = FRONT;

    while (place != END) {
        uint8_t *chunk = f->file.data + at;
        size_t n;

        if (f->file.len - at < AROUND)
            return false;
        n = get32(chunk);
        if (n > f->file.len - at - AROUND || !is_name(chunk + NAME) || !is_sum_right(chunk, n) ||
            !take(f, chunk, n, metadata, &place))
            return false;
        at += AROUND + n;
    }
    /* libpng takes no more coded data than stored ones can be. */
    return f->coded_len <= f->rows_len + f->rows_len / 4096 + 64;
}

/* ---- The file -------------------------------------------------------------------------------- */

static bool begin(struct tg_png_file *f, const struct tg_source *src,
                  const struct tg_limits *limits)
{
    static const uint8_t start[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    uint64_t size = tg_source_size(src), rows;
    struct tg_err *err;

    if (src->len < SIGNATURE + AROUND + IHDR || memcmp(src->buf, start, sizeof(start) - 1) != 0 ||
        !is_sum_right(src->buf + SIGNATURE, IHDR) || !read_header(f, src->buf + SIGNATURE + HEAD))
        return false;
    err = tg_bounds_check(src, limits, f->width, f->height,
                          tg_png_least_bytes(f->width, f->height, f->depth, f->type));
    tg_err_free(err); /* it will come again */
    if (err)
        return false;
    rows = count_rows(f);
    f->rows_len = rows < LARGEST ? (size_t)rows : LARGEST + 1;
    return is_small_enough(f, size);
}

struct tg_err *tg_png_file_read(struct tg_png_file *f, struct tg_source *src,
                                const struct tg_limits *limits, bool metadata, bool *good)
{
    struct tg_err *err;

    *f = (struct tg_png_file){.width = 0};
    *good = false;
    if (src->fd < 0 || src->start < 0)
        return NULL;
    err = tg_source_peek(src);
    if (err || !begin(f, src, limits))
        return err;
    err = tg_whole_read(src, &f->file);
    *good = !err && is_small_enough(f, f->file.len) && walk(f, metadata);
    return err;
}

/* A window that is smaller than the data must hold: some programs declare one that is too small,
 * which zlib takes for damage. */
static bool has_window(const struct tg_png_file *f)
{
    const uint8_t *zlib = f->file.data + f->coded;
    size_t window;

    if (f->coded_len < 2)
        return false;
    window = (size_t)256 << (zlib[0] >> 4);
    return window >= WINDOW || window >= f->rows_len;
}

struct tg_err *tg_png_file_unpack(struct tg_png_file *f, bool *good)
{
    struct libdeflate_decompressor *d;
    size_t used = 0;

    *good = has_window(f);
    if (!*good)
        return NULL;
    f->rows = malloc(f->rows_len);
    d = libdeflate_alloc_decompressor();
    if (f->rows && d)
        *good = libdeflate_zlib_decompress_ex(d, f->file.data + f->coded, f->coded_len, f->rows,
                                              f->rows_len, &used, NULL) == LIBDEFLATE_SUCCESS &&
                used == f->coded_len;
    libdeflate_free_decompressor(d);
    return f->rows && d ? NULL : tg_err_nomem();
}

bool tg_png_file_has_alpha(const struct tg_png_file *f)
{
    return (f->type & PNG_COLOR_MASK_ALPHA) || f->transparent;
}

void tg_png_file_release(struct tg_png_file *f)
{
    tg_blob_release(&f->file);
    free(f->rows);
    *f = (struct tg_png_file){.width = 0};
}
