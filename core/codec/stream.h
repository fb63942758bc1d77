/* stream.h - where coded pictures are read from and written to: descriptors that somebody else
 * opened, since workers may open nothing. */
#ifndef TG_CODEC_STREAM_H
#define TG_CODEC_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

enum { TG_STREAM_CHUNK = 1 << 16 };

/* Reads a descriptor from its current position.  `path` is only for messages. */
struct tg_source {
    int fd;
    const char *path;
    uint8_t *buf; /* owned, TG_STREAM_CHUNK bytes */
    size_t pos, len;
    int64_t start; /* where the descriptor was; -1 if it has no position, as pipes */
    bool narrow;   /* only `bytes` bytes from there on are its own, of which `left` are unread */
    uint64_t bytes, left;
};

struct tg_err *tg_source_init(struct tg_source *s, int fd, const char *path) TG_MUST_USE;
void tg_source_release(struct tg_source *s); /* does not close the descriptor */

/* Refills the buffer; s->len is 0 at the end of the file.  Earlier bytes are gone. */
struct tg_err *tg_source_fill(struct tg_source *s) TG_MUST_USE;

/* Makes the first bytes (up to a chunk) visible in buf[0 .. len) without consuming them.  Only
 * before anything else was read. */
struct tg_err *tg_source_peek(struct tg_source *s) TG_MUST_USE;

/* Back to where it began.  False if that cannot be done, as with a pipe. */
bool tg_source_rewind(struct tg_source *s) TG_MUST_USE;

/* From now on the source has only `bytes` bytes from its byte `at` on, and begins there.
 * TG_E_UNSUPPORTED if it has no position. */
struct tg_err *tg_source_narrow(struct tg_source *s, uint64_t at, uint64_t bytes) TG_MUST_USE;

/* The bytes of the whole file, or of what it was narrowed to; UINT64_MAX if they cannot be told, as
 * of a pipe. */
uint64_t tg_source_size(const struct tg_source *s);

/* Writes a descriptor, or memory, in chunks and counts. */
struct tg_sink {
    int fd;
    struct tg_buf *memory; /* borrowed; gets everything in place of fd; NULL: there is none */
    const char *path;
    uint8_t *buf; /* owned, TG_STREAM_CHUNK bytes */
    size_t len;
    uint64_t written; /* bytes handed to the system, or to memory */
};

struct tg_err *tg_sink_init(struct tg_sink *s, int fd, const char *path) TG_MUST_USE;
struct tg_err *tg_sink_init_memory(struct tg_sink *s, struct tg_buf *memory) TG_MUST_USE;
void tg_sink_release(struct tg_sink *s); /* does not flush, does not close */
struct tg_err *tg_sink_flush(struct tg_sink *s) TG_MUST_USE;

/* Writes bytes that are not in the buffer, which must be empty. */
struct tg_err *tg_sink_put(struct tg_sink *s, const void *data, size_t len) TG_MUST_USE;

#endif
