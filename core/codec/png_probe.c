/* png_probe.c - what a PNG is, read chunk by chunk without libpng: nothing is unpacked, and the
 * eXIf chunk is found behind the pixels too. */
#include <stdlib.h>
#include <string.h>

#include "core/codec/bounds.h"
#include "core/codec/exif.h"
#include "core/codec/png.h"
#include "core/codec/png_chunks.h"
#include "core/codec/xmp.h"

enum { SIGNATURE = 8, CHUNK_HEAD = 8, CRC = 4, IHDR = 13, EXIF_MAX = 0xffff, PREFIX = 6 };

/* What the chunks so far have told. */
struct found {
    struct tg_info info;
    bool exif;                   /* there was a chunk of it */
    struct tg_raw_metadata *raw; /* NULL: nobody wants them */
};

/* Copies up to n bytes to `to`, or skips them if it is NULL.  *got < n at the end of the file. */
static struct tg_err *take(struct tg_source *src, uint8_t *to, size_t n, size_t *got)
{
    *got = 0;
    while (*got < n) {
        size_t have = src->len - src->pos;
        size_t some = have < n - *got ? have : n - *got;
        struct tg_err *err;

        if (to)
            memcpy(to + *got, src->buf + src->pos, some);
        src->pos += some;
        *got += some;
        if (*got == n)
            break;
        err = tg_source_fill(src);
        if (err || src->len == 0)
            return err;
    }
    return NULL;
}

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Bytes of the unpacked rows, each of which has one for its filter. */
static uint64_t row_bytes(uint32_t w, uint32_t h, unsigned depth, unsigned type)
{
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    uint64_t bits = (uint64_t)w * (type < sizeof(channels) ? channels[type] : 0) * depth;

    return h * (1 + (bits + 7) / 8);
}

uint64_t tg_png_least_bytes(uint32_t w, uint32_t h, unsigned depth, unsigned type)
{
    return tg_bounds_deflate(row_bytes(w, h, depth, type));
}

static struct tg_err *read_header(struct tg_source *src, const struct tg_limits *limits,
                                  struct tg_info *info)
{
    uint8_t head[SIGNATURE + CHUNK_HEAD + IHDR + CRC];
    const uint8_t *chunk = head + SIGNATURE;
    struct tg_err *err;
    unsigned depth, type;
    size_t got;

    err = take(src, head, sizeof(head), &got);
    if (err)
        return err;
    if (got < sizeof(head))
        return tg_err_new(TG_E_CORRUPT, src->path, "is cut short");
    if (get32(chunk) != IHDR || memcmp(chunk + 4, "IHDR", 4) != 0)
        return tg_err_new(TG_E_CORRUPT, src->path, "does not begin with IHDR");
    depth = chunk[CHUNK_HEAD + 8];
    type = chunk[CHUNK_HEAD + 9];
    *info = (struct tg_info){.format = TG_PNG,
                             .width = get32(chunk + CHUNK_HEAD),
                             .height = get32(chunk + CHUNK_HEAD + 4),
                             .orientation = 1};
    if (depth == 16)
        info->samples = row_bytes(info->width, info->height, depth, type);
    return tg_bounds_check(src, limits, info->width, info->height,
                           tg_png_least_bytes(info->width, info->height, depth, type));
}

static struct tg_err *read_exif(struct tg_source *src, size_t len, struct tg_info *info,
                                struct tg_raw_metadata *raw)
{
    uint8_t block[PREFIX + EXIF_MAX] = "Exif\0";
    size_t got;
    struct tg_err *err = take(src, block + PREFIX, len, &got);

    if (err || got < len)
        return err;
    tg_exif_read(block, PREFIX + len, info);
    return raw ? tg_blob_set(&raw->exif, block, PREFIX + len) : NULL;
}

/* A text chunk, which may hold XMP. */
static struct tg_err *read_text(struct tg_source *src, size_t len, struct tg_raw_metadata *raw)
{
    uint8_t *chunk = malloc(len + 1);
    struct tg_err *err = chunk ? NULL : tg_err_nomem();
    size_t got = 0;

    if (!err)
        err = take(src, chunk, len, &got);
    if (!err && got == len)
        err = tg_png_unpack_xmp(chunk, len, &raw->xmp);
    free(chunk);
    return err;
}

/* Reads the content of a chunk, or skips it.  *wanted: others may still hold what is looked for. */
static struct tg_err *read_chunk(struct tg_source *src, const char *name, size_t len,
                                 struct found *found, bool *wanted)
{
    struct tg_raw_metadata *raw = found->raw;
    struct tg_err *err;
    size_t got;

    if (!found->exif && memcmp(name, "eXIf", 4) == 0 && len <= EXIF_MAX) {
        found->exif = true;
        err = read_exif(src, len, &found->info, raw);
    } else if (raw && !raw->xmp.data && memcmp(name, "iTXt", 4) == 0 && len <= TG_XMP_MAX) {
        err = read_text(src, len, raw);
    } else {
        err = take(src, NULL, len, &got);
    }
    *wanted = !found->exif || (raw && !raw->xmp.data);
    return err || !*wanted ? err : take(src, NULL, CRC, &got);
}

struct tg_err *tg_png_probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct found found = {.raw = raw};
    struct tg_err *err = read_header(src, limits, &found.info);
    bool wanted = true;

    while (!err && wanted) {
        uint8_t head[CHUNK_HEAD];
        size_t got;

        err = take(src, head, sizeof(head), &got);
        if (err || got < sizeof(head) || memcmp(head + 4, "IEND", 4) == 0)
            break; /* a damaged end does not harm the header */
        err = read_chunk(src, (const char *)head + 4, get32(head), &found, &wanted);
    }
    if (!err)
        *info = found.info;
    return err;
}
