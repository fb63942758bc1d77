/* tiff_any.c - pixels of a TIFF page through libtiff's conversion to RGBA. */
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/samples.h"
#include "core/codec/tiff.h"
#include "core/image/alpha.h"

enum { BAND_PIXELS = 1 << 18 };

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

/* Rows that are converted and halved together: whole strips or tiles, since libtiff unpacks one
 * anew for all rows that it is asked for. */
static uint32_t band_rows(const struct tg_tiff_page *p)
{
    uint64_t rows = p->block_h ? p->block_h : 1;

    if (rows * p->w < BAND_PIXELS)
        rows *= BAND_PIXELS / (rows * p->w);
    return rows < p->h ? (uint32_t)rows : p->h;
}

/* A picture on its way through libtiff's conversion. */
struct conversion {
    const struct tg_tiff *t;
    const struct tg_tiff_page *page;
    const struct tg_kernels *k;
    TIFFRGBAImage converter;
    void *buffer;             /* NULL, or libtiff's */
    uint32_t *raster;         /* a band */
    struct tg_image band;     /* with alpha */
    struct tg_reduce *reduce; /* takes bands; NULL: there is one */
    bool got, lost, there;
};

/* Grey pictures have one plane of colour.  Without alpha where there is none in the file: `band`
 * keeps the plane. */
static struct tg_image view_of(const struct conversion *c, bool alpha)
{
    const struct tg_tiff_page *p = c->page;
    struct tg_image view = c->band;

    if (p->photometric == PHOTOMETRIC_MINISBLACK || p->photometric == PHOTOMETRIC_MINISWHITE) {
        view.model = TG_GREY;
        view.planes = 2;
        view.plane[1] = c->band.plane[3];
    }
    view.alpha = alpha;
    view.planes -= !alpha;
    return view;
}

/* The next rows as libtiff converts them, top row first whatever the orientation says. */
static void convert_band(struct conversion *c, uint32_t y, uint32_t rows)
{
    const struct tg_tiff_page *p = c->page;
    uint32_t blank = p->extra ? 0 : 0xff808080; /* opaque mid grey */
    size_t pixels = (size_t)p->w * rows;

    memset(c->raster, 0, pixels * sizeof(*c->raster));
    c->converter.row_offset = (int)y;
    c->lost |= !TIFFRGBAImageGet(&c->converter, c->raster, p->w, rows);
    c->got = c->got || any_pixel(c->raster, pixels);
    for (uint32_t i = 0; i < rows; i++) {
        unpack_words(c->raster + (size_t)i * p->w, p->w, blank);
        tg_samples_put(c->k, &c->band, 0, i, p->w, c->raster + (size_t)i * p->w);
    }
    tg_image_unpremultiply(c->k, &c->band);
}

static void convert_all(struct conversion *c)
{
    uint32_t h = c->page->h;

    for (uint32_t y = 0; y < h; y += c->band.height) {
        uint32_t rows = c->band.height < h - y ? c->band.height : h - y;
        struct tg_image view = view_of(c, c->reduce ? c->reduce->image->alpha : true);

        convert_band(c, y, rows);
        if (c->t->padded)
            tg_tiff_grey_missing(c->t, c->page, &view, y, rows, &c->there, &c->lost);
        if (c->reduce)
            tg_reduce_take(c->reduce, &view, rows);
    }
    c->got = c->t->padded ? c->there : c->got || (!c->lost && !c->t->text[0]);
    c->lost = c->lost || c->t->text[0];
}

static struct tg_err *make_band(struct conversion *c, uint32_t rows)
{
    struct tg_err *err = tg_image_new(&c->band, c->page->w, rows, TG_RGB, true, 8);
    size_t pixels;

    if (err)
        return err;
    if (!tg_size_mul(c->page->w, rows, &pixels))
        return tg_err_nomem();
    c->raster = calloc(pixels, sizeof(*c->raster));
    return c->raster ? NULL : tg_err_nomem();
}

static struct tg_err *start(struct conversion *c)
{
    char text[1024] = "";

    if (!TIFFRGBAImageOK(c->t->tiff, text) ||
        !TIFFRGBAImageBegin(&c->converter, c->t->tiff, 0, text))
        return tg_err_new(TG_E_UNSUPPORTED, c->t->path, "cannot be converted: %s", text);
    c->converter.orientation = ORIENTATION_TOPLEFT;
    c->converter.req_orientation = ORIENTATION_TOPLEFT;
    return set_buffer(c->t, c->page, &c->buffer);
}

static void conversion_release(struct conversion *c)
{
    TIFFRGBAImageEnd(&c->converter);
    tg_image_release(&c->band);
    free(c->raster);
    free(c->buffer);
}

/* The picture becomes what was the only band. */
static void keep_band(struct conversion *c, struct tg_image *image)
{
    *image = view_of(c, true);
    for (unsigned i = image->model == TG_GREY ? 1 : 3; i < 3; i++)
        tg_plane_release(&c->band.plane[i]);
    image->plane[2] = image->model == TG_GREY ? (struct tg_plane){0} : image->plane[2];
    image->plane[3] = image->model == TG_GREY ? (struct tg_plane){0} : image->plane[3];
    c->band = (struct tg_image){0};
}

struct tg_err *tg_tiff_read_any(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                const struct tg_tiff_how *how, struct tg_image *image,
                                struct tg_damage *damage)
{
    struct conversion c = {.t = t, .page = page, .k = how->kernels};
    struct tg_reduce reduce = {0};
    struct tg_err *err = make_band(&c, how->halvings ? band_rows(page) : page->h);

    if (!err && how->halvings) {
        struct tg_image like = view_of(&c, page->extra > 0);

        c.reduce = &reduce;
        err = tg_reduce_init(&reduce, c.k, how->halvings, page->w, page->h, &like, image);
    }
    if (!err)
        err = start(&c);
    if (!err) {
        convert_all(&c);
        err = tg_tiff_report(t, c.got, c.lost, damage);
    }
    if (!err && c.reduce)
        tg_reduce_end(&reduce);
    else if (!err)
        keep_band(&c, image);
    tg_reduce_release(&reduce);
    conversion_release(&c);
    return err;
}

uint64_t tg_tiff_any_room(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    enum { RASTER = 4, PLANES = 4 };
    uint64_t block = p->tiled ? TIFFTileSize64(t->tiff) : TIFFStripSize64(t->tiff);

    return (uint64_t)p->w * band_rows(p) * (RASTER + PLANES) + block + tg_tiff_largest_block(t, p);
}
