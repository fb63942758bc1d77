/* metadata.c - see metadata.h. */
#include "core/base/metadata.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"

static_assert(offsetof(struct tg_metadata, exposure) ==
                  offsetof(struct tg_metadata, text[TG_METADATA_EXPOSURE]),
              "texts by name and by index are the same");

/* Bytes.  Longer texts are cut. */
static const size_t longest[TG_METADATA_TEXTS] = {[TG_METADATA_TITLE] = 200,
                                                  [TG_METADATA_DESCRIPTION] = 2000,
                                                  [TG_METADATA_CAMERA] = 100,
                                                  [TG_METADATA_LENS] = 100,
                                                  [TG_METADATA_EXPOSURE] = 100};

/* Nobody writes as much; what lies behind is not looked at. */
enum { LARGEST_RAW = 1 << 16 };

void tg_metadata_release(struct tg_metadata *metadata)
{
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        free(metadata->text[i]);
    *metadata = (struct tg_metadata){0};
}

void tg_metadata_move(struct tg_metadata *to, struct tg_metadata *from)
{
    tg_metadata_release(to);
    *to = *from;
    *from = (struct tg_metadata){0};
}

static bool is_utf8(const char *s)
{
    while (*s)
        if (tg_text_next(&s) == TG_TEXT_BAD)
            return false;
    return true;
}

static size_t encode(uint32_t cp, char out[4])
{
    static const uint8_t marks[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

    for (size_t i = len - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)(marks[len] | cp);
    return len;
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

static void clean(struct tg_buf *out, const char *s, bool lines, bool latin1)
{
    while (*s) {
        char bytes[4];
        uint32_t cp = latin1 ? (unsigned char)*s++ : tg_text_next(&s);
        size_t len;

        if (cp == '\r' && *s == '\n')
            continue;
        cp = plain(cp, lines);
        if (out->len == 0 && (cp == ' ' || cp == '\n'))
            continue;
        len = encode(cp, bytes);
        if (len > out->max - out->len)
            break;
        tg_buf_put(out, bytes, len);
    }
    while (out->len && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\n'))
        out->data[--out->len] = '\0';
}

struct tg_err *tg_metadata_add(struct tg_metadata *metadata, enum tg_metadata_text which,
                               const char *text, size_t len, enum tg_charset charset)
{
    struct tg_err *err = NULL;
    struct tg_buf out;
    char *copy;

    if (metadata->text[which] || len == 0)
        return NULL;
    copy = strndup(text, len < LARGEST_RAW ? len : LARGEST_RAW);
    if (!copy)
        return tg_err_nomem();
    tg_buf_init(&out, longest[which]);
    clean(&out, copy, which == TG_METADATA_DESCRIPTION,
          charset == TG_CHARSET_LATIN1 && !is_utf8(copy));
    if (out.failed)
        err = tg_err_nomem();
    else if (out.len) {
        metadata->text[which] = tg_buf_steal(&out);
        err = metadata->text[which] ? NULL : tg_err_nomem();
    }
    tg_buf_release(&out);
    free(copy);
    return err;
}
