/* tiff_page.c - what a page of a TIFF is. */
#include "core/codec/bounds.h"
#include "core/codec/tiff.h"

enum { MAX_SAMPLES = 8, SLACK = 1 << 20 };

static uint16_t get16(TIFF *tiff, uint32_t tag)
{
    uint16_t v = 0;

    (void)TIFFGetFieldDefaulted(tiff, tag, &v);
    return v;
}

static enum tg_tiff_kind find_kind(const struct tg_tiff_page *p)
{
    switch (p->photometric) {
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE:
        return TG_TIFF_GREY;
    case PHOTOMETRIC_RGB:
        return TG_TIFF_RGB;
    case PHOTOMETRIC_SEPARATED:
        return TG_TIFF_CMYK;
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
        return TG_TIFF_LAB;
    case PHOTOMETRIC_PALETTE:
        return p->samples > 1 ? TG_TIFF_PALETTE : TG_TIFF_OTHER;
    default:
        return TG_TIFF_OTHER;
    }
}

/* The fourth sample of old Panotools, and what is like it. */
static bool is_untagged_alpha(const struct tg_tiff_page *p)
{
    switch (p->photometric) {
    case PHOTOMETRIC_RGB:
        return p->samples == 4;
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_PALETTE:
        return p->samples == 2;
    default:
        return false;
    }
}

static void read_blocks(TIFF *tiff, struct tg_tiff_page *page)
{
    page->block_w = page->w;
    if (page->tiled) {
        page->block_w = 0;
        (void)TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &page->block_w);
        (void)TIFFGetField(tiff, TIFFTAG_TILELENGTH, &page->block_h);
        return;
    }
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &page->block_h);
    if (page->block_h > page->h)
        page->block_h = page->h;
}

static void read_tags(TIFF *tiff, struct tg_tiff_page *page)
{
    uint16_t *kinds = NULL;

    *page = (struct tg_tiff_page){
        .bits = get16(tiff, TIFFTAG_BITSPERSAMPLE),
        .samples = get16(tiff, TIFFTAG_SAMPLESPERPIXEL),
        .planar = get16(tiff, TIFFTAG_PLANARCONFIG),
        .compression = get16(tiff, TIFFTAG_COMPRESSION),
        .sample_format = get16(tiff, TIFFTAG_SAMPLEFORMAT),
        .tiled = TIFFIsTiled(tiff) != 0,
    };
    if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &page->photometric) != 1) /* libtiff's guess, too */
        page->photometric = page->samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    (void)TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page->w);
    (void)TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page->h);
    if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &page->extra, &kinds) == 1 && page->extra) {
        page->extra_kind = kinds[0];
    } else {
        page->untagged_alpha = is_untagged_alpha(page);
        page->extra = page->untagged_alpha;
        page->extra_kind = page->untagged_alpha ? EXTRASAMPLE_UNASSALPHA : 0;
    }
    page->kind = find_kind(page);
    read_blocks(tiff, page);
}

/* What we cannot show and why; NULL if we can. */
static const char *refusal(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    bool whole = p->sample_format == SAMPLEFORMAT_UINT || p->sample_format == SAMPLEFORMAT_VOID;

    if (p->kind == TG_TIFF_CMYK && get16(t->tiff, TIFFTAG_INKSET) != INKSET_CMYK)
        return "has inks other than cyan, magenta, yellow and black: convert it to RGB first";
    if (!whole && (p->sample_format != SAMPLEFORMAT_IEEEFP || !tg_tiff_samples_fit(p)))
        return "does not have plain integer samples: convert it to 16 bits first";
    if (p->compression == COMPRESSION_OJPEG && !TIFFIsCODECConfigured(p->compression))
        return "uses a kind of compression given up in 1995: convert it first";
    if (p->samples == 0 || p->samples > MAX_SAMPLES || p->bits == 0 ||
        (p->bits > 16 && !tg_tiff_samples_fit(p)))
        return "has too many channels or bits: convert it first";
    if (p->kind == TG_TIFF_CMYK && !tg_tiff_samples_fit(p))
        return "is a CMYK picture with too few inks or bits: convert it to RGB first";
    if (!TIFFIsCODECConfigured(p->compression))
        return "is compressed in a way that this libtiff cannot read: convert it first";
    return NULL;
}

/* Tiles and strips are unpacked whole, however little of the picture they show. */
static bool too_large(const struct tg_tiff *t, const struct tg_limits *limits,
                      const struct tg_tiff_page *page)
{
    uint64_t max =
        limits->max_pixels > UINT64_MAX / 32 ? UINT64_MAX : limits->max_pixels * 16 + SLACK;
    uint64_t size = page->tiled ? TIFFTileSize64(t->tiff) : TIFFStripSize64(t->tiff);

    if (page->planar == PLANARCONFIG_SEPARATE && tg_tiff_is_plain(page))
        max /= page->samples; /* those of all planes together */
    return size == 0 || size > max || page->block_w == 0 || page->block_h == 0;
}

/* The least bytes of a file with such a page. */
static uint64_t least_bytes(const struct tg_tiff_page *p)
{
    uint64_t samples = (uint64_t)p->w * p->h * p->samples, bytes = samples * p->bits / 8;

    switch (p->compression) {
    case COMPRESSION_NONE: /* nothing is saved, so of a photo that was cut off less need be left */
        return bytes / 8;
    case COMPRESSION_PACKBITS: /* TIFF 6.0, section 9: two bytes for 128 */
    case COMPRESSION_NEXT:
    case COMPRESSION_THUNDERSCAN:
        return bytes / 64;
    case COMPRESSION_LZW:
        return tg_bounds_lzw(bytes);
    case COMPRESSION_DEFLATE:
    case COMPRESSION_ADOBE_DEFLATE:
    case COMPRESSION_PIXARLOG:
        return tg_bounds_deflate(bytes);
    case COMPRESSION_OJPEG:
    case COMPRESSION_JPEG: /* chroma of 4 x 4 pixels leaves 18 of 48 samples */
        return tg_bounds_jpeg(samples * 18 / 48);
    case COMPRESSION_CCITTRLE: /* ITU T.6: a row like the one before is one bit; others take more */
    case COMPRESSION_CCITTRLEW:
    case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4:
        return p->h / 8;
    case COMPRESSION_ZSTD: /* RFC 8878: four bytes for a block of 128 KiB */
    case COMPRESSION_LZMA: /* a match of 273 bytes is more than ten decisions of 0.02 bits */
        return bytes / (128 * 1024 / 4);
    case COMPRESSION_WEBP:
        return samples / 3 / 26000;
    default: /* JBIG, LERC: one colour takes next to nothing */
        return 0;
    }
}

struct tg_err *tg_tiff_page(const struct tg_tiff *t, const struct tg_limits *limits,
                            struct tg_tiff_page *page)
{
    struct tg_err *err;
    const char *why;

    read_tags(t->tiff, page);
    why = refusal(t, page);
    if (why)
        return tg_err_new(TG_E_UNSUPPORTED, t->path, "%s", why);
    err = tg_bounds_check(t->src, limits, page->w, page->h, least_bytes(page));
    if (err)
        return err;
    if (too_large(t, limits, page))
        return tg_err_new(TG_E_LIMIT, t->path, "has %s that are too large",
                          page->tiled ? "tiles" : "strips");
    return NULL;
}

uint64_t tg_tiff_largest_block(const struct tg_tiff *t, const struct tg_tiff_page *p)
{
    uint32_t n = p->tiled ? TIFFNumberOfTiles(t->tiff) : TIFFNumberOfStrips(t->tiff);
    uint64_t most = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint64_t bytes = TIFFGetStrileByteCount(t->tiff, i);

        most = bytes > most ? bytes : most;
    }
    return most < t->file.size ? most : t->file.size;
}

bool tg_tiff_can_halve(const struct tg_tiff_page *page)
{
    return !page->untagged_alpha;
}

uint64_t tg_tiff_room(const struct tg_tiff *t, const struct tg_tiff_page *page)
{
    enum { LISTS = 3 * 8, MOST = 1 << 30 };
    uint64_t blocks = page->tiled ? TIFFNumberOfTiles(t->tiff) : TIFFNumberOfStrips(t->tiff);
    uint64_t room = 1 + blocks * LISTS;

    if (!tg_tiff_can_halve(page))
        return 0;
    room += tg_tiff_is_plain(page) ? tg_tiff_plain_room(t, page) : tg_tiff_any_room(t, page);
    return room < MOST ? room : MOST;
}
