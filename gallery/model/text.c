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

size_t tg_text_line(const char *data, size_t len)
{
    const char *end = memchr(data, '\n', len);

    return end ? (size_t)(end - data) + 1 : len;
}

char *tg_lines_next(struct tg_lines *lines, bool *nomem)
{
    size_t mark = lines->number == 0 ? tg_text_mark(lines->data, lines->len) : 0;
    size_t len;
    char *line;

    lines->data += mark;
    lines->len -= mark;
    if (lines->len == 0)
        return NULL;
    len = tg_text_line(lines->data, lines->len);
    line = strndup(lines->data, len - (lines->data[len - 1] == '\n'));
    *nomem |= !line;
    lines->data += len;
    lines->len -= len;
    lines->number++;
    return line;
}

size_t tg_text_mark(const char *data, size_t len)
{
    return len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* "&amp;", "&#38;", "&#x26;" at the ampersand. */
static bool is_reference(const char *s)
{
    size_t len;

    s++;
    if (*s == '#') {
        s += s[1] == 'x' || s[1] == 'X' ? 2 : 1;
        len = strspn(s, "0123456789abcdefABCDEF");
    } else {
        len = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
        len = len > 1 ? len : 0; /* no name is shorter */
    }
    return len && len < 32 && s[len] == ';';
}

/* "<br>", "</b>", "<a href=...>" at the "<". */
static bool is_tag(const char *s)
{
    static const char elements[] =
        " a abbr audio b big blockquote br center cite code del div dl dt dd em figure font "
        "h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q s script small span "
        "strike strong style sub sup table tbody td th tr tt u ul video ";
    char name[16];
    size_t len;

    s += s[1] == '/' ? 2 : 1;
    len = strcspn(s, " \t\r\n/>");
    if (len == 0 || len >= sizeof(name) || !strchr(s, '>'))
        return false;
    for (size_t i = 0; i < len; i++)
        name[i] = (char)lower((unsigned char)s[i]);
    name[len] = '\0';
    return tg_text_has_word(elements, name);
}

bool tg_text_has_html(const char *s)
{
    bool has = false;

    for (s = strpbrk(s, "<&"); s && !has; s = strpbrk(s + 1, "<&"))
        has = *s == '&' ? is_reference(s) : is_tag(s);
    return has;
}
