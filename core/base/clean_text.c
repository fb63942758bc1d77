/* clean_text.c - see clean_text.h. */
#include "core/base/clean_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"

/* Nobody writes as much; what lies behind is not looked at. */
enum { LARGEST_RAW = 1 << 16, BYTE_ORDER_MARK = 0xFEFF };

/* Of a character of several bytes. */
static bool is_lead(char c)
{
    return (unsigned char)c >= 0xC2 && (unsigned char)c <= 0xF4;
}

/* Whether it is UTF-8, less what was cut off its end, as writers count bytes.  It then ends
 * there. */
static bool take_utf8(char *s)
{
    const char *at = s;
    bool any = false; /* characters of several bytes, without which the end would prove nothing */

    while (*at) {
        char *start = s + (at - s);
        uint32_t cp = tg_text_next(&at);

        if (cp == TG_TEXT_BAD && any && !*at && is_lead(*start))
            *start = '\0';
        else if (cp == TG_TEXT_BAD)
            return false;
        any |= cp >= 0x80;
        if (!*start)
            break;
    }
    return true;
}

/* Windows-1252 from 0x80 to 0x9F; 0: none. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* A text that is being read: `at` up to `end`, or up to its NUL. */
struct reader {
    const char *at, *end;
    enum tg_charset charset;
};

static uint32_t unit16(const struct reader *r, size_t i)
{
    const unsigned char *p = (const unsigned char *)r->at + 2 * i;
    bool big_endian = r->charset == TG_CHARSET_UTF16BE;

    return r->end - r->at < 2 * (ptrdiff_t)(i + 1) ? 0
           : big_endian                            ? (uint32_t)p[0] << 8 | p[1]
                                                   : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t next_utf16(struct reader *r)
{
    uint32_t cp = unit16(r, 0), low = unit16(r, 1);
    bool is_pair = cp >= 0xD800 && cp < 0xDC00 && low >= 0xDC00 && low < 0xE000;

    if (!cp)
        return 0;
    r->at += is_pair ? 4 : 2;
    if (is_pair)
        return 0x10000 + ((cp & 0x3FF) << 10) + (low & 0x3FF);
    return cp >= 0xD800 && cp < 0xE000 ? TG_TEXT_BAD : cp;
}

/* 0 at its end. */
static uint32_t next_char(struct reader *r)
{
    unsigned char c;

    if (r->charset == TG_CHARSET_UTF16LE || r->charset == TG_CHARSET_UTF16BE)
        return next_utf16(r);
    if (r->at == r->end || !*r->at)
        return 0;
    if (r->charset == TG_CHARSET_UTF8)
        return tg_text_next(&r->at);
    c = (unsigned char)*r->at++;
    if (c < 0x80 || c > 0x9F)
        return c;
    return windows[c - 0x80] ? windows[c - 0x80] : TG_TEXT_BAD;
}

/* Line and paragraph separators included. */
static bool is_line_end(uint32_t cp)
{
    return cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029;
}

/* A character as it may be kept: white space and control characters become spaces, or line
 * feeds. */
static uint32_t plain(uint32_t cp, bool lines)
{
    if (cp == TG_TEXT_BAD)
        return 0xFFFD;
    if (is_line_end(cp))
        return lines ? '\n' : ' ';
    return cp < ' ' || (cp >= 0x7F && cp <= 0x9F) ? ' ' : cp;
}

static void clean(struct tg_buf *out, struct reader *r, bool lines)
{
    uint32_t raw, before = 0;

    for (; (raw = next_char(r)); before = raw) {
        uint32_t cp = plain(raw, lines);
        char bytes[4];
        size_t len;

        if (raw == '\n' && before == '\r')
            continue;
        if (out->len == 0 && (cp == ' ' || cp == '\n' || cp == BYTE_ORDER_MARK))
            continue;
        len = tg_text_encode(cp, bytes);
        if (len > out->max - out->len)
            break;
        tg_buf_put(out, bytes, len);
    }
    while (out->len && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\n'))
        out->data[--out->len] = '\0';
}

struct tg_err *tg_clean_text(struct tg_buf *out, const char *text, size_t len,
                             enum tg_charset charset, bool lines)
{
    struct reader r = {.charset = charset};
    char *copy;

    len = len < LARGEST_RAW ? len : LARGEST_RAW;
    copy = malloc(len + 1);
    if (!copy)
        return tg_err_nomem();
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (charset == TG_CHARSET_WINDOWS && take_utf8(copy))
        r.charset = TG_CHARSET_UTF8;
    r.at = copy;
    r.end = copy + len;
    clean(out, &r, lines);
    free(copy);
    return out->failed ? tg_err_nomem() : NULL;
}
