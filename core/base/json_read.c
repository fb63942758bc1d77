/* json_read.c - see json_read.h. */
#include "core/base/json_read.h"

#include <assert.h>
#include <string.h>

#include "core/base/hex.h"
#include "core/base/utf8.h"

static_assert(TG_JSON_DEPTH <= 64, "a bit for each level");

enum { REPLACEMENT = 0xFFFD };

void tg_json_begin(struct tg_json *r, const char *data, size_t len)
{
    static const char mark[] = "\xEF\xBB\xBF";

    *r = (struct tg_json){
        .kind = len > TG_JSON_MAX ? TG_JSON_BAD : TG_JSON_NULL, .at = data, .end = data + len};
    if (len >= strlen(mark) && memcmp(data, mark, strlen(mark)) == 0)
        r->at += strlen(mark);
}

static enum tg_json_kind end_as(struct tg_json *r, enum tg_json_kind kind)
{
    r->key = r->value = (struct tg_json_text){NULL, 0};
    r->begun = true;
    return r->kind = kind;
}

/* What is behind the end is none of the characters that are asked for. */
static char peek(const struct tg_json *r)
{
    return r->at < r->end ? *r->at : '\0';
}

static bool take(struct tg_json *r, char c)
{
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

static void skip_space(struct tg_json *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
        r->at++;
}

/* ---- Strings --------------------------------------------------------------------------------- */

/* Behind a backslash. */
static bool skip_escape(struct tg_json *r)
{
    char c = peek(r);

    if (!c || !strchr("\"\\/bfnrtu", c))
        return false;
    r->at++;
    for (int i = 0; c == 'u' && i < 4; i++, r->at++)
        if (tg_hex_digit(peek(r)) < 0)
            return false;
    return true;
}

static bool take_string(struct tg_json *r, struct tg_json_text *text)
{
    if (!take(r, '"'))
        return false;
    text->at = r->at;
    while (r->at < r->end && *r->at != '"') {
        if ((unsigned char)*r->at < ' ')
            return false;
        if (*r->at == '\\') {
            r->at++;
            if (!skip_escape(r))
                return false;
        } else if (tg_text_next(&r->at) == TG_TEXT_BAD) {
            return false;
        }
    }
    text->len = (size_t)(r->at - text->at);
    return take(r, '"');
}

/* The four digits of an escape. */
static uint32_t unit(const char *digits)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++)
        value = value << 4 | (uint32_t)tg_hex_digit(digits[i]);
    return value;
}

/* The character of the escape at *s, of a text that ends at `end`, and steps behind it: behind both
 * of a pair. */
static uint32_t unescape(const char **s, const char *end)
{
    static const char names[] = "bfnrt", meant[] = "\b\f\n\r\t";
    char c = (*s)[1];
    const char *name = strchr(names, c);
    uint32_t cp, low;

    *s += 2;
    if (name)
        return (uint32_t)meant[name - names];
    if (c != 'u')
        return (uint32_t)c;
    cp = unit(*s);
    *s += 4;
    if (cp >= 0xD800 && cp < 0xDC00 && end - *s >= 6 && (*s)[0] == '\\' && (*s)[1] == 'u') {
        low = unit(*s + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            *s += 6;
            return 0x10000 + ((cp & 0x3FF) << 10) + (low & 0x3FF);
        }
    }
    return cp == 0 || (cp >= 0xD800 && cp < 0xE000) ? REPLACEMENT : cp;
}

void tg_json_put(struct tg_buf *b, struct tg_json_text text)
{
    const char *at = text.at, *end = at ? at + text.len : NULL;

    while (at < end) {
        size_t plain = 0;
        char bytes[4];

        while (at + plain < end && at[plain] != '\\')
            plain++;
        tg_buf_put(b, at, plain);
        at += plain;
        if (at < end)
            tg_buf_put(b, bytes, tg_text_encode(unescape(&at, end), bytes));
    }
}

static bool means(struct tg_json_text text, const char *wanted)
{
    const char *at = text.at, *end = at ? at + text.len : NULL;

    if (!at)
        return false;
    while (at < end) {
        uint32_t cp = *at == '\\' ? unescape(&at, end) : (unsigned char)*at++;

        if (cp >= 0x80 || cp != (unsigned char)*wanted)
            return false;
        wanted++;
    }
    return !*wanted;
}

bool tg_json_key_is(const struct tg_json *r, const char *name)
{
    return means(r->key, name);
}

bool tg_json_is(const struct tg_json *r, const char *text)
{
    return r->kind == TG_JSON_STRING && means(r->value, text);
}

/* ---- Numbers --------------------------------------------------------------------------------- */

static size_t skip_digits(struct tg_json *r)
{
    const char *from = r->at;

    while (peek(r) >= '0' && peek(r) <= '9')
        r->at++;
    return (size_t)(r->at - from);
}

static bool take_number(struct tg_json *r)
{
    const char *from = r->at;

    (void)take(r, '-');
    if (!take(r, '0') && !skip_digits(r))
        return false;
    if (take(r, '.') && !skip_digits(r))
        return false;
    if (take(r, 'e') || take(r, 'E')) {
        if (!take(r, '+'))
            (void)take(r, '-');
        if (!skip_digits(r))
            return false;
    }
    r->value = (struct tg_json_text){from, (size_t)(r->at - from)};
    return true;
}

bool tg_json_integer(const struct tg_json *r, int64_t *n)
{
    bool minus = r->value.len && *r->value.at == '-';
    int64_t value = 0;

    if ((r->kind != TG_JSON_NUMBER && r->kind != TG_JSON_STRING) || r->value.len == minus)
        return false;
    for (size_t i = minus; i < r->value.len; i++) {
        int digit = r->value.at[i] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, minus ? -digit : digit, &value))
            return false;
    }
    *n = value;
    return true;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static bool in_object(const struct tg_json *r)
{
    return r->objects >> (r->depth - 1) & 1;
}

static bool open_value(struct tg_json *r, enum tg_json_kind kind)
{
    uint64_t bit = (uint64_t)1 << r->depth;

    if (r->depth == TG_JSON_DEPTH)
        return false;
    r->objects = kind == TG_JSON_OBJECT ? r->objects | bit : r->objects & ~bit;
    r->depth++;
    r->at++;
    r->first = true;
    return true;
}

static bool take_word(struct tg_json *r, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
        return false;
    r->at += len;
    return true;
}

static bool take_value(struct tg_json *r)
{
    r->first = false;
    switch (peek(r)) {
    case '{':
        return open_value(r, r->kind = TG_JSON_OBJECT);
    case '[':
        return open_value(r, r->kind = TG_JSON_ARRAY);
    case '"':
        r->kind = TG_JSON_STRING;
        return take_string(r, &r->value);
    case 't':
        r->kind = TG_JSON_TRUE;
        return take_word(r, "true");
    case 'f':
        r->kind = TG_JSON_FALSE;
        return take_word(r, "false");
    case 'n':
        r->kind = TG_JSON_NULL;
        return take_word(r, "null");
    default:
        r->kind = TG_JSON_NUMBER;
        return take_number(r);
    }
}

/* What stands before the next value of the innermost object or array. */
static bool take_before(struct tg_json *r)
{
    if (!r->first && !take(r, ','))
        return false;
    skip_space(r);
    if (!in_object(r))
        return true;
    if (!take_string(r, &r->key))
        return false;
    skip_space(r);
    if (!take(r, ':'))
        return false;
    skip_space(r);
    return true;
}

enum tg_json_kind tg_json_next(struct tg_json *r)
{
    if (r->kind <= TG_JSON_END)
        return end_as(r, r->kind);
    r->key = r->value = (struct tg_json_text){NULL, 0};
    skip_space(r);
    if (r->begun && !r->depth)
        return end_as(r, r->at == r->end ? TG_JSON_END : TG_JSON_BAD);
    r->begun = true;
    if (r->depth && take(r, in_object(r) ? '}' : ']')) {
        r->depth--;
        r->first = false;
        return r->kind = TG_JSON_CLOSE;
    }
    if ((r->depth && !take_before(r)) || !take_value(r))
        return end_as(r, TG_JSON_BAD);
    return r->kind;
}

bool tg_json_each(struct tg_json *r)
{
    return tg_json_next(r) > TG_JSON_CLOSE || r->kind == TG_JSON_OBJECT || r->kind == TG_JSON_ARRAY;
}

void tg_json_skip(struct tg_json *r)
{
    size_t depth = r->depth;

    if (r->kind != TG_JSON_OBJECT && r->kind != TG_JSON_ARRAY)
        return;
    while (r->depth >= depth && tg_json_next(r) > TG_JSON_END)
        ;
}

bool tg_json_is_good(const char *data, size_t len)
{
    struct tg_json r;

    tg_json_begin(&r, data, len);
    while (tg_json_next(&r) > TG_JSON_END)
        ;
    return r.kind == TG_JSON_END;
}
