/* xmp_reader.h (private to core/codec) - XMP packets as names and values through expat, for readers
 * that look for a few of them, wherever they stand. */
#ifndef TG_CODEC_XMP_READER_H
#define TG_CODEC_XMP_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <expat.h>

#include "core/base/err.h"

enum { TG_XMP_VALUE = 64, TG_XMP_TEXT = 1024 };

/* Names are "NAMESPACE NAME". */
struct tg_xmp_reader {
    void *ctx;                                                     /* of these */
    void (*value)(void *ctx, const char *name, const char *value); /* an attribute */
    void (*open)(void *ctx, const char *name);                     /* NULL: not wanted */
    /* `text` is that behind the last element in it; "" if it is too long for a value, which has
     * less than TG_XMP_VALUE bytes. */
    void (*close)(void *ctx, const char *name, const char *text);
    bool cuts; /* longer texts are wanted too, cut to less than TG_XMP_TEXT bytes */

    XML_Parser parser; /* the rest is private */
    int depth;
    char text[TG_XMP_TEXT];
    size_t text_len;
};

/* *whole: the packet was understood to its end.  Document types and deep nesting end the reading,
 * as damage does; so does a packet that is too large.  The only error is memory. */
struct tg_err *tg_xmp_read(struct tg_xmp_reader *r, const uint8_t *data, size_t len,
                           bool *whole) TG_MUST_USE;

/* Of the tag whose element is being opened or closed: bytes from the beginning of the packet. */
struct tg_xmp_place {
    size_t from, to;
};
struct tg_xmp_place tg_xmp_place(const struct tg_xmp_reader *r);

/* Whether a packet has the word at all: most are about other things. */
bool tg_xmp_mentions(const uint8_t *data, size_t len, const char *word);

/* 0 if it is no number of a size that files have. */
uint64_t tg_xmp_number(const char *text);

#endif
