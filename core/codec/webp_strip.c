/* webp_strip.c - WebP, chunk by chunk: see the WebP container specification, RFC 9649. */
#include <string.h>

#include "core/codec/webp.h"

enum { FILE_HEAD = 12, HEAD = 8, FLAG_XMP = 0x04, FLAG_EXIF = 0x08 };

static size_t get32(const uint8_t *p)
{
    return (size_t)p[3] << 24 | (size_t)p[2] << 16 | (size_t)p[1] << 8 | p[0];
}

static void put32(uint8_t *p, size_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

static bool is_wanted(const uint8_t *chunk, const struct tg_strip_options *keep)
{
    static const char shown[][5] = {"VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"};

    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
        if (memcmp(chunk, shown[i], 4) == 0)
            return true;
    return (keep->exif && memcmp(chunk, "EXIF", 4) == 0) ||
           (keep->xmp && memcmp(chunk, "XMP ", 4) == 0);
}

/* Where the file ends according to its header; what lies behind is nobody's. */
static size_t file_end(const uint8_t *data, size_t len)
{
    size_t n = get32(data + 4);

    return n < len - 8 ? n + 8 : len;
}

/* Moves a chunk of n bytes to `to`, padded to an even length as all are; the next position. */
static size_t put_chunk(uint8_t *data, size_t to, size_t at, size_t n,
                        const struct tg_strip_options *keep)
{
    uint8_t *chunk = data + to;

    memmove(chunk, data + at, HEAD + n);
    if (memcmp(chunk, "VP8X", 4) == 0 && n && !keep->exif)
        chunk[HEAD] &= (uint8_t)~FLAG_EXIF;
    if (memcmp(chunk, "VP8X", 4) == 0 && n && !keep->xmp)
        chunk[HEAD] &= (uint8_t)~FLAG_XMP;
    to += HEAD + n;
    if (n % 2)
        data[to++] = 0;
    return to;
}

size_t tg_webp_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep)
{
    size_t at = FILE_HEAD, to = FILE_HEAD, end = file_end(data, len);

    while (at < end && end - at >= HEAD) {
        size_t n = get32(data + at + 4);

        if (n > end - at - HEAD)
            break;
        if (is_wanted(data + at, keep))
            to = put_chunk(data, to, at, n, keep);
        at += HEAD + n + n % 2;
    }
    put32(data + 4, to - 8);
    return to;
}
