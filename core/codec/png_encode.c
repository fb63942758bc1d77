/* png_encode.c - planes to PNG: filters by the least sum of differences, libdeflate.  PNG 3rd
 * edition, 5, 9 and 11. */
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "core/base/size.h"
#include "core/codec/deflate_codes.h"
#include "core/codec/extras.h"
#include "core/codec/png.h"
#include "core/codec/png_common.h"
#include "core/codec/png_form.h"

enum {
    EFFORT = 4,         /* what is usual */
    PROFILE_LEVEL = 6,  /* profiles are small */
    DATA_MAX = 1 << 30, /* of an IDAT chunk */
    SAMPLES = 4,        /* of the rows, in which repeats are looked for */
    SAMPLE = 16 << 10,
    GAIN = 20,   /* what a search has to save, a twentieth, unless time is given to it */
    PATIENT = 7, /* the least effort that always searches */
    CODES = 0,   /* the level that looks for none, core/codec/deflate_codes.h */
    STRONG = 16, /* mean difference at edges of text and drawings; of photos it is less */
};

/* libdeflate's levels by effort (docs/benchmarks.md: bytes and time by effort).  Those of photos
 * are used where there are repeats to look for. */
static const uint8_t levels[TG_EFFORT_MAX + 1] = {0, 1, 2, 4, 5, 6, 8, 10, 11, 12};
static const uint8_t photo_levels[TG_EFFORT_MAX + 1] = {0, 1, 1, 1, 1, 5, 8, 10, 11, 12};

struct encoder {
    const struct tg_kernels *k;
    const struct tg_image *im;
    struct tg_sink *dst;
    unsigned effort;
    bool plain;
    struct tg_png_form form;
    uint8_t *pixels;    /* a row on its way into its form */
    uint8_t *row[2];    /* one in that form, and the one above it */
    uint8_t *tried;     /* filtered */
    uint32_t drawn;     /* rows without a filter */
    struct tg_blob raw; /* all rows, filtered */
    struct tg_blob packed;
};

/* ---- Chunks ---------------------------------------------------------------------------------- */

static void put32(uint8_t *p, size_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static struct tg_err *put_bytes(struct tg_sink *dst, const void *data, size_t len)
{
    struct tg_err *err;

    if (len < TG_STREAM_CHUNK - dst->len) {
        memcpy(dst->buf + dst->len, data, len);
        dst->len += len;
        return NULL;
    }
    err = tg_sink_flush(dst);
    return err ? err : tg_sink_put(dst, data, len);
}

/* A chunk whose content is in two parts, either of which may be empty. */
static struct tg_err *put_chunk(struct tg_sink *dst, const char *name, const void *first,
                                size_t first_len, const void *rest, size_t rest_len)
{
    uint8_t head[8], end[4];
    uint32_t sum;
    struct tg_err *err;
    size_t len;

    if (!tg_size_add(first_len, rest_len, &len) || len > PNG_UINT_31_MAX)
        return tg_err_new(TG_E_LIMIT, dst->path, "carries metadata too large for a PNG chunk");
    put32(head, len);
    memcpy(head + 4, name, 4);
    sum = libdeflate_crc32(0, head + 4, 4);
    if (first_len) /* of NULL it would be 0 */
        sum = libdeflate_crc32(sum, first, first_len);
    if (rest_len)
        sum = libdeflate_crc32(sum, rest, rest_len);
    put32(end, sum);
    err = put_bytes(dst, head, sizeof(head));
    if (!err && first_len)
        err = put_bytes(dst, first, first_len);
    if (!err && rest_len)
        err = put_bytes(dst, rest, rest_len);
    return err ? err : put_bytes(dst, end, sizeof(end));
}

static struct tg_err *pack_codes(const uint8_t *data, size_t len, struct tg_blob *packed)
{
    size_t room = tg_deflate_codes_bound(len);

    packed->data = room < SIZE_MAX ? malloc(room) : NULL;
    if (packed->data)
        packed->len = tg_deflate_codes(data, len, packed->data);
    return packed->data ? NULL : tg_err_nomem();
}

/* As a zlib stream; the caller releases *packed. */
static struct tg_err *pack(const uint8_t *data, size_t len, int level, struct tg_blob *packed)
{
    struct libdeflate_compressor *c;
    size_t room;

    if (level == CODES)
        return pack_codes(data, len, packed);
    c = libdeflate_alloc_compressor(level);
    room = c ? libdeflate_zlib_compress_bound(c, len) : 0;
    packed->data = c ? malloc(room) : NULL;
    if (packed->data)
        packed->len = libdeflate_zlib_compress(c, data, len, packed->data, room);
    libdeflate_free_compressor(c);
    return packed->data ? NULL : tg_err_nomem();
}

static struct tg_err *put_icc(const struct encoder *e)
{
    static const char prefix[] = "icc\0"; /* name, method: its own NUL */
    struct tg_blob packed = {0};
    struct tg_err *err = pack(e->im->icc.data, e->im->icc.len, PROFILE_LEVEL, &packed);

    if (!err)
        err = put_chunk(e->dst, "iCCP", prefix, sizeof(prefix), packed.data, packed.len);
    tg_blob_release(&packed);
    return err;
}

static struct tg_err *put_palette(const struct encoder *e)
{
    uint8_t rgb[3 * TG_PNG_COLOURS], alpha[TG_PNG_COLOURS];
    const struct tg_png_form *form = &e->form;
    struct tg_err *err;

    for (size_t i = 0; i < form->colours; i++) {
        memcpy(rgb + 3 * i, form->colour[i], 3);
        alpha[i] = form->colour[i][3];
    }
    err = put_chunk(e->dst, "PLTE", rgb, 3 * form->colours, NULL, 0);
    return err || !form->clear ? err : put_chunk(e->dst, "tRNS", alpha, form->clear, NULL, 0);
}

static struct tg_err *put_header(const struct encoder *e)
{
    /* keyword NUL, not compressed, method, no language NUL, no translated keyword NUL */
    static const char xmp[] = "XML:com.adobe.xmp\0\0\0\0";
    const struct tg_image *im = e->im;
    struct tg_blob exif = tg_extras_bare_exif(im);
    uint8_t header[13] = {[8] = (uint8_t)e->form.depth, (uint8_t)e->form.type};
    struct tg_err *err;

    put32(header, im->width);
    put32(header + 4, im->height);
    err = put_bytes(e->dst, "\x89PNG\r\n\x1a\n", 8);
    if (!err)
        err = put_chunk(e->dst, "IHDR", header, sizeof(header), NULL, 0);
    if (!err && im->icc.data)
        err = put_icc(e);
    if (!err && exif.data)
        err = put_chunk(e->dst, "eXIf", exif.data, exif.len, NULL, 0);
    if (!err && im->xmp.data)
        err = put_chunk(e->dst, "iTXt", xmp, sizeof(xmp), im->xmp.data, im->xmp.len);
    return err || !e->form.colours || e->form.type != PNG_COLOR_TYPE_PALETTE ? err : put_palette(e);
}

static struct tg_err *put_data(const struct encoder *e)
{
    struct tg_err *err = NULL;

    for (size_t at = 0; !err && at < e->packed.len; at += DATA_MAX) {
        size_t left = e->packed.len - at;

        err = put_chunk(e->dst, "IDAT", e->packed.data + at, left < DATA_MAX ? left : DATA_MAX,
                        NULL, 0);
    }
    return err ? err : put_chunk(e->dst, "IEND", NULL, 0, NULL, 0);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Whether a row is of a drawing, a text or a screenshot: at least half of its bytes are as those of
 * the pixel before them and most of the others are far from them, or seven of eight are.  Such rows
 * are smaller as they are, since what repeats stays alike. */
static bool is_drawn(const struct encoder *e, const uint8_t *row, const uint8_t *prior)
{
    size_t n = e->form.row_bytes, same = 0;
    uint64_t sum = e->k->filter_sub(e->tried, row, prior, n, e->form.pixel_bytes);

    for (size_t i = 0; i < n; i++)
        same += e->tried[i] == 0;
    return same >= n - n / 8 || (same >= n - n / 2 && sum >= (uint64_t)STRONG * (n - same));
}

/* None for drawings, palettes, and few bits, whose values are no amounts; else the filter whose
 * differences are least, as libpng's authors advise. */
static void filter_row(struct encoder *e, const uint8_t *row, const uint8_t *prior, uint8_t *to)
{
    tg_filter_fn *const filters[] = {e->k->filter_none, e->k->filter_sub, e->k->filter_up,
                                     e->k->filter_average, e->k->filter_paeth};
    bool few = e->form.depth < 8 || e->form.type == PNG_COLOR_TYPE_PALETTE;
    uint64_t least = UINT64_MAX;

    if (few || (e->form.depth == 8 && is_drawn(e, row, prior))) {
        e->drawn++;
        to[0] = 0;
        memcpy(to + 1, row, e->form.row_bytes);
        return;
    }
    for (uint8_t f = 0; f < sizeof(filters) / sizeof(filters[0]); f++) {
        uint64_t sum = filters[f](e->tried, row, prior, e->form.row_bytes, e->form.pixel_bytes);

        if (sum >= least)
            continue;
        least = sum;
        to[0] = f;
        memcpy(to + 1, e->tried, e->form.row_bytes);
    }
}

/* *level becomes CODES unless samples of the rows become smaller by a search for repeats: in most
 * photos hardly anything repeats, in some whose noise was removed, or which are part of a page,
 * much does. */
static struct tg_err *try_codes(const struct encoder *e, int *level)
{
    size_t part = e->raw.len / SAMPLES, n = part < SAMPLE ? part : SAMPLE, with = 0, without = 0;

    for (size_t i = 0; i < 2 * SAMPLES; i++) {
        bool searched = i % 2;
        struct tg_blob packed = {0};
        struct tg_err *err =
            pack(e->raw.data + i / 2 * part, n, searched ? *level : CODES, &packed);

        if (err)
            return err;
        *(searched ? &with : &without) += packed.len;
        tg_blob_release(&packed);
    }
    if (with >= without - (e->effort > EFFORT ? 0 : without / GAIN))
        *level = CODES;
    return NULL;
}

static struct tg_err *pack_rows(struct encoder *e)
{
    bool photo = e->drawn < e->im->height / 2;
    int level = photo ? photo_levels[e->effort] : levels[e->effort];
    struct tg_err *err = photo && e->effort < PATIENT ? try_codes(e, &level) : NULL;

    return err ? err : pack(e->raw.data, e->raw.len, level, &e->packed);
}

static struct tg_err *make_room(struct encoder *e)
{
    size_t pixels, row = e->form.row_bytes;

    if (!tg_size_mul(e->im->width, 8, &pixels) || !tg_size_mul(e->im->height, row + 1, &e->raw.len))
        return tg_err_nomem();
    e->pixels = malloc(pixels + 4);
    e->row[0] = malloc(row);
    e->row[1] = calloc(row, 1);
    e->tried = malloc(row);
    e->raw.data = malloc(e->raw.len);
    return e->pixels && e->row[0] && e->row[1] && e->tried && e->raw.data ? NULL : tg_err_nomem();
}

static void fill_rows(struct encoder *e)
{
    for (uint32_t y = 0; y < e->im->height; y++) {
        uint8_t *row = e->row[y % 2];

        tg_png_form_row(&e->form, e->k, e->im, y, e->pixels, row);
        filter_row(e, row, e->row[(y + 1) % 2], e->raw.data + y * (e->form.row_bytes + 1));
    }
}

static struct tg_err *encode(struct encoder *e)
{
    struct tg_err *err;

    tg_png_form_find(&e->form, e->im, e->plain);
    err = make_room(e);
    if (err)
        return err;
    fill_rows(e);
    err = pack_rows(e);
    if (!err)
        err = put_header(e);
    if (!err)
        err = put_data(e);
    return err ? err : tg_sink_flush(e->dst);
}

struct tg_err *tg_png_encode(const struct tg_kernels *k, const struct tg_image *image,
                             const struct tg_encode_options *options, struct tg_sink *dst)
{
    struct encoder e = {.k = k,
                        .im = image,
                        .dst = dst,
                        .effort = options->effort ? options->effort : EFFORT,
                        .plain = options->plain};
    struct tg_err *err;

    if (image->model == TG_YCC)
        return tg_err_new(TG_E_USAGE, dst->path, "PNG has no YCbCr");
    err = encode(&e);
    free(e.pixels);
    free(e.row[0]);
    free(e.row[1]);
    free(e.tried);
    tg_blob_release(&e.raw);
    tg_blob_release(&e.packed);
    return err;
}
