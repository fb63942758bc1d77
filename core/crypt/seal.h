/* seal.h - files that only a password opens, in chunks that can be opened one by one.
 *
 * A sealed file is a magic number, the id of its content, and chunks of TG_SEAL_CHUNK bytes, each
 * encrypted with AES-256-GCM and followed by its tag.  What is encrypted is a stream: the length of
 * the content, its type, the content, and zeros, so that its length tells less.  docs/security.md
 * has every byte of it.  The same content of the same type becomes the same bytes. */
#ifndef TG_CRYPT_SEAL_H
#define TG_CRYPT_SEAL_H

#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/crypt/secret.h"

enum {
    TG_SEAL_CHUNK = 1 << 16,
    TG_SEAL_ID = 16,
    TG_SEAL_MAGIC = 8,
    TG_SEAL_HEADER = TG_SEAL_MAGIC + TG_SEAL_ID,
    TG_SEAL_TYPE = 255, /* the longest type */
};

/* Of the name of every sealed file. */
#define TG_SEAL_SUFFIX ".sealed"

/* What becomes a sealed file: the first `bytes` of an open file.  Nobody writes to it meanwhile:
 * two contents under one id would share a key and nonces. */
struct tg_seal_source {
    int fd;
    uint64_t bytes;
    const char *type; /* MIME; at most TG_SEAL_TYPE bytes, as they are in ours */
    const char *path; /* for messages */
};

/* Seals it into the empty file `out`; *hash is that of the bytes written.  Reads it twice, with
 * pread(): first for its id.  TG_E_CORRUPT if it is shorter than it says. */
struct tg_err *tg_seal(const struct tg_secret *secret, const struct tg_seal_source *in, int out,
                       const char *path, struct tg_hash *hash) TG_MUST_USE;

/* How long the stream of that many bytes becomes: Padme, at most 12 % more.  And a sealed file
 * whose stream has that length. */
uint64_t tg_seal_padded(uint64_t bytes);
uint64_t tg_seal_size(uint64_t stream);

struct tg_unsealer; /* opaque */

/* Opens a sealed file for reading: TG_E_CORRUPT unless it is one of this content key.  `fd` and
 * `path` stay the caller's, and are used as long as it is read. */
struct tg_err *tg_unseal_open(const struct tg_secret *secret, int fd, const char *path,
                              struct tg_unsealer **u) TG_MUST_USE;
void tg_unseal_free(struct tg_unsealer *u); /* NULL is fine */

uint64_t tg_unseal_bytes(const struct tg_unsealer *u); /* of the content */
const char *tg_unseal_type(const struct tg_unsealer *u);

/* Reads `len` bytes of the content, or fewer where it ends: *got of them.  TG_E_CORRUPT if one of
 * the chunks that they are in is not as it was sealed. */
struct tg_err *tg_unseal_read(struct tg_unsealer *u, uint64_t at, void *data, size_t len,
                              size_t *got) TG_MUST_USE;

#endif
