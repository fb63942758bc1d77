/* frame.h - messages between processes that do not trust each other.
 *
 * One message is one SOCK_SEQPACKET datagram: a header (length, id), fields in order, and up to
 * TG_FRAME_FDS descriptors.  Numbers are little-endian. */
#ifndef TG_POOL_FRAME_H
#define TG_POOL_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

enum { TG_FRAME_MAX = 1 << 16, TG_FRAME_FDS = 64 };

/* Writing: appends to a buffer begun with tg_frame_begin(). */
void tg_frame_begin(struct tg_buf *b, uint64_t id); /* initialises b */
void tg_frame_u32(struct tg_buf *b, uint32_t v);
void tg_frame_u64(struct tg_buf *b, uint64_t v);
void tg_frame_str(struct tg_buf *b, const char *s); /* NULL is sent as "" */
/* Fills in the length; false if the frame became too large.  Sending does it by itself. */
bool tg_frame_finish(struct tg_buf *b);

/* Reading: a cursor that remembers failure, after which every field reads as 0 or "". */
struct tg_frame {
    const uint8_t *at;
    size_t left;
    bool bad;
};
uint32_t tg_frame_get_u32(struct tg_frame *f);
uint64_t tg_frame_get_u64(struct tg_frame *f);
/* A number that must not exceed max. */
uint32_t tg_frame_get_max(struct tg_frame *f, uint32_t max);
/* A string without inner NUL; points into the frame. */
const char *tg_frame_get_str(struct tg_frame *f);
/* True if every field so far was good and nothing is left over. */
bool tg_frame_end(const struct tg_frame *f);

/* Starts reading `len` bytes: checks the header and returns its id.  f->bad if it is wrong. */
uint64_t tg_frame_open(struct tg_frame *f, const void *data, size_t len);

/* Errors as fields: code, path, text. */
void tg_frame_err(struct tg_buf *b, const struct tg_err *err);
/* Never NULL; bad and TG_E_WORKER if the text is not one clean line. */
struct tg_err *tg_frame_get_err(struct tg_frame *f) TG_MUST_USE;

/* Sends a frame with descriptors, which stay the caller's. */
struct tg_err *tg_frame_send(int sock, struct tg_buf *b, const int *fds, size_t nfds) TG_MUST_USE;

/* Receives one datagram into `data` (TG_FRAME_MAX bytes).  *len is 0 when the other end is closed.
 * Descriptors arrive close-on-exec and belong to the caller, TG_FRAME_FDS at most; a datagram with
 * more data or descriptors than allowed is TG_E_WORKER and its descriptors are closed. */
struct tg_err *tg_frame_recv(int sock, void *data, size_t *len, int *fds, size_t *nfds) TG_MUST_USE;

#endif
