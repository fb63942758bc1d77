/* tiff_pixels.c - pixels of a TIFF page to planes. */
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"
#include "core/codec/tiff.h"

/* Plain samples on their way into the planes. */
struct reader {
    const struct tg_tiff *t;
    const struct tg_tiff_page *page;
    const struct tg_kernels *k;
    struct tg_image *image;
    struct tg_tiff_convert convert;
    uint32_t block_w, block_h; /* of tiles; of strips, as far as they are read at once */
    uint8_t *coded; /* a row or a tile as libtiff delivers it; of planes apart, blocks of all */
    uint8_t *mixed; /* of planes apart, a row of pixels */
    bool got, lost; /* some of it could be read, some could not */
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
    tg_samples_put(r->k, r->image, x, y, n, tg_tiff_convert_row(&r->convert, pixels, n));
    if (r->page->photometric == PHOTOMETRIC_MINISWHITE &&
        r->page->sample_format != SAMPLEFORMAT_IEEEFP)
        invert(r->image, x, y, n);
}

static void read_strips(struct reader *r)
{
    for (uint32_t y = 0; y < r->page->h; y++) {
        if (TIFFReadScanline(r->t->tiff, r->coded, y, 0) == 1) {
            r->got = true;
            put(r, 0, y, r->page->w, r->coded);
        } else {
            r->lost = true;
            tg_samples_lost(r->image, 0, y, r->page->w);
        }
    }
}

/* Bytes of a row of a block, of one plane if they are apart. */
static size_t block_stride(const struct reader *r)
{
    size_t samples = is_apart(r->page) ? 1 : r->page->samples;

    return (r->block_w * samples * r->page->bits + 7) / 8;
}

/* Samples of row `row` of blocks that are apart, pixel by pixel. */
static const uint8_t *mix(const struct reader *r, size_t row, size_t n)
{
    size_t bytes = r->page->bits / 8u, stride = block_stride(r), step = r->page->samples * bytes;

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
    size_t n = r->block_w < r->page->w - x ? r->block_w : r->page->w - x;
    size_t rows = r->block_h < r->page->h - y ? r->block_h : r->page->h - y;

    r->got = r->got || good > 0;
    r->lost = r->lost || good < rows;
    for (size_t row = 0; row < rows; row++) {
        if (row >= good)
            tg_samples_lost(r->image, x, y + row, n);
        else if (is_apart(r->page))
            put(r, x, y + row, n, mix(r, row, n));
        else
            put(r, x, y + row, n, r->coded + row * block_stride(r));
    }
}

static void read_tile(struct reader *r, uint32_t x, uint32_t y)
{
    size_t plane = block_stride(r) * r->block_h;
    unsigned planes = is_apart(r->page) ? r->convert.channels : 1;
    bool good = true;

    for (unsigned s = 0; s < planes; s++)
        good &= TIFFReadTile(r->t->tiff, r->coded + s * plane, x, y, 0, (uint16_t)s) >= 0;
    put_block(r, x, y, good ? r->block_h : 0);
}

/* Strips of planes apart: one plane after the other, since libtiff unpacks a strip from its
 * beginning whenever it returns to it. */
static void read_strip(struct reader *r, uint32_t y)
{
    size_t stride = block_stride(r), good = r->block_h;
    size_t rows = r->block_h < r->page->h - y ? r->block_h : r->page->h - y;

    for (size_t s = 0; s < r->convert.channels; s++) {
        size_t row = 0;

        while (row < rows &&
               TIFFReadScanline(r->t->tiff, r->coded + (s * r->block_h + row) * stride,
                                y + (uint32_t)row, (uint16_t)s) == 1)
            row++;
        good = row < good ? row : good;
    }
    put_block(r, 0, y, good);
}

static void read_blocks(struct reader *r)
{
    for (uint64_t y = 0; y < r->page->h; y += r->block_h)
        for (uint64_t x = 0; x < r->page->w; x += r->block_w) {
            if (r->page->tiled)
                read_tile(r, (uint32_t)x, (uint32_t)y);
            else
                read_strip(r, (uint32_t)y);
        }
}

/* Tiles and strips of planes apart are read whole, other strips row by row. */
static void find_blocks(struct reader *r)
{
    r->block_w = r->page->w;
    r->block_h = 1;
    if (r->page->tiled) {
        r->block_w = r->block_h = 0;
        (void)TIFFGetField(r->t->tiff, TIFFTAG_TILEWIDTH, &r->block_w);
        (void)TIFFGetField(r->t->tiff, TIFFTAG_TILELENGTH, &r->block_h);
    } else if (is_apart(r->page)) {
        (void)TIFFGetFieldDefaulted(r->t->tiff, TIFFTAG_ROWSPERSTRIP, &r->block_h);
        if (r->block_h > r->page->h)
            r->block_h = r->page->h;
    }
}

/* Rows and tiles must be as large as their tags make them: libtiff computes the same in its own
 * way. */
static struct tg_err *make_rows(struct reader *r)
{
    size_t row, coded, mixed;
    uint64_t size;

    find_blocks(r);
    row = block_stride(r); /* 2^32 x 8 x 64 bits at most */
    if (!tg_size_mul(row, r->block_h, &coded) || coded == 0 ||
        !tg_size_mul(coded, is_apart(r->page) ? r->page->samples : 1, &coded) ||
        !tg_size_mul(r->page->w, r->page->samples * ((r->page->bits + 7u) / 8), &mixed))
        return tg_err_new(TG_E_CORRUPT, r->t->path, "contradicts itself");
    size = r->page->tiled ? TIFFTileRowSize64(r->t->tiff) : TIFFScanlineSize64(r->t->tiff);
    if (size != row)
        return tg_err_new(TG_E_CORRUPT, r->t->path, "contradicts itself");
    r->coded = malloc(coded);
    r->mixed = malloc(mixed);
    return r->coded && r->mixed ? NULL : tg_err_nomem();
}

/* c = c' * 65535 / alpha, for colours that were multiplied by it; 0 where nothing is seen. */
static void unmultiply16(struct tg_image *im)
{
    for (unsigned c = 0; c + 1 < im->planes; c++)
        for (uint32_t y = 0; y < im->height; y++) {
            uint16_t *p = (uint16_t *)(void *)(im->plane[c].data + y * im->plane[c].stride);
            const struct tg_plane *last = &im->plane[im->planes - 1];
            const uint16_t *a = (const uint16_t *)(const void *)(last->data + y * last->stride);

            for (uint32_t x = 0; x < im->width; x++) {
                uint64_t v = a[x] ? ((uint64_t)p[x] * 65535 + a[x] / 2u) / a[x] : 0;

                p[x] = (uint16_t)(v > 65535 ? 65535 : v);
            }
        }
}

static void unmultiply8(const struct tg_kernels *k, struct tg_image *im)
{
    const struct tg_plane *alpha = &im->plane[im->planes - 1];

    for (unsigned c = 0; c + 1 < im->planes; c++)
        for (uint32_t y = 0; y < im->height; y++) {
            uint8_t *p = im->plane[c].data + y * im->plane[c].stride;

            k->unpremul(p, p, alpha->data + y * alpha->stride, im->width);
        }
}

static void unmultiply(const struct tg_kernels *k, struct tg_image *im)
{
    if (im->depth == 16)
        unmultiply16(im);
    else
        unmultiply8(k, im);
}

/* Damage if some of the pixels are bad, an error if all are. */
static struct tg_err *report(const struct tg_tiff *t, bool got, bool lost, struct tg_damage *damage)
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

    return offset <= t->file.len && n <= t->file.len - offset;
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

/* Greys what libtiff was given zeros for. */
static void grey_missing(const struct tg_tiff *t, const struct tg_tiff_page *p,
                         struct tg_image *image, bool *got, bool *lost)
{
    uint32_t w = p->w, h = p->h;

    (void)TIFFGetFieldDefaulted(t->tiff, p->tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &h);
    if (p->tiled)
        (void)TIFFGetField(t->tiff, TIFFTAG_TILEWIDTH, &w);
    *got = false;
    for (uint32_t y = 0; y < p->h; y++)
        for (uint64_t x = 0; x < p->w; x += w) {
            bool there = are_there(t, p, (uint32_t)x, y, y % h);

            *got = *got || there;
            *lost = *lost || !there;
            if (!there)
                tg_samples_lost(image, x, y, w < p->w - x ? w : p->w - x);
        }
}

static struct tg_err *read_samples(struct reader *r, bool deep)
{
    const struct tg_tiff_page *page = r->page;
    enum tg_model model = page->kind == TG_TIFF_GREY ? TG_GREY : TG_RGB;
    struct tg_err *err = tg_tiff_convert_init(&r->convert, r->t, page, r->k, deep);

    if (!err)
        err = tg_image_new(r->image, page->w, page->h, model, tg_tiff_has_alpha(page),
                           r->convert.depth);
    if (!err)
        err = make_rows(r);
    if (err)
        return err;
    if (page->tiled || is_apart(page))
        read_blocks(r);
    else
        read_strips(r);
    if (r->image->alpha && page->extra_kind == EXTRASAMPLE_ASSOCALPHA &&
        (page->kind == TG_TIFF_GREY || page->kind == TG_TIFF_RGB) &&
        page->sample_format != SAMPLEFORMAT_IEEEFP)
        unmultiply(r->k, r->image);
    return NULL;
}

struct tg_err *tg_tiff_read_plain(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_kernels *k, bool deep, struct tg_image *image,
                                  struct tg_damage *damage)
{
    struct reader r = {.t = t, .page = page, .k = k, .image = image};
    struct tg_err *err = read_samples(&r, deep);

    if (!err && t->padded)
        grey_missing(t, page, image, &r.got, &r.lost);
    if (!err)
        err = report(t, r.got, r.lost, damage);
    tg_tiff_convert_release(&r.convert);
    free(r.coded);
    free(r.mixed);
    return err;
}

/* libtiff leaves what it cannot read as it was: 0, which is also what transparent pixels are. */
static bool any_pixel(const uint32_t *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words[i])
            return true;
    return false;
}

/* ABGR words, as libtiff packs them, to R, G, B, A bytes in place; `lost` in place of 0. */
static void unpack_words(uint32_t *words, size_t n, uint32_t lost)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t v = words[i] ? words[i] : lost;
        uint8_t rgba[4] = {(uint8_t)TIFFGetR(v), (uint8_t)TIFFGetG(v), (uint8_t)TIFFGetB(v),
                           (uint8_t)TIFFGetA(v)};

        memcpy(words + i, rgba, 4);
    }
}

static void keep_grey(struct tg_image *im)
{
    tg_plane_release(&im->plane[1]);
    tg_plane_release(&im->plane[2]);
    if (im->alpha) {
        im->plane[1] = im->plane[3];
        im->plane[3] = (struct tg_plane){0};
    }
    im->planes -= 2;
    im->model = TG_GREY;
}

/* Some versions of libtiff convert tiles that are not packed only if the buffer for their bytes is
 * exactly as long as a tile, which buffers of its own, of whole KiB, are not.  *buffer must live
 * while pixels are read. */
static struct tg_err *set_buffer(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                 void **buffer)
{
    tmsize_t size;

    *buffer = NULL;
    if (!page->tiled || page->compression != COMPRESSION_NONE)
        return NULL;
    size = TIFFTileSize(t->tiff); /* not 0 nor too large: tg_tiff_page() */
    *buffer = malloc((size_t)size);
    return *buffer && TIFFReadBufferSetup(t->tiff, *buffer, size) == 1 ? NULL : tg_err_nomem();
}

/* The whole picture as libtiff converts it, top row first whatever the orientation says. */
static struct tg_err *convert(const struct tg_tiff *t, const struct tg_tiff_page *page,
                              uint32_t *raster, bool *lost)
{
    TIFFRGBAImage converter = {0};
    char text[1024] = "";
    struct tg_err *err;
    void *buffer;

    if (!TIFFRGBAImageOK(t->tiff, text) || !TIFFRGBAImageBegin(&converter, t->tiff, 0, text))
        return tg_err_new(TG_E_UNSUPPORTED, t->path, "cannot be converted: %s", text);
    converter.orientation = ORIENTATION_TOPLEFT;
    converter.req_orientation = ORIENTATION_TOPLEFT;
    err = set_buffer(t, page, &buffer);
    if (!err)
        *lost = !TIFFRGBAImageGet(&converter, raster, page->w, page->h) || t->text[0];
    TIFFRGBAImageEnd(&converter);
    free(buffer);
    return err;
}

struct tg_err *tg_tiff_read_any(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                const struct tg_kernels *k, struct tg_image *image,
                                struct tg_damage *damage)
{
    struct tg_err *err = tg_image_new(image, page->w, page->h, TG_RGB, true, 8);
    uint32_t *raster, blank = page->extra ? 0 : 0xff808080; /* opaque mid grey */
    bool lost = false, got;
    size_t pixels;

    if (!err && !tg_size_mul(page->w, page->h, &pixels))
        err = tg_err_nomem();
    if (err)
        return err;
    raster = calloc(pixels, sizeof(*raster));
    err = raster ? convert(t, page, raster, &lost) : tg_err_nomem();
    got = !err && (!lost || any_pixel(raster, pixels));
    for (uint32_t y = 0; !err && y < page->h; y++) {
        unpack_words(raster + (size_t)y * page->w, page->w, blank);
        tg_samples_put(k, image, 0, y, page->w, raster + (size_t)y * page->w);
    }
    free(raster);
    if (err)
        return err;
    unmultiply(k, image);
    if (page->photometric == PHOTOMETRIC_MINISBLACK || page->photometric == PHOTOMETRIC_MINISWHITE)
        keep_grey(image);
    if (t->padded)
        grey_missing(t, page, image, &got, &lost);
    return report(t, got, lost, damage);
}
