/* codecs.c - the table of formats, and what to say about files that are in none of them. */
#include <string.h>

#include "core/codec/codec.h"

static const struct tg_codec *const codecs[] = {&tg_codec_jpeg};

static const struct {
    const char *what;
    size_t offset, len;
    const char *bytes;
} known[] = {
    {"a HEIC picture: convert it to JPEG first, for example with heif-convert", 4, 7, "ftyphei"},
    {"a HEIF picture: convert it to JPEG first, for example with heif-convert", 4, 7, "ftypmif"},
    {"an AVIF picture: convert it to JPEG first, for example with avifdec", 4, 7, "ftypavi"},
    {"a Canon raw photo: develop it to JPEG first, for example with darktable-cli", 4, 7,
     "ftypcrx"},
    {"a JPEG XL picture: convert it to JPEG first, for example with djxl", 0, 2, "\xff\x0a"},
    {"a PNG picture: not supported yet, convert it to JPEG first", 0, 4, "\x89PNG"},
    {"a WebP picture: not supported yet, convert it to JPEG first", 8, 4, "WEBP"},
    {"a GIF picture: not supported yet, convert it to JPEG first", 0, 4, "GIF8"},
    {"a TIFF picture or raw photo: not supported yet, convert it to JPEG first", 0, 4, "II*\0"},
    {"a TIFF picture or raw photo: not supported yet, convert it to JPEG first", 0, 4, "MM\0*"},
};

struct tg_err *tg_codec_find(struct tg_source *src, const struct tg_codec **codec)
{
    struct tg_err *err = tg_source_peek(src);

    if (err)
        return err;
    if (src->len == 0)
        return tg_err_new(TG_E_CORRUPT, src->path, "is empty");
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
        if (codecs[i]->match(src->buf, src->len)) {
            *codec = codecs[i];
            return NULL;
        }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (src->len >= known[i].offset + known[i].len &&
            memcmp(src->buf + known[i].offset, known[i].bytes, known[i].len) == 0)
            return tg_err_new(TG_E_UNSUPPORTED, src->path, "is %s", known[i].what);
    return tg_err_new(TG_E_UNSUPPORTED, src->path, "is not a picture");
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
