/* sealing.c - speed of encryption: files in memory of a few sizes are sealed and opened again, and
 * what that consists of, in CPU time.
 *
 * Usage: sealing [ROUNDS]
 *
 * Prints a Markdown table: for each size the MB/s of the content, of the median of rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nettle/gcm.h>
#include <nettle/sha2.h>

#include "bench/measure.h"
#include "core/base/file.h"
#include "core/crypt/seal.h"

enum { MOST = 64 << 20, ROUNDS_MOST = 51, AT_ONCE = 32 << 20, ROUNDS = 9 };

struct work {
    struct tg_secret secret;
    int in, out;
    size_t bytes;
    uint8_t *data;
};

static void seal(struct work *w)
{
    const struct tg_seal_source in = {w->in, w->bytes, "image/jpeg", "content"};
    struct tg_hash hash;

    (void)lseek(w->out, 0, SEEK_SET);
    measure_check(tg_seal(&w->secret, &in, w->out, "sealed", &hash), "seal");
}

static void open_sealed(struct work *w)
{
    struct tg_unsealer *u = NULL;
    size_t got = 1;

    measure_check(tg_unseal_open(&w->secret, w->out, "sealed", &u), "open");
    for (uint64_t at = 0; got; at += got)
        measure_check(tg_unseal_read(u, at, w->data, TG_SEAL_CHUNK, &got), "open");
    tg_unseal_free(u);
}

static void encrypt(struct work *w)
{
    static uint8_t chunk[TG_SEAL_CHUNK];
    const uint8_t nonce[TG_SECRET_NONCE] = {0};
    struct gcm_aes256_ctx ctx;

    gcm_aes256_set_key(&ctx, w->secret.media);
    for (size_t at = 0; at < w->bytes; at += sizeof(chunk)) {
        size_t len = w->bytes - at < sizeof(chunk) ? w->bytes - at : sizeof(chunk);
        uint8_t tag[TG_SECRET_TAG];

        gcm_aes256_set_iv(&ctx, sizeof(nonce), nonce);
        gcm_aes256_encrypt(&ctx, len, chunk, w->data + at);
        gcm_aes256_digest(&ctx, sizeof(tag), tag);
    }
}

static void hash(struct work *w)
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx ctx;

    sha256_init(&ctx);
    sha256_update(&ctx, w->bytes, w->data);
    sha256_digest(&ctx, sizeof(digest), digest);
}

/* MB/s of the median. */
static double speed(struct work *w, void (*step)(struct work *w), size_t rounds)
{
    size_t times = AT_ONCE / w->bytes + 1;
    double took[ROUNDS_MOST];

    for (size_t i = 0; i < rounds; i++) {
        double start = measure_cpu_seconds();

        for (size_t k = 0; k < times; k++)
            step(w);
        took[i] = measure_cpu_seconds() - start;
    }
    return (double)w->bytes * (double)times / measure_median(took, rounds) / 1e6;
}

static void row(struct work *w, size_t bytes, size_t rounds)
{
    double sealed;

    w->bytes = bytes;
    sealed = speed(w, seal, rounds);
    (void)printf("| %zu kB | %.0f | %.0f | %.0f | %.0f |\n", bytes / 1000,
                 speed(w, encrypt, rounds), speed(w, hash, rounds), sealed,
                 speed(w, open_sealed, rounds));
    if (ftruncate(w->out, 0) != 0)
        exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {20000, 300000, 5000000, MOST};
    const uint8_t key[TG_SECRET_KEY] = {1};
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : ROUNDS;
    struct work w = {.in = tg_file_in_memory("content"), .out = tg_file_in_memory("sealed")};

    if (rounds < 1 || rounds > ROUNDS_MOST)
        return EXIT_FAILURE;
    w.data = malloc(MOST);
    if (!w.data || w.in < 0 || w.out < 0)
        return EXIT_FAILURE;
    for (size_t i = 0; i < MOST; i++)
        w.data[i] = (uint8_t)(i * 2654435761U >> 11);
    measure_check(tg_fd_write(w.in, "content", w.data, MOST), "content");
    tg_secret_use(&w.secret, key);
    (void)puts(
        "| content | AES-256-GCM alone | SHA-256 alone | sealed | opened |\n|---|---|---|---|---|");
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        row(&w, sizes[i], rounds);
    free(w.data);
    return EXIT_SUCCESS;
}
