/* png_strip.c - PNG, chunk by chunk: what decides how the frames look stays. */
#include <string.h>

#include "core/codec/png.h"

enum { SIGNATURE = 8, NAME = 4, HEAD = 8, AROUND = 12 }; /* AROUND: length, name and CRC */

static size_t get32(const uint8_t *p)
{
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

static bool is_xmp(const uint8_t *chunk, size_t len)
{
    static const char keyword[] = "XML:com.adobe.xmp";

    return memcmp(chunk + NAME, "iTXt", 4) == 0 && len >= sizeof(keyword) &&
           memcmp(chunk + HEAD, keyword, sizeof(keyword)) == 0;
}

static bool is_wanted(const uint8_t *chunk, size_t len, const struct tg_strip_options *keep)
{
    static const char shown[][5] = {"acTL", "fcTL", "fdAT", "tRNS", "bKGD", "sBIT", "gAMA",
                                    "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI"};
    bool critical = (chunk[NAME] & 0x20) == 0;

    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
        if (memcmp(chunk + NAME, shown[i], 4) == 0)
            return true;
    return critical || (keep->exif && memcmp(chunk + NAME, "eXIf", 4) == 0) ||
           (keep->xmp && is_xmp(chunk, len));
}

static bool is_pixels(const uint8_t *chunk)
{
    return memcmp(chunk + NAME, "IDAT", 4) == 0 || memcmp(chunk + NAME, "fdAT", 4) == 0;
}

size_t tg_png_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep)
{
    static const char end[AROUND + 1] = "\0\0\0\0IEND\xae\x42\x60\x82";
    size_t at = SIGNATURE, to = SIGNATURE;

    while (at < len && len - at >= AROUND) {
        size_t n = get32(data + at);

        if (memcmp(data + at + NAME, "IEND", 4) == 0)
            break;
        if (n > len - at - AROUND && !is_pixels(data + at))
            break;
        if (n > len - at - AROUND) { /* a file that was cut shows what is there */
            memmove(data + to, data + at, len - at);
            return to + (len - at);
        }
        if (is_wanted(data + at, n, keep)) {
            memmove(data + to, data + at, n + AROUND);
            to += n + AROUND;
        }
        at += n + AROUND;
    }
    memcpy(data + to, end, AROUND);
    return to + AROUND;
}
