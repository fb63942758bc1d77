/* text.c - see text.h. */
#include "gallery/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

static bool is_space(uint32_t cp)
{
    return cp <= ' ' || cp == '_' || (cp >= 0x7F && cp <= 0xA0);
}

char *tg_text_title(const char *name, size_t len)
{
    char *copy = strndup(name, len);
    struct tg_buf out;
    const char *s = copy;
    bool gap = false;

    if (!copy)
        return NULL;
    tg_buf_init(&out, TG_BUF_MAX);
    while (*s) {
        const char *start = s;
        uint32_t cp = tg_text_next(&s);

        if (is_space(cp)) {
            gap = out.len > 0;
            continue;
        }
        if (gap)
            tg_buf_putc(&out, ' ');
        gap = false;
        if (cp == TG_TEXT_BAD)
            tg_buf_puts(&out, "\xEF\xBF\xBD");
        else
            tg_buf_put(&out, start, (size_t)(s - start));
    }
    if (out.len == 0)
        tg_buf_puts(&out, "Untitled");
    free(copy);
    return tg_buf_steal(&out);
}

void tg_text_line(struct tg_buf *out, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c < 0x20 || c == 0x7F)
            tg_buf_printf(out, "\\x%02X", c);
        else
            tg_buf_putc(out, *s);
    }
}

static int lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

int tg_text_casecmp(const char *a, const char *b)
{
    while (*a && lower((unsigned char)*a) == lower((unsigned char)*b)) {
        a++;
        b++;
    }
    return lower((unsigned char)*a) - lower((unsigned char)*b);
}
