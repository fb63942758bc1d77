/* fuzz_seal.c - sealed files that somebody else wrote: by the first byte any bytes, what somebody
 * who knows the key has encrypted, or what we have sealed and somebody has changed. */
#include <string.h>
#include <unistd.h>

#include <nettle/gcm.h>

#include "core/base/file.h"
#include "core/crypt/seal.h"
#include "tests/fuzz/fuzz.h"

enum { STREAM_MOST = 3 * TG_SEAL_CHUNK };

static const uint8_t magic[] = "TGSEAL1\n";

static void write_all(int fd, const void *data, size_t len)
{
    require(write(fd, data, len) == (ssize_t)len);
}

/* Whether it opens; what can be read of it is no more than it says. */
static bool read_file(const struct tg_secret *secret, int fd, uint64_t size)
{
    uint8_t part[100];
    struct tg_unsealer *u = NULL;
    struct tg_err *err = tg_unseal_open(secret, fd, "seal", &u);
    uint64_t bytes = err ? 0 : tg_unseal_bytes(u), at = 0;
    size_t got = 1;

    require(bytes <= size);
    while (!err && got) {
        err = tg_unseal_read(u, at, part, sizeof(part), &got);
        at += err ? 0 : got;
    }
    require(err || at == bytes);
    tg_unseal_free(u);
    tg_err_free(err);
    return !err;
}

/* A stream of any bytes, as it would be encrypted. */
static void encrypt(const struct tg_secret *secret, const uint8_t *data, size_t size, int fd)
{
    static uint8_t chunk[TG_SEAL_CHUNK + TG_SECRET_TAG];
    static const uint8_t id[TG_SEAL_ID] = {1};
    uint8_t key[TG_SECRET_KEY];
    struct gcm_aes256_ctx ctx;

    write_all(fd, magic, TG_SEAL_MAGIC);
    write_all(fd, id, sizeof(id));
    tg_secret_mac(secret->media, id, sizeof(id), sizeof(key), key);
    gcm_aes256_set_key(&ctx, key);
    for (size_t at = 0; at < size; at += TG_SEAL_CHUNK) {
        size_t len = size - at < TG_SEAL_CHUNK ? size - at : TG_SEAL_CHUNK;
        uint8_t nonce[TG_SECRET_NONCE] = {0};

        nonce[7] = (uint8_t)(at / TG_SEAL_CHUNK);
        nonce[TG_SECRET_NONCE - 1] = at + len == size;
        gcm_aes256_set_iv(&ctx, sizeof(nonce), nonce);
        gcm_aes256_encrypt(&ctx, len, chunk, data + at);
        gcm_aes256_digest(&ctx, TG_SECRET_TAG, chunk + len);
        write_all(fd, chunk, len + TG_SECRET_TAG);
    }
}

/* The first two bytes say which byte is changed, and the third by what. */
static void change(const struct tg_secret *secret, const uint8_t *data, size_t size, int fd)
{
    struct tg_seal_source in = {tg_file_in_memory("content"), size - 3, "image/jpeg", "content"};
    struct tg_hash hash;
    uint64_t sealed, at;
    uint8_t byte;

    write_all(in.fd, data + 3, size - 3);
    require(!tg_seal(secret, &in, fd, "seal", &hash));
    close(in.fd);
    require(tg_fd_size(fd, &sealed) && read_file(secret, fd, sealed));
    at = (uint64_t)(data[0] << 8 | data[1]) % sealed;
    require(pread(fd, &byte, 1, (off_t)at) == 1);
    byte ^= data[2];
    require(pwrite(fd, &byte, 1, (off_t)at) == 1);
    require(read_file(secret, fd, sealed) == (data[2] == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t key[TG_SECRET_KEY] = {1};
    struct tg_secret secret;
    int fd;

    if (size < 5 || size > STREAM_MOST)
        return 0;
    memset(&secret, 0, sizeof(secret));
    tg_secret_use(&secret, key);
    fd = tg_file_in_memory("seal");
    require(fd >= 0);
    if (data[0] % 3 == 2) {
        change(&secret, data + 1, size - 1, fd);
    } else {
        if (data[0] % 3 == 1)
            encrypt(&secret, data + 1, size - 1, fd);
        else
            write_all(fd, data + 1, size - 1);
        (void)read_file(&secret, fd, size);
    }
    close(fd);
    return 0;
}
