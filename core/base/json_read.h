/* json_read.h - JSON (RFC 8259) that anybody may have written, value by value, out of memory.
 *
 * Nothing is allocated and nothing recurses: a reader is a few words, and texts stay where they are
 * until they are asked for.  Exactly what the RFC says is JSON is accepted: UTF-8 alone, one value,
 * no comments, no comma too many, no NaN; a byte order mark before it is stepped over.  Names that
 * an object has twice are met twice.
 *
 *     tg_json_begin(&r, data, len);
 *     if (tg_json_next(&r) == TG_JSON_OBJECT)
 *         while (tg_json_each(&r)) {
 *             if (tg_json_key_is(&r, "size") && tg_json_integer(&r, &size))
 *                 ...
 *             tg_json_skip(&r);
 *         }
 *     good = tg_json_next(&r) == TG_JSON_END;
 */
#ifndef TG_BASE_JSON_READ_H
#define TG_BASE_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"

enum {
    TG_JSON_DEPTH = 32,    /* objects and arrays inside each other */
    TG_JSON_MAX = 1 << 20, /* bytes */
};

enum tg_json_kind {
    TG_JSON_BAD, /* no JSON, or more than the limits above; from then on always */
    TG_JSON_END, /* behind the outermost value is nothing more; from then on always */
    TG_JSON_OBJECT,
    TG_JSON_ARRAY,
    TG_JSON_CLOSE, /* the end of the innermost object or array */
    TG_JSON_STRING,
    TG_JSON_NUMBER,
    TG_JSON_TRUE,
    TG_JSON_FALSE,
    TG_JSON_NULL,
};

/* A text as it is written, without its quotes, in the memory that is read; NULL: there is none. */
struct tg_json_text {
    const char *at;
    size_t len;
};

struct tg_json {
    enum tg_json_kind kind;  /* what tg_json_next() said last */
    size_t depth;            /* objects and arrays that are open, the one that was begun included */
    struct tg_json_text key; /* of a member of an object */
    struct tg_json_text value; /* of a string, with its escapes, or of a number */

    /* For the reader alone. */
    const char *at, *end;
    uint64_t objects; /* a bit for each that is open: whether it is an object */
    bool begun;       /* the outermost value */
    bool first;       /* nothing of the innermost was met yet */
};

/* Reads `len` bytes, which stay where they are as long as the reader is used, and of which at least
 * one more can be read, that is below 0x80: the NUL of a text, or the line feed of a line. */
void tg_json_begin(struct tg_json *r, const char *data, size_t len);

/* The next value, the end of an object or array, or the end of all. */
enum tg_json_kind tg_json_next(struct tg_json *r);

/* The same within the object or array that was begun last: false at its end, and when it is bad.
 * What it contains itself must be read or skipped before the next call. */
bool tg_json_each(struct tg_json *r);

/* Steps over what is in the object or array that was just begun.  Does nothing after any other
 * value; so it may be called after each. */
void tg_json_skip(struct tg_json *r);

/* Whether the `len` bytes are JSON, to their end; they are as in tg_json_begin(). */
bool tg_json_is_good(const char *data, size_t len);

/* Whether the value has this name, a text in ASCII. */
bool tg_json_key_is(const struct tg_json *r, const char *name);

/* Whether it is this string, a text in ASCII. */
bool tg_json_is(const struct tg_json *r, const char *text);

/* Appends what a text means: UTF-8 without NUL.  Escapes of NUL and of half a character become
 * U+FFFD.  It has at most as many bytes as are written. */
void tg_json_put(struct tg_buf *b, struct tg_json_text text);

/* A number without fraction and exponent that fits, or a string that is written like one, as
 * programs do that take numbers for floating point; else false, and *n is left alone. */
bool tg_json_integer(const struct tg_json *r, int64_t *n);

#endif
