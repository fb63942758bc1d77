/* buf.c - see buf.h. */
#include "core/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"

void tg_buf_init(struct tg_buf *b, size_t max)
{
    *b = (struct tg_buf){.max = max};
}

void tg_buf_release(struct tg_buf *b)
{
    free(b->data);
    tg_buf_init(b, b->max);
}

void tg_buf_clear(struct tg_buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data)
        b->data[0] = '\0';
}

/* Room for n more bytes and the NUL. */
static bool reserve(struct tg_buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : 128;
    char *data;

    if (b->failed || n > b->max || b->len > b->max - n) {
        b->failed = true;
        return false;
    }
    if (b->len + n < b->cap)
        return true;
    while (cap <= b->len + n)
        cap = cap > SIZE_MAX / 2 ? SIZE_MAX : 2 * cap;
    data = realloc(b->data, cap);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void tg_buf_put(struct tg_buf *b, const void *data, size_t n)
{
    if (!reserve(b, n))
        return;
    if (n)
        memcpy(b->data + b->len, data, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void tg_buf_puts(struct tg_buf *b, const char *s)
{
    tg_buf_put(b, s, strlen(s));
}

void tg_buf_putc(struct tg_buf *b, char c)
{
    tg_buf_put(b, &c, 1);
}

void tg_buf_printf(struct tg_buf *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->failed = true;
        return;
    }
    if (!reserve(b, (size_t)n))
        return;
    va_start(ap, fmt);
    (void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

void tg_buf_put_printable(struct tg_buf *b, const char *s)
{
    while (*s) {
        const char *from = s;

        if (!tg_text_is_control(tg_text_next(&s)))
            tg_buf_put(b, from, (size_t)(s - from));
        else
            for (; from < s; from++)
                tg_buf_printf(b, "\\x%02x", (unsigned char)*from);
    }
}

char *tg_buf_steal(struct tg_buf *b)
{
    char *data = NULL;

    if (!b->failed && reserve(b, 0)) {
        data = b->data;
        data[b->len] = '\0';
        b->data = NULL;
    }
    tg_buf_release(b);
    return data;
}

const char *tg_buf_str(const struct tg_buf *b)
{
    return b->data ? b->data : "";
}
