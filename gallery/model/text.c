/* text.c - see text.h. */
#include "gallery/model/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

bool tg_text_has_word(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (; len && (list = strstr(list, word)); list++)
        if (list[-1] == ' ' && list[len] == ' ')
            return true;
    return false;
}

char *tg_lines_next(struct tg_lines *lines, bool *nomem)
{
    size_t mark = lines->number == 0 ? tg_text_mark(lines->data, lines->len) : 0;
    const char *end;
    size_t len;
    char *line;

    lines->data += mark;
    lines->len -= mark;
    if (lines->len == 0)
        return NULL;
    end = memchr(lines->data, '\n', lines->len);
    len = end ? (size_t)(end - lines->data) : lines->len;
    line = strndup(lines->data, len);
    *nomem |= !line;
    lines->data += len + (end != NULL);
    lines->len -= len + (end != NULL);
    lines->number++;
    return line;
}

size_t tg_text_mark(const char *data, size_t len)
{
    return len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}
