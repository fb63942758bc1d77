/* utf8.h - text that may be anything, character by character. */
#ifndef TG_BASE_UTF8_H
#define TG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TG_TEXT_BYTES = 4,     /* of the longest character */
    TG_TEXT_BAD = 0x110000 /* what tg_text_next() says of bytes that are not UTF-8 */
};

/* The code point at *s, which must not point at the NUL, and steps behind it.  Of malformed bytes
 * (overlong forms, surrogates, stray or missing continuations) it steps over as many as could have
 * begun a character and returns TG_TEXT_BAD. */
uint32_t tg_text_next(const char **s);

/* The bytes of a code point, no surrogate and below 0x110000; how many they are. */
size_t tg_text_encode(uint32_t cp, char bytes[TG_TEXT_BYTES]);

/* Whether a character does something to a terminal or a line instead of being seen: control
 * characters (C0, DEL, C1), those that turn the direction of what follows, line and paragraph
 * separators; TG_TEXT_BAD too. */
bool tg_text_is_control(uint32_t cp);

/* UTF-8 without such characters: tg_buf_put_printable() would leave it as it is.  Texts of many
 * lines, and those that people write from right to left, need not be. */
bool tg_text_is_clean(const char *s);

#endif
