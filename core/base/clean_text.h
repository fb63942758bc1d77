/* clean_text.h - text of any kind that a file holds as text that may be kept and shown. */
#ifndef TG_BASE_CLEAN_TEXT_H
#define TG_BASE_CLEAN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/* How the bytes of a text are to be read. */
enum tg_charset {
    TG_CHARSET_UTF8, /* damage: U+FFFD */
    /* UTF-8 if all of it is, but for a character that is cut off at its end; else all of it is
     * Windows-1252, as what declares nothing, or ASCII or Latin-1, is in practice. */
    TG_CHARSET_WINDOWS,
    TG_CHARSET_UTF16LE, /* lone surrogates: U+FFFD */
    TG_CHARSET_UTF16BE,
};

/* Appends the `len` bytes of `text`, which may end at a NUL before, to the empty buffer: as UTF-8
 * without control characters (line feeds alone, and only with `lines`) and without white space at
 * its ends, cut where the buffer's limit is.  Cleaning a clean text changes nothing.  The only
 * error is memory. */
struct tg_err *tg_clean_text(struct tg_buf *out, const char *text, size_t len,
                             enum tg_charset charset, bool lines) TG_MUST_USE;

#endif
