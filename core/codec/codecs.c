/* codecs.c - the table of formats, and what to say about files that are in none of them. */
#include <stdlib.h>
#include <string.h>

#include "core/codec/brand.h"
#include "core/codec/codec.h"
#include "core/codec/whole.h"

#define CODEC(CODE, codec, number, built, ...) [TG_##CODE] = (built) ? &tg_codec_##codec : NULL,
static const struct tg_codec *const codecs[TG_FORMATS] = {TG_FORMAT_ROWS(CODEC)};

#define TO_JPEG    ": convert it to JPEG first, for example with "
#define TO_PNG     ": convert it to PNG first, for example with "
#define RAW(maker) "a " maker "raw photo: develop it to JPEG first, for example with darktable-cli"
#define NOT_BUILT  ", which this program was built without: convert it to PNG first"
#define WITHOUT    ", which this program was built without" TO_JPEG

/* By their first bytes. */
static const struct {
    const char *what;
    size_t offset, len;
    const char *bytes;
} known[] = {
    {RAW(""), 6, 8, "HEAPCCDR"},
    {RAW("Minolta "), 0, 4, "\0MRM"},
    {"a JPEG XL picture" TO_JPEG "djxl", 0, 2, "\xff\x0a"},
    {"a JPEG XL picture" TO_JPEG "djxl", 4, 8, "JXL \r\n\x87\n"},
    {"a JPEG 2000 picture" TO_PNG "opj_decompress", 4, 8, "jP  \r\n\x87\n"},
    {"a JPEG 2000 picture" TO_PNG "opj_decompress", 0, 4, "\xff\x4f\xff\x51"},
    {"a Photoshop document" TO_JPEG "Photoshop, GIMP or ImageMagick's convert", 0, 4, "8BPS"},
    {"a GIMP document" TO_JPEG "GIMP", 0, 9, "gimp xcf "},
    {"an OpenEXR picture" TO_JPEG "GIMP or darktable-cli", 0, 4, "\x76\x2f\x31\x01"},
    {"an icon" TO_PNG "icotool", 0, 4, "\0\0\1\0"},
    {"a QOI picture" TO_PNG "qoiconv", 0, 4, "qoif"},
    {"a PPM picture" TO_PNG "pnmtopng", 0, 3, "P6\n"},
    {"a PGM picture" TO_PNG "pnmtopng", 0, 3, "P5\n"},
    {"an SVG drawing" TO_PNG "rsvg-convert", 0, 4, "<svg"},
    {"an XML file; if it is an SVG drawing, convert it to PNG first, for example with "
     "rsvg-convert",
     0, 5, "<?xml"},
    {"a PDF document" TO_JPEG "pdftoppm -jpeg", 0, 5, "%PDF-"},
    {"a PostScript document" TO_JPEG "gs -sDEVICE=jpeg", 0, 4, "%!PS"},
    {"a video, not a picture: extract one with ffmpeg -frames:v 1", 8, 4, "AVI "},
    {"a video, not a picture: extract one with ffmpeg -frames:v 1", 0, 4, "\x1a\x45\xdf\xa3"},
#if !TG_HAVE_GIF
    {"a GIF picture" NOT_BUILT, 0, 4, "GIF8"},
#endif
#if !TG_HAVE_TIFF
    {"a TIFF picture" NOT_BUILT, 0, 4, "II*\0"},
    {"a TIFF picture" NOT_BUILT, 0, 4, "MM\0*"},
    {"a TIFF picture" NOT_BUILT, 0, 4, "II+\0"},
    {"a TIFF picture" NOT_BUILT, 0, 4, "MM\0+"},
#endif
};

#if !TG_HAVE_AVIF || !TG_HAVE_HEVC
/* By the brands of their ISO base media file type box; earlier lines win over later ones, since
 * AVIF files call themselves HEIF too. */
static const struct {
    char brand[5];
    const char *what;
} brands[] = {
#if !TG_HAVE_AVIF
    {"avif", "an AVIF picture" WITHOUT "avifdec"},
    {"avis", "an AVIF animation" WITHOUT "avifdec"},
#endif
#if !TG_HAVE_HEVC
    {"heic", "a HEIC picture" WITHOUT "heif-convert"},
    {"heix", "a HEIC picture" WITHOUT "heif-convert"},
    {"heim", "a HEIC picture" WITHOUT "heif-convert"},
    {"heis", "a HEIC picture" WITHOUT "heif-convert"},
    {"hevc", "a HEIC picture" WITHOUT "heif-convert"},
    {"hevx", "a HEIC picture" WITHOUT "heif-convert"},
    {"mif1", "a HEIF picture" WITHOUT "heif-convert"},
    {"msf1", "a HEIF picture" WITHOUT "heif-convert"},
#endif
};

static const char *describe_brand(const uint8_t *head, size_t len)
{
    for (size_t i = 0; i < sizeof(brands) / sizeof(brands[0]); i++)
        if (tg_brand_is(head, len, brands[i].brand))
            return brands[i].what;
    return NULL;
}
#else
static const char *describe_brand(const uint8_t *head, size_t len)
{
    (void)head;
    (void)len;
    return NULL;
}
#endif

/* Whether a codec takes it. */
static bool is_read(const uint8_t *head, size_t len)
{
    for (int i = 0; i < TG_FORMATS; i++)
        if (tg_codec_is((enum tg_format)i, head, len))
            return true;
    return false;
}

static const char *describe(const uint8_t *head, size_t len)
{
    const char *brand;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (len >= known[i].offset + known[i].len &&
            memcmp(head + known[i].offset, known[i].bytes, known[i].len) == 0)
            return known[i].what;
    if (!tg_brand_exists(head, len) || is_read(head, len))
        return NULL;
    brand = describe_brand(head, len);
    return brand ? brand : "a video, not a picture: extract one with ffmpeg -frames:v 1";
}

struct tg_err *tg_codec_find(struct tg_source *src, const struct tg_codec **codec)
{
    struct tg_err *err = tg_source_peek(src);
    const char *what;

    if (err)
        return err;
    if (src->len == 0)
        return tg_err_new(TG_E_CORRUPT, src->path, "is empty");
    for (int i = 0; i < TG_FORMATS; i++)
        if (codecs[i] && codecs[i]->claim && codecs[i]->claim(src)) {
            *codec = codecs[i];
            return NULL;
        }
    what = describe(src->buf, src->len);
    if (what)
        return tg_err_new(TG_E_UNSUPPORTED, src->path, "is %s", what);
    for (int i = 0; i < TG_FORMATS; i++)
        if (tg_codec_is((enum tg_format)i, src->buf, src->len)) {
            *codec = codecs[i];
            return NULL;
        }
    return tg_err_new(TG_E_UNSUPPORTED, src->path, "is not a picture");
}

const struct tg_codec *tg_codec_of(enum tg_format format)
{
    return codecs[format];
}

bool tg_codec_is(enum tg_format format, const uint8_t *head, size_t len)
{
    return codecs[format] && codecs[format]->match(head, len);
}

struct tg_err *tg_codec_strip(const struct tg_codec *codec, struct tg_source *src,
                              const struct tg_strip_options *keep, struct tg_blob *file)
{
    struct tg_blob whole;
    struct tg_err *err = tg_whole_read(src, &whole);
    size_t room = keep->icc ? keep->icc->len + 2 * TG_STRIP_ROOM : TG_STRIP_ROOM;
    uint8_t *roomy;

    if (err)
        return err;
    roomy = realloc(whole.data, whole.len + room); /* bounded by TG_WHOLE_MAX; profiles are small */
    if (!roomy) {
        tg_blob_release(&whole);
        return tg_err_nomem();
    }
    *file = (struct tg_blob){roomy, codec->strip(roomy, whole.len, keep)};
    return NULL;
}

const struct tg_codec *tg_codec_writer(enum tg_format format)
{
#if TG_HAVE_AVIF_WRITER
    if (format == TG_AVIF)
        return &tg_codec_avif_writer;
#endif
    return codecs[format] && codecs[format]->encode ? codecs[format] : NULL;
}

struct tg_err *tg_limits_check(const struct tg_limits *limits, uint32_t w, uint32_t h)
{
    if (w == 0 || h == 0 || w > TG_MAX_SIDE || h > TG_MAX_SIDE)
        return tg_err_new(TG_E_LIMIT, NULL, "is %ux%u pixels; a side may have 1 to %d", w, h,
                          TG_MAX_SIDE);
    if ((uint64_t)w * h > limits->max_pixels)
        return tg_err_new(TG_E_LIMIT, NULL, "is %ux%u pixels; --max-pixels allows %llu", w, h,
                          (unsigned long long)limits->max_pixels);
    return NULL;
}
