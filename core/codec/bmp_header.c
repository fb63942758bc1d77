/* bmp_header.c - the header of a BMP: those of OS/2 1 and 2 and of all versions of Windows. */
#include <string.h>

#include "core/codec/bmp.h"
#include "core/codec/bounds.h"
#include "core/codec/extras.h"
#include "core/codec/whole.h"

/* Offsets from the beginning of the file, where the file's own header of 14 bytes is. */
enum {
    PIXELS_AT = 10,
    INFO = 14, /* its size comes first */
    WIDTH = 18,
    HEIGHT = 22,
    BITS = 28,
    COMPRESSION = 30,
    COLOURS = 46,
    MASKS = 54, /* from version 2 on in the header, in version 1 behind it */
    SPACE = 70,
    ICC_AT = 126, /* from INFO on */
    ICC_LEN = 130,
    OLD_HEIGHT = 20,
    OLD_BITS = 24
};

/* Sizes of headers: OS/2's first, and the versions of Windows'.  OS/2's second may be cut. */
enum { CORE = 12, OS2_MIN = 16, V1 = 40, V2 = 52, V3 = 56, OS2 = 64, V4 = 108, V5 = 124 };

/* Kinds of compression; of OS/2, 3 is Huffman's and 4 run lengths of 24 bits. */
enum { PLAIN, RLE8, RLE4, FIELDS, OS2_RLE24 = 4, ALPHA_FIELDS = 6 };

#define EMBEDDED 0x4d424544u /* "MBED", the space of a profile in the file */

struct header {
    uint32_t size, compression, colours;
    bool os2;
};

static struct tg_err *refuse(const struct tg_bmp *b)
{
    return tg_err_new(TG_E_UNSUPPORTED, b->path,
                      "is a BMP picture of a kind that browsers do not show: convert it to PNG "
                      "first, for example with ImageMagick's convert");
}

static struct tg_err *corrupt(const struct tg_bmp *b, const char *why)
{
    return tg_err_new(TG_E_CORRUPT, b->path, "%s", why);
}

static bool is_known_size(uint32_t size)
{
    return size == CORE || size == V4 || size == V5 || (size >= OS2_MIN && size <= OS2);
}

/* A field of the header, which may be too short for it: 0 then. */
static uint32_t field(const struct tg_bmp *b, const struct header *h, size_t at)
{
    return at + 4 <= INFO + h->size ? tg_bmp_get32(b->file.data + at) : 0;
}

static struct tg_err *read_sizes(struct tg_bmp *b, struct header *h)
{
    const uint8_t *p = b->file.data;

    if (b->file.len < INFO + 4)
        return corrupt(b, "ends in its header");
    h->size = tg_bmp_get32(p + INFO);
    if (!is_known_size(h->size))
        return refuse(b);
    if (b->file.len < INFO + (size_t)h->size)
        return corrupt(b, "ends in its header");
    h->os2 = h->size != V1 && h->size != V2 && h->size != V3 && h->size != V4 && h->size != V5;
    if (h->size == CORE) {
        b->w = tg_bmp_get16(p + WIDTH);
        b->h = tg_bmp_get16(p + OLD_HEIGHT);
        b->bits = tg_bmp_get16(p + OLD_BITS);
        return NULL;
    }
    b->w = tg_bmp_get32(p + WIDTH);
    b->h = tg_bmp_get32(p + HEIGHT);
    b->bits = tg_bmp_get16(p + BITS);
    b->top_down = b->h >> 31 && !h->os2;
    if (b->top_down)
        b->h = 0u - b->h;
    h->compression = field(b, h, COMPRESSION);
    h->colours = field(b, h, COLOURS);
    return b->w >> 31 || b->h >> 31 ? corrupt(b, "has a size below 0") : NULL;
}

static struct tg_err *check_kind(struct tg_bmp *b, const struct header *h)
{
    bool palette = b->bits == 1 || b->bits == 2 || b->bits == 4 || b->bits == 8;
    bool fields = b->bits == 16 || b->bits == 32, good = false;

    switch (h->compression) {
    case PLAIN:
        good = palette || b->bits == 24 || (fields && h->size != CORE);
        break;
    case RLE8:
        good = palette;
        b->bits = 8;
        break;
    case RLE4:
        good = palette && b->bits <= 4;
        b->bits = 4;
        break;
    case FIELDS:
    case ALPHA_FIELDS:
        good = fields && !h->os2;
        break;
    case OS2_RLE24:
        good = h->os2 && b->bits == 24;
        break;
    default:
        break;
    }
    b->rle = h->compression == RLE8 || h->compression == RLE4 || h->compression == OS2_RLE24;
    return good ? NULL : refuse(b);
}

/* A mask has no gaps. */
static bool are_good_masks(const uint32_t mask[4])
{
    for (int i = 0; i < 4; i++) {
        uint32_t low = mask[i] & (0u - mask[i]);

        if (mask[i] & (mask[i] + low))
            return false;
    }
    return true;
}

/* What follows the header but is no palette. */
static size_t bytes_of_masks(const struct header *h)
{
    if (h->size != V1)
        return 0;
    return h->compression == FIELDS ? 12 : h->compression == ALPHA_FIELDS ? 16 : 0;
}

static struct tg_err *read_masks(struct tg_bmp *b, const struct header *h)
{
    static const uint32_t of16[3] = {0x7c00, 0x3e0, 0x1f}, of32[3] = {0xff0000, 0xff00, 0xff};
    bool plain = h->compression == PLAIN;
    unsigned n = h->size >= V3 || h->compression == ALPHA_FIELDS ? 4 : 3;

    if (b->bits != 16 && b->bits != 32)
        return NULL;
    if (b->file.len < INFO + (size_t)h->size + bytes_of_masks(h))
        return corrupt(b, "ends in its header");
    for (unsigned i = 0; !plain && i < n; i++)
        b->mask[i] = tg_bmp_get32(b->file.data + MASKS + 4 * (size_t)i);
    if (plain)
        memcpy(b->mask, b->bits == 16 ? of16 : of32, sizeof(of16));
    /* a later header has masks too: here, as in browsers, only that there is one of alpha counts */
    if (plain && b->bits == 32 && h->size >= V4 && tg_bmp_get32(b->file.data + MASKS + 12))
        b->mask[3] = 0xff000000;
    for (unsigned i = 0; b->bits == 16 && i < 4; i++)
        b->mask[i] &= 0xffff;
    return are_good_masks(b->mask) ? NULL : refuse(b);
}

/* Finds the pixels, which begin behind a palette of `n` entries where the file does not say. */
static struct tg_err *find_pixels(struct tg_bmp *b, size_t palette_at, size_t n, size_t entry)
{
    size_t at = tg_bmp_get32(b->file.data + PIXELS_AT);

    if (at && at < palette_at)
        return corrupt(b, "has pixels in its header");
    if (at == 0 && n <= (b->file.len - palette_at) / entry)
        at = palette_at + n * entry;
    if (at == 0 || at >= b->file.len)
        return corrupt(b, "ends before its pixels");
    b->pixels_at = at;
    return NULL;
}

/* The palette and where the pixels are.  They cut a palette short whose length is not told; of one
 * that is told, as in browsers, a part may be called pixels too. */
static struct tg_err *read_palette(struct tg_bmp *b, const struct header *h)
{
    size_t at = INFO + h->size + bytes_of_masks(h), entry = h->size == CORE ? 3 : 4, n = h->colours;
    struct tg_err *err;
    size_t end;

    if (b->bits > 8)
        n = h->os2 ? 0 : n; /* hints for screens of few colours */
    else if (n == 0 || n > (size_t)1 << b->bits)
        n = (size_t)1 << b->bits;
    err = find_pixels(b, at, n, entry);
    if (err)
        return err;
    if (b->bits > 8)
        return NULL;
    end = h->colours ? b->file.len : b->pixels_at;
    if (n > (end - at) / entry)
        n = (end - at) / entry;
    for (size_t i = 0; i < TG_BMP_PALETTE; i++)
        b->palette[i][3] = 255;
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            b->palette[i][c] = b->file.data[at + i * entry + 2 - c];
    return NULL;
}

static void find_profile(struct tg_bmp *b, const struct header *h)
{
    size_t at, len;

    if (h->size != V5 || tg_bmp_get32(b->file.data + SPACE) != EMBEDDED)
        return;
    at = INFO + (size_t)tg_bmp_get32(b->file.data + ICC_AT);
    len = tg_bmp_get32(b->file.data + ICC_LEN);
    if (len <= TG_EXTRA_MAX && at <= b->file.len && len <= b->file.len - at) {
        b->icc_at = at;
        b->icc_len = len;
    }
}

/* The fewest bytes of a whole picture: a run of 255 pixels takes two. */
static uint64_t least_bytes(const struct tg_bmp *b)
{
    uint64_t pixels = (uint64_t)b->w * b->h;

    return b->rle ? pixels * 2 / 255 : pixels * b->bits / 8;
}

struct tg_err *tg_bmp_open(struct tg_bmp *bmp, struct tg_source *src,
                           const struct tg_limits *limits)
{
    struct header h = {0};
    struct tg_err *err;

    *bmp = (struct tg_bmp){.path = src->path};
    err = tg_whole_read(src, &bmp->file);
    if (!err)
        err = read_sizes(bmp, &h);
    if (!err)
        err = check_kind(bmp, &h);
    if (!err)
        err = read_masks(bmp, &h);
    if (!err)
        err = tg_bounds_check(src, limits, bmp->w, bmp->h, least_bytes(bmp));
    if (!err)
        err = read_palette(bmp, &h);
    if (!err)
        find_profile(bmp, &h);
    return err;
}
