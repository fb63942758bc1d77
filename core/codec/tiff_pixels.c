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
    uint8_t *coded;  /* a row or a tile as libtiff delivers it */
    uint8_t *picked; /* a row without the channels that we do not show */
    uint8_t *small;  /* a row in 8 bits */
    bool got, lost;  /* some of it could be read, some could not */
};

static unsigned colours(const struct tg_tiff_page *p)
{
    return p->photometric == PHOTOMETRIC_RGB ? 3 : 1;
}

static bool has_alpha(const struct tg_tiff_page *p)
{
    return p->extra > 0 && p->samples > colours(p) &&
           (p->extra_kind == EXTRASAMPLE_ASSOCALPHA || p->extra_kind == EXTRASAMPLE_UNASSALPHA);
}

bool tg_tiff_is_plain(const struct tg_tiff_page *p)
{
    bool grey =
        p->photometric == PHOTOMETRIC_MINISBLACK || p->photometric == PHOTOMETRIC_MINISWHITE;

    if (!grey && p->photometric != PHOTOMETRIC_RGB)
        return false;
    if (p->compression == COMPRESSION_JPEG || p->samples < colours(p))
        return false;
    /* 8 bits with premultiplied colours are what libtiff's own conversion is best at */
    if (p->bits == 8 && p->extra_kind == EXTRASAMPLE_ASSOCALPHA)
        return false;
    return (p->bits == 8 || p->bits == 16) && (p->planar == PLANARCONFIG_CONTIG || p->samples == 1);
}

/* Leaves out channels of n pixels that are neither colour nor alpha. */
static const uint8_t *pick(struct reader *r, const uint8_t *pixels, size_t n)
{
    size_t bytes = r->page->bits / 8u, from = r->page->samples * bytes;
    size_t to = r->image->planes * bytes;

    if (from == to)
        return pixels;
    for (size_t i = 0; i < n; i++)
        memcpy(r->picked + i * to, pixels + i * from, to);
    return r->picked;
}

static void invert(struct tg_image *im, size_t x, size_t y, size_t n)
{
    uint8_t *p = im->plane[0].data + y * im->plane[0].stride + x * (im->depth / 8);

    for (size_t i = 0; i < n * (im->depth / 8); i++)
        p[i] = (uint8_t)~p[i];
}

static void put(struct reader *r, size_t x, size_t y, size_t n, const uint8_t *pixels)
{
    pixels = pick(r, pixels, n);
    if (r->page->bits == 16 && r->image->depth == 8) {
        r->k->narrow(r->small, (const uint16_t *)(const void *)pixels, n * r->image->planes);
        pixels = r->small;
    }
    tg_samples_put(r->k, r->image, x, y, n, pixels);
    if (r->page->photometric == PHOTOMETRIC_MINISWHITE)
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

static void read_tile(struct reader *r, uint32_t x, uint32_t y, uint32_t tile_w, uint32_t tile_h)
{
    size_t n = tile_w < r->page->w - x ? tile_w : r->page->w - x;
    size_t rows = tile_h < r->page->h - y ? tile_h : r->page->h - y;
    size_t stride = (size_t)tile_w * r->page->samples * (r->page->bits / 8u);
    bool good = TIFFReadTile(r->t->tiff, r->coded, x, y, 0, 0) >= 0;

    r->got = r->got || good;
    r->lost = r->lost || !good;
    for (size_t row = 0; row < rows; row++) {
        if (good)
            put(r, x, y + row, n, r->coded + row * stride);
        else
            tg_samples_lost(r->image, x, y + row, n);
    }
}

static void read_tiles(struct reader *r)
{
    uint32_t tile_w = 0, tile_h = 0;

    (void)TIFFGetField(r->t->tiff, TIFFTAG_TILEWIDTH, &tile_w);
    (void)TIFFGetField(r->t->tiff, TIFFTAG_TILELENGTH, &tile_h);
    for (uint64_t y = 0; y < r->page->h; y += tile_h)
        for (uint64_t x = 0; x < r->page->w; x += tile_w)
            read_tile(r, (uint32_t)x, (uint32_t)y, tile_w, tile_h);
}

/* Rows and tiles must be as large as their tags make them: libtiff computes the same in its own
 * way. */
static struct tg_err *make_rows(struct reader *r)
{
    size_t bytes = (size_t)r->page->samples * (r->page->bits / 8u), row, coded;
    uint64_t size;
    uint32_t tile_w = 0, tile_h = 1;

    if (r->page->tiled) {
        (void)TIFFGetField(r->t->tiff, TIFFTAG_TILEWIDTH, &tile_w);
        (void)TIFFGetField(r->t->tiff, TIFFTAG_TILELENGTH, &tile_h);
        size = TIFFTileSize64(r->t->tiff);
    } else {
        tile_w = r->page->w;
        size = TIFFScanlineSize64(r->t->tiff);
    }
    if (tile_w == 0 || tile_h == 0 || !tg_size_mul(tile_w, bytes, &coded) ||
        !tg_size_mul(coded, tile_h, &coded) || size != coded ||
        !tg_size_mul(r->page->w, bytes, &row))
        return tg_err_new(TG_E_CORRUPT, r->t->path, "contradicts itself");
    r->coded = malloc(coded);
    r->picked = malloc(row);
    r->small = malloc(row);
    return r->coded && r->picked && r->small ? NULL : tg_err_nomem();
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

struct tg_err *tg_tiff_read_plain(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_kernels *k, bool deep, struct tg_image *image,
                                  struct tg_damage *damage)
{
    struct reader r = {.t = t, .page = page, .k = k, .image = image};
    struct tg_err *err =
        tg_image_new(image, page->w, page->h, colours(page) == 3 ? TG_RGB : TG_GREY,
                     has_alpha(page), page->bits == 16 && deep ? 16 : 8);

    if (!err)
        err = make_rows(&r);
    if (!err) {
        if (page->tiled)
            read_tiles(&r);
        else
            read_strips(&r);
        if (image->alpha && page->extra_kind == EXTRASAMPLE_ASSOCALPHA)
            unmultiply(k, image);
        err = report(t, r.got, r.lost, damage);
    }
    free(r.coded);
    free(r.picked);
    free(r.small);
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

/* The whole picture as libtiff converts it, top row first whatever the orientation says. */
static struct tg_err *convert(const struct tg_tiff *t, const struct tg_tiff_page *page,
                              uint32_t *raster, struct tg_damage *damage)
{
    bool lost;
    TIFFRGBAImage converter = {0};
    char text[1024] = "";

    if (!TIFFRGBAImageOK(t->tiff, text) || !TIFFRGBAImageBegin(&converter, t->tiff, 0, text))
        return tg_err_new(TG_E_UNSUPPORTED, t->path, "cannot be converted: %s", text);
    converter.orientation = ORIENTATION_TOPLEFT;
    converter.req_orientation = ORIENTATION_TOPLEFT;
    lost = !TIFFRGBAImageGet(&converter, raster, page->w, page->h) || t->text[0];
    TIFFRGBAImageEnd(&converter);
    return report(t, !lost || any_pixel(raster, (size_t)page->w * page->h), lost, damage);
}

struct tg_err *tg_tiff_read_any(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                const struct tg_kernels *k, struct tg_image *image,
                                struct tg_damage *damage)
{
    struct tg_err *err = tg_image_new(image, page->w, page->h, TG_RGB, true, 8);
    uint32_t *raster, lost = page->extra ? 0 : 0xff808080; /* opaque mid grey */
    size_t pixels;

    if (!err && !tg_size_mul(page->w, page->h, &pixels))
        err = tg_err_nomem();
    if (err)
        return err;
    raster = calloc(pixels, sizeof(*raster));
    err = raster ? convert(t, page, raster, damage) : tg_err_nomem();
    for (uint32_t y = 0; !err && y < page->h; y++) {
        unpack_words(raster + (size_t)y * page->w, page->w, lost);
        tg_samples_put(k, image, 0, y, page->w, raster + (size_t)y * page->w);
    }
    free(raster);
    if (err)
        return err;
    unmultiply(k, image);
    if (page->photometric == PHOTOMETRIC_MINISBLACK || page->photometric == PHOTOMETRIC_MINISWHITE)
        keep_grey(image);
    return NULL;
}
