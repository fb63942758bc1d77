/* buf.h - a byte buffer that grows by doubling up to a limit and remembers its first failure, so
 * that writers check once at the end. */
#ifndef TG_BASE_BUF_H
#define TG_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/attr.h"

struct tg_buf {
    char *data;  /* always NUL-terminated after the first successful append; NULL before */
    size_t len;  /* without the NUL */
    size_t cap;  /* allocated bytes */
    size_t max;  /* len never exceeds this */
    bool failed; /* memory or `max` ran out: contents are incomplete, later appends do nothing */
};

enum { TG_BUF_MAX = 1 << 30 };

void tg_buf_init(struct tg_buf *b, size_t max);
void tg_buf_release(struct tg_buf *b);
void tg_buf_clear(struct tg_buf *b); /* empties and forgets a failure; keeps the memory */

void tg_buf_put(struct tg_buf *b, const void *data, size_t n);
void tg_buf_puts(struct tg_buf *b, const char *s);
void tg_buf_putc(struct tg_buf *b, char c);
void tg_buf_printf(struct tg_buf *b, const char *fmt, ...) TG_PRINTF(2, 3);

/* Text for one line of a terminal, the only way of a text to one: the bytes of what
 * tg_text_is_control() names as \xNN.  They would let the name of a file forge a second line, move
 * the cursor or turn the line around.  What is appended is tg_text_is_clean(), and escaping it
 * again changes nothing. */
void tg_buf_put_printable(struct tg_buf *b, const char *s);

/* The contents as a string that the caller frees; NULL if the buffer failed or memory is short.
 * The buffer is left empty. */
char *tg_buf_steal(struct tg_buf *b) TG_MUST_USE;

/* The contents as a string, "" when empty.  Valid until the next call on `b`. */
const char *tg_buf_str(const struct tg_buf *b);

#endif
