/* html.c - see html.h. */
#include "gallery/model/html.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "gallery/model/text.h"

enum { TAG_MAX = 63 }; /* of a language; longer ones are none */

static bool is_space(uint32_t cp)
{
    return cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f';
}

/* What the HTML standard forbids in documents, and malformed bytes. */
static bool is_forbidden(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
           (cp & 0xFFFE) == 0xFFFE || cp == TG_TEXT_BAD;
}

/* What must stand for `cp`; NULL if it may stand for itself. */
static const char *replacement(uint32_t cp, const char *specials)
{
    if (is_space(cp))
        return " ";
    if (is_forbidden(cp))
        return "\xEF\xBF\xBD";
    if (cp >= 0x80 || !strchr(specials, (int)cp))
        return NULL;
    switch (cp) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return "&#39;";
    }
}

/* Most of what texts are made of, which stands for itself. */
static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

/* Copies clean runs whole. */
static void escape(struct tg_buf *out, const char *s, const char *specials)
{
    const char *run = s;

    while (*s) {
        const char *at = s, *instead;

        if (is_plain(*s)) {
            s++;
            continue;
        }
        instead = replacement(tg_text_next(&s), specials);

        if (instead) {
            tg_buf_put(out, run, (size_t)(at - run));
            tg_buf_puts(out, instead);
            run = s;
        }
    }
    tg_buf_put(out, run, (size_t)(s - run));
}

void tg_html_text(struct tg_buf *out, const char *s)
{
    escape(out, s, "&<>");
}

void tg_html_attr(struct tg_buf *out, const char *s)
{
    escape(out, s, "&<>\"'");
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("_.-~/", c));
}

void tg_html_url_path(struct tg_buf *out, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";

    while (*s) {
        const char *run = s;

        while (is_unreserved((unsigned char)*s))
            s++;
        tg_buf_put(out, run, (size_t)(s - run));
        for (; *s && !is_unreserved((unsigned char)*s); s++) {
            unsigned char c = (unsigned char)*s;
            const char code[3] = {'%', hex[c >> 4], hex[c & 15]};

            tg_buf_put(out, code, sizeof(code));
        }
    }
}

void tg_html_address(struct tg_buf *out, const char *url, const char *dir)
{
    tg_html_attr(out, url);
    TG_HTML_LIT(out, "/");
    if (*dir) {
        tg_html_url_path(out, dir);
        TG_HTML_LIT(out, "/");
    }
}

/* At least `least` of them.  Pages are full of numbers, and printf() is slow. */
static void put_digits(struct tg_buf *out, uint64_t n, size_t least)
{
    char digits[20];
    size_t at = sizeof(digits);

    for (; n || sizeof(digits) - at < least; n /= 10)
        digits[--at] = (char)('0' + n % 10);
    tg_buf_put(out, digits + at, sizeof(digits) - at);
}

void tg_html_uint(struct tg_buf *out, uint64_t n)
{
    put_digits(out, n, 1);
}

void tg_html_milli(struct tg_buf *out, uint64_t n)
{
    put_digits(out, n / 1000, 1);
    TG_HTML_LIT(out, ".");
    put_digits(out, n % 1000, 3);
}

/* Whether a part of a language tag behind the first is this one, in any case. */
static bool has_script(const char *lang, const char *script)
{
    for (size_t len = strlen(script); (lang = strpbrk(lang, "-_"));)
        if (strncasecmp(++lang, script, len) == 0 && !isalnum((unsigned char)lang[len]))
            return true;
    return false;
}

/* By the script if it is named, else by the language: "ar-EG" is, "az-Latn" is not. */
bool tg_html_is_right_to_left(const char *lang)
{
    static const char *const known[] = {"ar", "arc", "ckb", "dv", "fa", "he",
                                        "iw", "ps",  "sd",  "ug", "ur", "yi"};
    size_t len = lang ? strcspn(lang, "-_") : 0;

    if (len == 0)
        return false;
    if (has_script(lang, "Arab") || has_script(lang, "Hebr"))
        return true;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (len == strlen(known[i]) && strncasecmp(lang, known[i], len) == 0)
            return !has_script(lang, "Latn");
    return false;
}

/* A tag as browsers and readers of feeds want it: "de-AT" for "de_AT" and "de_AT.UTF-8". */
static void put_tag(struct tg_buf *out, const char *lang)
{
    char tag[TAG_MAX + 1];
    size_t len = strcspn(lang, ".@");

    if (len > TAG_MAX)
        len = 0;
    memcpy(tag, lang, len);
    tag[len] = '\0';
    for (char *c = tag; *c; c++)
        if (*c == '_')
            *c = '-';
    tg_html_attr(out, *tag ? tag : "en");
}

void tg_html_language(struct tg_buf *out, const char *lang)
{
    TG_HTML_LIT(out, "<language>");
    put_tag(out, lang ? lang : "");
    TG_HTML_LIT(out, "</language>\n");
}

void tg_html_lang(struct tg_buf *out, const char *lang)
{
    TG_HTML_LIT(out, "<html lang=\"");
    put_tag(out, lang ? lang : "");
    tg_buf_puts(out, tg_html_is_right_to_left(lang) ? "\" dir=\"rtl\">\n" : "\">\n");
}

void tg_html_property(struct tg_buf *out, const char *name, const char *content)
{
    if (!content || !*content)
        return;
    tg_buf_printf(out, "<meta property=\"%s\" content=\"", name);
    tg_html_attr(out, content);
    TG_HTML_LIT(out, "\">\n");
}

void tg_html_json(struct tg_buf *out, const char *text)
{
    TG_HTML_LIT(out, "\"");
    for (const char *s = text; *s;) {
        const char *from = s;
        uint32_t cp = tg_text_next(&s);

        if (cp < 0x80 && strchr("<>&\"\\", (int)cp))
            tg_buf_printf(out, "\\u%04x", (unsigned)cp);
        else if (is_space(cp) || is_forbidden(cp))
            tg_buf_puts(out, is_space(cp) ? " " : "\xEF\xBF\xBD");
        else
            tg_buf_put(out, from, (size_t)(s - from));
    }
    TG_HTML_LIT(out, "\"");
}
