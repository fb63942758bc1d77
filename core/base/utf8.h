/* utf8.h - text that may be anything, character by character. */
#ifndef TG_BASE_UTF8_H
#define TG_BASE_UTF8_H

#include <stdint.h>

enum {
    TG_TEXT_BAD = 0x110000 /* what tg_text_next() says of bytes that are not UTF-8 */
};

/* The code point at *s, which must not point at the NUL, and steps behind it.  Of malformed bytes
 * (overlong forms, surrogates, stray or missing continuations) it steps over as many as could have
 * begun a character and returns TG_TEXT_BAD. */
uint32_t tg_text_next(const char **s);

#endif
