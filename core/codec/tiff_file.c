/* tiff_file.c - a TIFF in memory and what its page is. */
#include <stdio.h>
#include <string.h>

#include "core/codec/bounds.h"
#include "core/codec/tiff.h"
#include "core/codec/whole.h"

enum { MAX_SAMPLES = 8, SLACK = 1 << 20 };

static tmsize_t read_bytes(thandle_t handle, void *to, tmsize_t n)
{
    struct tg_tiff *t = handle;
    size_t take = n < 0 ? 0 : (size_t)n;
    size_t left = t->pos < t->file.len ? t->file.len - (size_t)t->pos : 0;
    size_t have = take < left ? take : left;

    if (have)
        memcpy(to, t->file.data + t->pos, have);
    if (t->padded)
        memset((uint8_t *)to + have, 0, take - have);
    else
        take = have;
    t->pos += take;
    return (tmsize_t)take;
}

static tmsize_t write_bytes(thandle_t handle, void *from, tmsize_t n)
{
    (void)handle;
    (void)from;
    (void)n;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    struct tg_tiff *t = handle;

    if (whence == SEEK_SET)
        t->pos = offset;
    else if (whence == SEEK_CUR)
        t->pos += offset;
    else
        t->pos = t->file.len + offset;
    return t->pos;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t file_size(thandle_t handle)
{
    const struct tg_tiff *t = handle;

    return t->file.len;
}

static void TG_PRINTF(2, 0) note(struct tg_tiff *t, const char *format, va_list args)
{
    if (!t->text[0])
        (void)vsnprintf(t->text, sizeof(t->text), format, args);
}

/* What libtiff says of whole files whose writers were old or careless. */
static bool is_no_damage(const char *format)
{
    static const char *const texts[] = {"Deprecated and troublesome old-style JPEG", "Subsampling",
                                        "Old-style LZW codes", "Assuming 8-bit colormap"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strncmp(format, texts[i], strlen(texts[i])) == 0)
            return true;
    return false;
}

/* Of the header, most warnings are about tags that nobody knows; but a tag that lies beyond the end
 * of the file is ignored with no more than a warning, even if it is the palette. */
static void TG_PRINTF(2, 0) note_warning(struct tg_tiff *t, const char *format, va_list args)
{
    if (strncmp(format, "IO error", 8) == 0 || (t->reading && !is_no_damage(format)))
        note(t, format, args);
}

#if TIFFLIB_VERSION >= 20221213 /* 4.5.0: handlers of one file */
static int TG_PRINTF(4, 0)
    on_error(TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
    (void)tiff;
    (void)module;
    note(data, format, args);
    return 1; /* nobody else needs to know */
}

static int TG_PRINTF(4, 0)
    on_warning(TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
    (void)tiff;
    (void)module;
    note_warning(data, format, args);
    return 1;
}

static TIFF *open_memory(struct tg_tiff *t, const char *mode)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    TIFF *tiff;

    if (!options)
        return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, t);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, t);
    tiff = TIFFClientOpenExt(t->path, mode, t, read_bytes, write_bytes, seek, close_nothing,
                             file_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
#else
/* Handlers of the whole process, which is all right as long as nobody else uses libtiff in it. */
static void TG_PRINTF(3, 0)
    on_error(thandle_t handle, const char *module, const char *format, va_list args)
{
    (void)module;
    if (handle)
        note(handle, format, args);
}

static void TG_PRINTF(3, 0)
    on_warning(thandle_t handle, const char *module, const char *format, va_list args)
{
    (void)module;
    if (handle)
        note_warning(handle, format, args);
}

static TIFF *open_memory(struct tg_tiff *t, const char *mode)
{
    (void)TIFFSetErrorHandler(NULL);
    (void)TIFFSetWarningHandler(NULL);
    (void)TIFFSetErrorHandlerExt(on_error);
    (void)TIFFSetWarningHandlerExt(on_warning);
    return TIFFClientOpen(t->path, mode, t, read_bytes, write_bytes, seek, close_nothing, file_size,
                          NULL, NULL);
}
#endif

static struct tg_err *refuse(const struct tg_tiff *t, const char *why)
{
    return tg_err_new(TG_E_UNSUPPORTED, t->path, "%s", why);
}

struct tg_err *tg_tiff_open(struct tg_tiff *t, struct tg_source *src)
{
    const struct tg_tiff_choice *c = &t->choice;
    struct tg_err *err;

    *t = (struct tg_tiff){.path = src->path, .src = src};
    err = tg_whole_read(src, &t->file);
    if (err)
        return err;
    t->choice = tg_tiff_choose(&t->file);
    if (c->raw)
        return refuse(t, "is a raw photo: develop it to JPEG first, for example with "
                         "darktable-cli");
    tg_tiff_clip(&t->file, c->picture);
    /* m: no mapping, so that every read is checked against the size of the file; h: no directory */
    t->tiff = open_memory(t, c->picture == c->first ? "rm" : "rmh");
    if (!t->tiff || (c->picture != c->first && TIFFSetSubDirectory(t->tiff, c->picture) != 1))
        return tg_tiff_error(t);
    return NULL;
}

void tg_tiff_release(struct tg_tiff *t)
{
    if (t->tiff)
        TIFFClose(t->tiff);
    tg_blob_release(&t->file);
}

struct tg_err *tg_tiff_error(const struct tg_tiff *t)
{
    return tg_err_new(TG_E_CORRUPT, t->path, "%s", t->text[0] ? t->text : "is damaged");
}

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
    return size == 0 || size > max;
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
        return refuse(t, why);
    err = tg_bounds_check(t->src, limits, page->w, page->h, least_bytes(page));
    if (err)
        return err;
    if (too_large(t, limits, page))
        return tg_err_new(TG_E_LIMIT, t->path, "has %s that are too large",
                          page->tiled ? "tiles" : "strips");
    return NULL;
}
