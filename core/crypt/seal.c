/* seal.c - see seal.h; the algorithms are nettle's. */
#include "core/crypt/seal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/gcm.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

#include "core/base/file.h"

enum {
    LENGTH = 8,
    HEAD_MOST = LENGTH + 1 + TG_SEAL_TYPE,
    SEALED_CHUNK = TG_SEAL_CHUNK + TG_SECRET_TAG
};

static const uint8_t magic[TG_SEAL_MAGIC + 1] = "TGSEAL1\n";

/* The largest stream: what a file of INT64_MAX bytes can hold, by far. */
static const uint64_t stream_most = (uint64_t)1 << 61;

static void put_u64(uint8_t *to, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(v >> (56 - 8 * i));
}

static uint64_t get_u64(const uint8_t *from)
{
    uint64_t v = 0;

    for (int i = 0; i < 8; i++)
        v = v << 8 | from[i];
    return v;
}

static unsigned log_2(uint64_t v)
{
    unsigned n = 0;

    while (v >>= 1)
        n++;
    return n;
}

/* As many bits of a length are zero as its exponent has no use for: Nikitin et al., "Reducing
 * Metadata Leakage from Encrypted Files and Communication with PURBs", 2019. */
uint64_t tg_seal_padded(uint64_t bytes)
{
    unsigned e = log_2(bytes), zero = e - (log_2(e) + 1);
    uint64_t mask = ((uint64_t)1 << zero) - 1;

    return (bytes + mask) & ~mask;
}

static uint64_t chunks_of(uint64_t stream)
{
    return (stream + TG_SEAL_CHUNK - 1) / TG_SEAL_CHUNK;
}

uint64_t tg_seal_size(uint64_t stream)
{
    return TG_SEAL_HEADER + stream + chunks_of(stream) * TG_SECRET_TAG;
}

/* The key of the file with that id. */
static void file_key(const struct tg_secret *secret, const uint8_t id[TG_SEAL_ID],
                     struct gcm_aes256_ctx *ctx)
{
    uint8_t key[TG_SECRET_KEY];

    tg_secret_mac(secret->media, id, TG_SEAL_ID, sizeof(key), key);
    gcm_aes256_set_key(ctx, key);
}

/* The number of a chunk, and whether it is the last. */
static void set_nonce(struct gcm_aes256_ctx *ctx, uint64_t chunk, bool last)
{
    uint8_t nonce[TG_SECRET_NONCE] = {0};

    put_u64(nonce, chunk);
    nonce[TG_SECRET_NONCE - 1] = last;
    gcm_aes256_set_iv(ctx, sizeof(nonce), nonce);
}

/* ---- Sealing --------------------------------------------------------------------------------- */

struct sealer {
    const struct tg_seal_source *in;
    uint8_t head[HEAD_MOST]; /* of the stream */
    size_t head_len;
    uint64_t stream, padded;
    uint8_t *plain, *sealed; /* a chunk */
};

static struct tg_err *read_at(const struct tg_seal_source *in, uint64_t at, uint8_t *data,
                              size_t len)
{
    while (len) {
        ssize_t n = pread(in->fd, data, len, (off_t)at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tg_err_sys(errno, in->path, "cannot read");
        if (n == 0)
            return tg_err_new(TG_E_CORRUPT, in->path, "changed while it was read");
        data += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return NULL;
}

/* The next `len` bytes of the stream from `at`, which is where a chunk begins: only the first has
 * the head. */
static struct tg_err *fill(struct sealer *s, uint64_t at, size_t len)
{
    size_t head = at == 0 ? s->head_len : 0, used;
    uint64_t from = at == 0 ? 0 : at - s->head_len;
    uint64_t left = from < s->in->bytes ? s->in->bytes - from : 0;

    used = left < len - head ? (size_t)left : len - head;
    memcpy(s->plain, s->head, head);
    memset(s->plain + head + used, 0, len - head - used);
    return read_at(s->in, from, s->plain + head, used);
}

static size_t chunk_len(const struct sealer *s, uint64_t at)
{
    return s->padded - at < TG_SEAL_CHUNK ? (size_t)(s->padded - at) : TG_SEAL_CHUNK;
}

/* The id: a hash of what only this stream has, without what it is padded with, by a key. */
static struct tg_err *find_id(struct sealer *s, const struct tg_secret *secret,
                              uint8_t id[TG_SEAL_ID])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha;
    struct tg_err *err = NULL;

    sha256_init(&sha);
    for (uint64_t at = 0; at < s->stream && !err; at += TG_SEAL_CHUNK) {
        size_t len = chunk_len(s, at);

        err = fill(s, at, len);
        sha256_update(&sha, s->stream - at < len ? (size_t)(s->stream - at) : len, s->plain);
    }
    sha256_digest(&sha, sizeof(digest), digest);
    if (!err)
        tg_secret_mac(secret->media_id, digest, sizeof(digest), TG_SEAL_ID, id);
    return err;
}

static struct tg_err *put(int out, const char *path, const void *data, size_t len,
                          struct tg_hasher *hasher)
{
    tg_hasher_add(hasher, data, len);
    return tg_fd_write(out, path, data, len);
}

static struct tg_err *put_chunks(struct sealer *s, const struct tg_secret *secret, int out,
                                 const char *path, struct tg_hasher *hasher)
{
    uint8_t header[TG_SEAL_HEADER];
    struct gcm_aes256_ctx ctx;
    struct tg_err *err;

    memcpy(header, magic, TG_SEAL_MAGIC);
    err = find_id(s, secret, header + TG_SEAL_MAGIC);
    if (err)
        return err;
    file_key(secret, header + TG_SEAL_MAGIC, &ctx);
    err = put(out, path, header, sizeof(header), hasher);
    for (uint64_t at = 0; at < s->padded && !err; at += TG_SEAL_CHUNK) {
        size_t len = chunk_len(s, at);

        err = fill(s, at, len);
        set_nonce(&ctx, at / TG_SEAL_CHUNK, at + len == s->padded);
        gcm_aes256_encrypt(&ctx, len, s->sealed, s->plain);
        gcm_aes256_digest(&ctx, TG_SECRET_TAG, s->sealed + len);
        if (!err)
            err = put(out, path, s->sealed, len + TG_SECRET_TAG, hasher);
    }
    return err;
}

struct tg_err *tg_seal(const struct tg_secret *secret, const struct tg_seal_source *in, int out,
                       const char *path, struct tg_hash *hash)
{
    size_t type = strlen(in->type);
    struct sealer s = {.in = in, .head_len = LENGTH + 1 + type};
    struct tg_hasher *hasher = NULL;
    struct tg_err *err;

    if (type > TG_SEAL_TYPE || in->bytes > stream_most - HEAD_MOST)
        return tg_err_new(TG_E_LIMIT, in->path, "is too large to be encrypted");
    put_u64(s.head, in->bytes);
    s.head[LENGTH] = (uint8_t)type;
    memcpy(s.head + LENGTH + 1, in->type, type);
    s.stream = s.head_len + in->bytes;
    s.padded = tg_seal_padded(s.stream);
    s.plain = malloc(TG_SEAL_CHUNK);
    s.sealed = malloc(SEALED_CHUNK);
    err = s.plain && s.sealed ? tg_hasher_new(&hasher) : tg_err_nomem();
    if (!err) {
        err = put_chunks(&s, secret, out, path, hasher);
        tg_hasher_end(hasher, hash);
    }
    free(s.plain);
    free(s.sealed);
    return err;
}

/* ---- Opening --------------------------------------------------------------------------------- */

struct tg_unsealer {
    int fd;
    const char *path;
    struct gcm_aes256_ctx ctx;
    uint64_t stream, chunks; /* with what it is padded with */
    uint64_t content;        /* bytes */
    size_t head;             /* of the stream before it */
    char type[TG_SEAL_TYPE + 1];
    uint64_t there;               /* which chunk is in `plain`; UINT64_MAX: none */
    uint8_t sealed[SEALED_CHUNK]; /* of it */
    uint8_t plain[TG_SEAL_CHUNK];
};

static struct tg_err *damaged(const struct tg_unsealer *u)
{
    return tg_err_new(TG_E_CORRUPT, u->path,
                      "is not as it was encrypted, or by another key; remove it and build again");
}

/* How many bytes of the stream are in a chunk. */
static size_t plain_len(const struct tg_unsealer *u, uint64_t chunk)
{
    return chunk + 1 < u->chunks ? TG_SEAL_CHUNK : (size_t)(u->stream - chunk * TG_SEAL_CHUNK);
}

static struct tg_err *load(struct tg_unsealer *u, uint64_t chunk)
{
    size_t len = plain_len(u, chunk);
    const struct tg_seal_source in = {.fd = u->fd, .path = u->path};
    uint8_t tag[TG_SECRET_TAG];
    struct tg_err *err;

    if (u->there == chunk)
        return NULL;
    u->there = UINT64_MAX;
    err = read_at(&in, TG_SEAL_HEADER + chunk * SEALED_CHUNK, u->sealed, len + TG_SECRET_TAG);
    if (err)
        return err;
    set_nonce(&u->ctx, chunk, chunk + 1 == u->chunks);
    gcm_aes256_decrypt(&u->ctx, len, u->plain, u->sealed);
    gcm_aes256_digest(&u->ctx, sizeof(tag), tag);
    if (!memeql_sec(tag, u->sealed + len, sizeof(tag)))
        return damaged(u);
    u->there = chunk;
    return NULL;
}

/* How long stream and chunks are, by the size of the file. */
static bool measure(struct tg_unsealer *u, uint64_t size)
{
    uint64_t rest;

    if (size <= TG_SEAL_HEADER + TG_SECRET_TAG || size > stream_most)
        return false;
    u->chunks = (size - TG_SEAL_HEADER + SEALED_CHUNK - 1) / SEALED_CHUNK;
    rest = size - TG_SEAL_HEADER - (u->chunks - 1) * SEALED_CHUNK;
    u->stream = size - TG_SEAL_HEADER - u->chunks * TG_SECRET_TAG;
    return rest > TG_SECRET_TAG;
}

static bool read_head(struct tg_unsealer *u)
{
    size_t len = plain_len(u, 0);

    if (len <= LENGTH || len < LENGTH + 1 + (size_t)u->plain[LENGTH])
        return false;
    u->content = get_u64(u->plain);
    u->head = LENGTH + 1 + u->plain[LENGTH];
    memcpy(u->type, u->plain + LENGTH + 1, u->plain[LENGTH]);
    return u->content <= u->stream - u->head;
}

struct tg_err *tg_unseal_open(const struct tg_secret *secret, int fd, const char *path,
                              struct tg_unsealer **u)
{
    uint8_t header[TG_SEAL_HEADER];
    const struct tg_seal_source in = {.fd = fd, .path = path};
    struct tg_unsealer *new = calloc(1, sizeof(*new));
    struct tg_err *err = NULL;
    struct stat st;

    if (!new)
        return tg_err_nomem();
    new->fd = fd;
    new->path = path;
    new->there = UINT64_MAX;
    err = tg_fd_stat(fd, path, &st);
    if (!err && !measure(new, (uint64_t)st.st_size))
        err = damaged(new);
    if (!err)
        err = read_at(&in, 0, header, sizeof(header));
    if (!err && memcmp(header, magic, TG_SEAL_MAGIC) != 0)
        err = damaged(new);
    if (!err) {
        file_key(secret, header + TG_SEAL_MAGIC, &new->ctx);
        err = load(new, 0);
    }
    if (!err && !read_head(new))
        err = damaged(new);
    if (err)
        tg_unseal_free(new);
    else
        *u = new;
    return err;
}

void tg_unseal_free(struct tg_unsealer *u)
{
    free(u);
}

uint64_t tg_unseal_bytes(const struct tg_unsealer *u)
{
    return u->content;
}

const char *tg_unseal_type(const struct tg_unsealer *u)
{
    return u->type;
}

struct tg_err *tg_unseal_read(struct tg_unsealer *u, uint64_t at, void *data, size_t len,
                              size_t *got)
{
    uint8_t *to = data;
    uint64_t left = at < u->content ? u->content - at : 0;

    if (left < len)
        len = (size_t)left;
    for (size_t done = 0; done < len;) {
        uint64_t from = u->head + at + done, chunk = from / TG_SEAL_CHUNK;
        size_t in = (size_t)(from % TG_SEAL_CHUNK), n = TG_SEAL_CHUNK - in;
        struct tg_err *err = load(u, chunk);

        if (err)
            return err;
        n = n < len - done ? n : len - done;
        memcpy(to + done, u->plain + in, n);
        done += n;
    }
    *got = len;
    return NULL;
}
