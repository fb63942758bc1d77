/* hash.c - see hash.h. */
#include "core/base/hash.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <xxhash.h>

#include "core/base/block.h"

enum { CHUNK = 1 << 18 };

struct tg_err *tg_hasher_new(struct tg_hasher **h)
{
    XXH3_state_t *s = XXH3_createState();

    if (!s || XXH3_128bits_reset(s) != XXH_OK) {
        XXH3_freeState(s);
        return tg_err_nomem();
    }
    *h = (struct tg_hasher *)s;
    return NULL;
}

void tg_hasher_add(struct tg_hasher *h, const void *data, size_t len)
{
    (void)XXH3_128bits_update((XXH3_state_t *)h, data, len);
}

void tg_hasher_end(struct tg_hasher *h, struct tg_hash *hash)
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest((XXH3_state_t *)h));
    memcpy(hash->bytes, canonical.digest, sizeof(hash->bytes));
    XXH3_freeState((XXH3_state_t *)h);
}

void tg_hash_bytes(const void *data, size_t len, struct tg_hash *hash)
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(data, len));
    memcpy(hash->bytes, canonical.digest, sizeof(hash->bytes));
}

struct tg_err *tg_hash_file(int fd, const char *path, struct tg_hash *hash)
{
    struct tg_hasher *h = NULL;
    uint8_t *buf = tg_block_new(CHUNK);
    struct tg_err *err = buf ? tg_hasher_new(&h) : tg_err_nomem();
    off_t at = 0;

    while (!err) {
        ssize_t n = pread(fd, buf, CHUNK, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            err = tg_err_sys(errno, path, "cannot read");
        if (n <= 0)
            break;
        tg_hasher_add(h, buf, (size_t)n);
        at += n;
    }
    if (h)
        tg_hasher_end(h, hash);
    tg_block_free(buf);
    return err;
}

bool tg_hash_equal(const struct tg_hash *a, const struct tg_hash *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}
