/* tiff_pixels.c - plain samples of a TIFF page to planes, band by band if they are halved. */
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/samples.h"
#include "core/codec/tiff.h"
#include "core/image/alpha.h"

enum {
    BAND = 16,                     /* rows that are halved together, or those of a strip or tile */
    WHOLE_MAX = 16 << 20,          /* bytes of strips that are unpacked at once */
    PIXEL_MAX = 8,                 /* bytes of a pixel in planes */
    ROW_BYTES = 4 * 5 * 8 + 8 * 8, /* of a pixel in rows on their way: tiff_convert.c, `mixed` */
};

/* How samples are got. */
enum way {
    TILES,
    STRIPS, /* unpacked whole, which is fastest */
    ROWS,   /* by libtiff, which has the packed strip in memory */
    DIRECT, /* rows are in the file as they are */
};

/* Plain samples on their way into the planes. */
struct reader {
    struct tg_tiff *t;
    const struct tg_tiff_page *page;
    const struct tg_kernels *k;
    struct tg_image *image;   /* a band of the picture, or all of it */
    uint32_t y, band;         /* where `image` begins; its rows */
    struct tg_reduce *reduce; /* takes bands; NULL: there is one */
    struct tg_tiff_convert convert;
    struct tg_tiff_inflate inflate;
    enum way way;
    uint32_t block_h; /* rows of a tile; of a strip, as far as they are read at once */
    uint8_t *coded;   /* a row or a tile as libtiff delivers it; of planes apart, blocks of all */
    uint8_t *mixed;   /* of planes apart, a row of pixels */
    bool got, lost;   /* some of it could be read, some could not */
    bool there;       /* the same of what `padded` stands for */
};

static bool is_apart(const struct tg_tiff_page *p)
{
    return p->planar == PLANARCONFIG_SEPARATE && p->samples > 1;
}

bool tg_tiff_is_plain(const struct tg_tiff_page *p)
{
    if (!tg_tiff_samples_fit(p))
        return false;
    if (p->kind == TG_TIFF_CMYK || p->kind == TG_TIFF_LAB || p->bits > 16 ||
        p->sample_format == SAMPLEFORMAT_IEEEFP)
        return true;
    if (p->kind == TG_TIFF_PALETTE)
        return true;
    if (p->compression == COMPRESSION_JPEG) /* libtiff's own conversion knows YCbCr, but no alpha */
        return p->kind == TG_TIFF_GREY && p->samples == 2 && !is_apart(p);
    if (p->compression == COMPRESSION_OJPEG)
        return false;
    return !is_apart(p) || p->untagged_alpha;
}

static void invert(struct tg_image *im, size_t x, size_t y, size_t n)
{
    uint8_t *p = im->plane[0].data + y * im->plane[0].stride + x * (im->depth / 8);

    for (size_t i = 0; i < n * (im->depth / 8); i++)
        p[i] = (uint8_t)~p[i];
}

static void put(struct reader *r, size_t x, size_t y, size_t n, const uint8_t *pixels)
{
    y -= r->y;
    tg_samples_put(r->k, r->image, x, y, n, tg_tiff_convert_row(&r->convert, pixels, n));
    if (r->page->photometric == PHOTOMETRIC_MINISWHITE &&
        r->page->sample_format != SAMPLEFORMAT_IEEEFP)
        invert(r->image, x, y, n);
}

/* Bytes of a row of a block, of one plane if they are apart. */
static size_t block_stride(const struct tg_tiff_page *p)
{
    size_t samples = is_apart(p) ? 1 : p->samples;

    return (p->block_w * samples * p->bits + 7) / 8;
}

/* A row of all samples, or of sample `s` if they are apart. */
static bool read_row(struct reader *r, uint8_t *to, uint32_t y, uint16_t s)
{
    size_t n = block_stride(r->page);
    uint64_t at;

    if (r->way != DIRECT)
        return TIFFReadScanline(r->t->tiff, to, y, s) == 1;
    at = TIFFGetStrileOffset(r->t->tiff, TIFFComputeStrip(r->t->tiff, y, s));
    if (tg_rawfile_read(&r->t->file, at + (uint64_t)(y % r->page->block_h) * n, to, n) < n)
        return false;
    tg_tiff_swap(r->t, r->page->bits, to, n);
    return true;
}

/* Samples of row `row` of blocks that are apart, pixel by pixel. */
static const uint8_t *mix(const struct reader *r, size_t row, size_t n)
{
    size_t bytes = r->page->bits / 8u, stride = block_stride(r->page),
           step = r->page->samples * bytes;

    for (size_t s = 0; s < r->convert.channels; s++) {
        const uint8_t *from = r->coded + (s * r->block_h + row) * stride;

        for (size_t i = 0; i < n; i++)
            memcpy(r->mixed + i * step + s * bytes, from + i * bytes, bytes);
    }
    return r->mixed;
}

/* Shows the first `good` of the rows of a block and greys the rest. */
static void put_block(struct reader *r, uint32_t x, uint32_t y, size_t good)
{
    size_t n = r->page->block_w < r->page->w - x ? r->page->block_w : r->page->w - x;
    size_t rows = r->block_h < r->page->h - y ? r->block_h : r->page->h - y;

    r->got = r->got || good > 0;
    r->lost = r->lost || good < rows;
    for (size_t row = 0; row < rows; row++) {
        if (row >= good)
            tg_samples_lost(r->image, x, y + row - r->y, n);
        else if (is_apart(r->page))
            put(r, x, y + row, n, mix(r, row, n));
        else
            put(r, x, y + row, n, r->coded + row * block_stride(r->page));
    }
}

/* A tile of sample `s`, or of all. */
static bool unpack_tile(struct reader *r, uint32_t x, uint32_t y, uint16_t s, uint8_t *to)
{
    const struct tg_tiff_rows rows = {to, block_stride(r->page), r->block_h, r->page->bits};
    uint32_t i = TIFFComputeTile(r->t->tiff, x, y, 0, s);

    return tg_tiff_inflate(&r->inflate, r->t, r->k, i, &rows) ||
           TIFFReadTile(r->t->tiff, to, x, y, 0, s) >= 0;
}

static void read_tile(struct reader *r, uint32_t x, uint32_t y)
{
    size_t plane = block_stride(r->page) * r->block_h;
    unsigned planes = is_apart(r->page) ? r->convert.channels : 1;
    bool good = true;

    for (unsigned s = 0; s < planes; s++)
        good &= unpack_tile(r, x, y, (uint16_t)s, r->coded + s * plane);
    put_block(r, x, y, good ? r->block_h : 0);
}

/* Strips of planes apart: one plane after the other, since libtiff unpacks a strip from its
 * beginning whenever it returns to it. */
static void read_rows(struct reader *r, uint32_t y)
{
    size_t stride = block_stride(r->page), good = r->block_h;
    size_t rows = r->block_h < r->page->h - y ? r->block_h : r->page->h - y;
    size_t planes = is_apart(r->page) ? r->convert.channels : 1;

    for (size_t s = 0; s < planes; s++) {
        size_t row = 0;

        while (row < rows && read_row(r, r->coded + (s * r->block_h + row) * stride,
                                      y + (uint32_t)row, (uint16_t)s))
            row++;
        good = row < good ? row : good;
    }
    put_block(r, 0, y, good);
}

/* False if anything is wrong with it, of which nothing is told. */
static bool unpack_strip(struct reader *r, uint32_t y, size_t rows)
{
    const struct tg_tiff_rows to = {r->coded, block_stride(r->page), rows, r->page->bits};
    struct tg_tiff *t = r->t;
    uint32_t i = TIFFComputeStrip(t->tiff, y, 0);
    tmsize_t n = (tmsize_t)(to.rows * to.stride);
    bool before = t->text[0], good;

    if (r->inflate.unpacker)
        return tg_tiff_inflate(&r->inflate, t, r->k, i, &to);
    good = TIFFReadEncodedStrip(t->tiff, i, r->coded, n) == n && (before || !t->text[0]);
    if (!good && !before)
        t->text[0] = '\0';
    return good;
}

/* A whole strip.  If anything is wrong with it, it is read again by rows, which says what and tells
 * which rows are good: so is all that follows. */
static bool read_strip(struct reader *r, uint32_t y)
{
    size_t rows = r->block_h < r->page->h - y ? r->block_h : r->page->h - y;

    if (unpack_strip(r, y, rows)) {
        put_block(r, 0, y, rows);
        return true;
    }
    (void)tg_tiff_enter(r->t, TIFFCurrentDirOffset(r->t->tiff)); /* back to where it begins */
    r->way = ROWS;
    r->block_h = 1;
    return false;
}

static void finish_band(struct reader *r, uint32_t rows)
{
    const struct tg_tiff_page *page = r->page;

    if (r->image->alpha && page->extra_kind == EXTRASAMPLE_ASSOCALPHA &&
        (page->kind == TG_TIFF_GREY || page->kind == TG_TIFF_RGB) &&
        page->sample_format != SAMPLEFORMAT_IEEEFP)
        tg_image_unpremultiply(r->k, r->image);
    if (r->t->padded)
        tg_tiff_grey_missing(r->t, page, r->image, r->y, rows, &r->there, &r->lost);
    if (r->reduce)
        tg_reduce_take(r->reduce, r->image, rows);
    r->y += rows;
}

static void read_all(struct reader *r)
{
    uint32_t h = r->page->h;

    for (uint32_t y = 0; y < h;) {
        if (r->way == STRIPS && !read_strip(r, y))
            continue;
        if (r->way == TILES)
            for (uint64_t x = 0; x < r->page->w; x += r->page->block_w)
                read_tile(r, (uint32_t)x, y);
        else if (r->way != STRIPS)
            read_rows(r, y);
        y = r->block_h < h - y ? y + r->block_h : h;
        if (y - r->y >= r->band || y == h)
            finish_band(r, y - r->y);
    }
}

/* Whether all strips hold all their rows, unpacked. */
static bool is_direct(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    uint32_t n = TIFFNumberOfStrips(t->tiff), strips = (p->h - 1) / p->block_h + 1;
    uint16_t order = 0;

    (void)TIFFGetFieldDefaulted(t->tiff, TIFFTAG_FILLORDER, &order);
    if (p->compression != COMPRESSION_NONE || order != FILLORDER_MSB2LSB)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t y = i % strips * p->block_h;
        uint64_t rows = p->block_h < p->h - y ? p->block_h : p->h - y;
        uint64_t bytes = rows * block_stride(p), at = TIFFGetStrileOffset(t->tiff, i);

        if (TIFFGetStrileByteCount(t->tiff, i) < bytes || at > t->file.size ||
            bytes > t->file.size - at)
            return false;
    }
    return true;
}

static enum way find_way(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    bool packed = p->compression == COMPRESSION_LZW || p->compression == COMPRESSION_DEFLATE ||
                  p->compression == COMPRESSION_ADOBE_DEFLATE;

    if (p->tiled)
        return TILES;
    if (is_direct(t, p))
        return DIRECT;
    return packed && !is_apart(p) && p->block_h > 1 &&
                   (uint64_t)block_stride(p) * p->block_h <= WHOLE_MAX
               ? STRIPS
               : ROWS;
}

/* Rows that are read at once. */
static uint32_t rows_at_once(const struct tg_tiff_page *p, enum way way)
{
    return way == TILES || way == STRIPS || (way == ROWS && is_apart(p)) ? p->block_h : 1;
}

/* Rows of whole blocks that are halved together. */
static uint32_t band_rows(const struct tg_tiff_page *p, enum way way)
{
    uint32_t rows = rows_at_once(p, way);

    rows = rows < BAND ? (BAND - 1) / rows * rows + rows : rows;
    return rows < p->h ? rows : p->h;
}

/* Rows and tiles must be as large as their tags make them: libtiff computes the same in its own
 * way. */
static struct tg_err *make_rows(struct reader *r)
{
    const struct tg_tiff_page *p = r->page;
    size_t row = block_stride(p), coded, mixed; /* row: 2^32 x 8 x 64 bits at most */
    uint64_t size = p->tiled ? TIFFTileRowSize64(r->t->tiff) : TIFFScanlineSize64(r->t->tiff);

    if (row == 0 || p->block_h == 0 || size != row)
        return tg_err_new(TG_E_CORRUPT, r->t->path, "contradicts itself");
    r->way = find_way(r->t, p);
    r->block_h = rows_at_once(p, r->way);
    if (!tg_size_mul(row, r->block_h, &coded) ||
        !tg_size_mul(coded, is_apart(p) ? p->samples : 1, &coded) ||
        !tg_size_mul(p->w, p->samples * ((p->bits + 7u) / 8), &mixed))
        return tg_err_new(TG_E_CORRUPT, r->t->path, "contradicts itself");
    r->coded = calloc(1, coded); /* libtiff may leave some of it as it is */
    r->mixed = malloc(mixed);
    if (!r->coded || !r->mixed)
        return tg_err_nomem();
    return r->way == TILES || r->way == STRIPS
               ? tg_tiff_inflate_init(&r->inflate, r->t, p, row * r->block_h)
               : NULL;
}

struct tg_err *tg_tiff_report(const struct tg_tiff *t, bool got, bool lost,
                              struct tg_damage *damage)
{
    if (!got)
        return tg_tiff_error(t);
    if (lost || t->text[0])
        tg_damage_add(damage, t->text[0] ? t->text : "some of the picture is damaged");
    return NULL;
}

/* Whether rows 0 .. row of the strip or tile of sample `s` at column x and row y, which the file
 * holds as they are, lie in the file. */
static bool is_there(const struct tg_tiff *t, const struct tg_tiff_page *p, uint32_t x, uint32_t y,
                     unsigned s, uint32_t row)
{
    uint32_t i = p->tiled ? TIFFComputeTile(t->tiff, x, y, 0, (uint16_t)s)
                          : TIFFComputeStrip(t->tiff, y, (uint16_t)s);
    uint64_t n = p->tiled ? TIFFVTileSize64(t->tiff, row + 1) : TIFFVStripSize64(t->tiff, row + 1);
    uint64_t offset = TIFFGetStrileOffset(t->tiff, i);

    return offset <= t->file.size && n <= t->file.size - offset;
}

/* The same of all samples. */
static bool are_there(const struct tg_tiff *t, const struct tg_tiff_page *p, uint32_t x, uint32_t y,
                      uint32_t row)
{
    unsigned planes = is_apart(p) ? p->samples : 1;

    for (unsigned s = 0; s < planes; s++)
        if (!is_there(t, p, x, y, s, row))
            return false;
    return true;
}

void tg_tiff_grey_missing(const struct tg_tiff *t, const struct tg_tiff_page *p,
                          struct tg_image *band, uint32_t y, uint32_t rows, bool *got, bool *lost)
{
    for (uint32_t i = 0; i < rows; i++)
        for (uint64_t x = 0; x < p->w; x += p->block_w) {
            bool there = are_there(t, p, (uint32_t)x, y + i, (y + i) % p->block_h);

            *got = *got || there;
            *lost = *lost || !there;
            if (!there)
                tg_samples_lost(band, x, i, p->block_w < p->w - x ? p->block_w : p->w - x);
        }
}

/* Reads into `image`, or into bands that are halved to make it. */
static struct tg_err *read_samples(struct reader *r, const struct tg_tiff_how *how,
                                   struct tg_image *image)
{
    const struct tg_tiff_page *page = r->page;
    enum tg_model model = page->kind == TG_TIFF_GREY ? TG_GREY : TG_RGB;
    struct tg_image band = {0};
    struct tg_reduce reduce = {0};
    struct tg_err *err = tg_tiff_convert_init(&r->convert, r->t, page, r->k, how->deep);

    if (!err)
        err = make_rows(r);
    if (err)
        return err;
    r->image = how->halvings ? &band : image;
    r->band = how->halvings ? band_rows(page, r->way) : page->h;
    err =
        tg_image_new(r->image, page->w, r->band, model, tg_tiff_has_alpha(page), r->convert.depth);
    if (!err && how->halvings) {
        r->reduce = &reduce;
        err = tg_reduce_init(&reduce, r->k, how->halvings, page->w, page->h, &band, image);
    }
    if (!err)
        read_all(r);
    if (!err && r->reduce)
        tg_reduce_end(&reduce);
    tg_reduce_release(&reduce);
    tg_image_release(&band);
    return err;
}

struct tg_err *tg_tiff_read_plain(struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_tiff_how *how, struct tg_image *image,
                                  struct tg_damage *damage)
{
    struct reader r = {.t = t, .page = page, .k = how->kernels};
    struct tg_err *err = read_samples(&r, how, image);

    if (!err)
        err = tg_tiff_report(t, t->padded ? r.there : r.got, r.lost, damage);
    tg_tiff_convert_release(&r.convert);
    tg_tiff_inflate_release(&r.inflate);
    free(r.coded);
    free(r.mixed);
    return err;
}

uint64_t tg_tiff_plain_room(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    enum way way = p->block_h ? find_way(t, p) : TILES;
    uint64_t coded =
        (uint64_t)block_stride(p) * rows_at_once(p, way) * (is_apart(p) ? p->samples : 1);
    uint64_t band = (uint64_t)p->w * (band_rows(p, way) * PIXEL_MAX + ROW_BYTES);

    return 2 * coded + band + (way == DIRECT ? 0 : tg_tiff_largest_block(t, p));
}
