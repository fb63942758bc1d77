/* utf8.c - see utf8.h. */
#include "core/base/utf8.h"

/* The Unicode standard's table 3-7: how many continuation bytes a lead byte wants, and which range
 * the first of them must be in. */
static size_t lead(unsigned char c, unsigned char *lo, unsigned char *hi)
{
    *lo = 0x80;
    *hi = 0xBF;
    if (c >= 0xC2 && c <= 0xDF)
        return 1;
    if (c >= 0xE0 && c <= 0xEF) {
        *lo = c == 0xE0 ? 0xA0 : 0x80;
        *hi = c == 0xED ? 0x9F : 0xBF;
        return 2;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        *lo = c == 0xF0 ? 0x90 : 0x80;
        *hi = c == 0xF4 ? 0x8F : 0xBF;
        return 3;
    }
    return 0;
}

uint32_t tg_text_next(const char **s)
{
    unsigned char c = (unsigned char)*(*s)++, lo, hi;
    size_t more = lead(c, &lo, &hi);
    uint32_t cp;

    if (c < 0x80)
        return c;
    if (more == 0)
        return TG_TEXT_BAD;
    cp = c & (0x3Fu >> more);
    for (; more; more--) {
        c = (unsigned char)**s;
        if (c < lo || c > hi)
            return TG_TEXT_BAD;
        cp = cp << 6 | (c & 0x3F);
        lo = 0x80;
        hi = 0xBF;
        ++*s;
    }
    return cp;
}

size_t tg_text_encode(uint32_t cp, char bytes[TG_TEXT_BYTES])
{
    static const unsigned char leads[] = {0, 0xC0, 0xE0, 0xF0};
    size_t more = cp < 0x80 ? 0 : cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;

    for (size_t i = more; i > 0; i--, cp >>= 6)
        bytes[i] = (char)(0x80 | (cp & 0x3F));
    bytes[0] = (char)(leads[more] | cp);
    return more + 1;
}

bool tg_text_is_control(uint32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == TG_TEXT_BAD)
        return true;
    /* Bidi_Control of Unicode, and U+2028, U+2029 between them */
    return cp == 0x61C || cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

bool tg_text_is_clean(const char *s)
{
    while (*s)
        if (tg_text_is_control(tg_text_next(&s)))
            return false;
    return true;
}
