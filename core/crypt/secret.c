/* secret.c - see secret.h; the algorithms are nettle's. */
#include "core/crypt/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/gcm.h>
#include <nettle/hmac.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha2.h>

#include "core/base/hex.h"

void tg_secret_mac(const uint8_t key[TG_SECRET_KEY], const void *data, size_t len, size_t size,
                   uint8_t *out)
{
    struct hmac_sha256_ctx ctx;

    hmac_sha256_set_key(&ctx, TG_SECRET_KEY, key);
    hmac_sha256_update(&ctx, len, data);
    hmac_sha256_digest(&ctx, size, out);
}

void tg_secret_salt(const char *site, uint8_t salt[TG_SECRET_SALT])
{
    static const char label[] = "tirage salt 1";
    struct sha256_ctx ctx;

    sha256_init(&ctx);
    sha256_update(&ctx, sizeof(label), (const uint8_t *)label);
    sha256_update(&ctx, strlen(site), (const uint8_t *)site);
    sha256_digest(&ctx, TG_SECRET_SALT, salt);
}

static void label(const uint8_t key[TG_SECRET_KEY], const char *text, uint8_t *out)
{
    tg_secret_mac(key, text, strlen(text), TG_SECRET_KEY, out);
}

void tg_secret_derive(struct tg_secret *secret, const char *password,
                      const uint8_t salt[TG_SECRET_SALT])
{
    uint8_t key[TG_SECRET_KEY];

    memcpy(secret->salt, salt, TG_SECRET_SALT);
    pbkdf2_hmac_sha256(strlen(password), (const uint8_t *)password, TG_SECRET_ROUNDS,
                       TG_SECRET_SALT, salt, sizeof(secret->master), secret->master);
    tg_secret_content(secret, 1, key);
    tg_secret_use(secret, key);
}

void tg_secret_content(const struct tg_secret *secret, unsigned n, uint8_t key[TG_SECRET_KEY])
{
    char text[32];

    (void)snprintf(text, sizeof(text), "tirage key %u", n);
    label(secret->master, text, key);
}

void tg_secret_use(struct tg_secret *secret, const uint8_t key[TG_SECRET_KEY])
{
    memcpy(secret->content, key, TG_SECRET_KEY);
    label(key, "tirage page 1", secret->page);
    label(key, "tirage nonce 1", secret->nonce);
    label(key, "tirage name 1", secret->name);
    label(key, "tirage media 1", secret->media);
    label(key, "tirage media id 1", secret->media_id);
}

static void encrypt(const uint8_t key[TG_SECRET_KEY], const void *data, size_t len, uint8_t *sealed)
{
    struct gcm_aes256_ctx ctx;

    gcm_aes256_set_key(&ctx, key);
    gcm_aes256_set_iv(&ctx, TG_SECRET_NONCE, sealed);
    gcm_aes256_encrypt(&ctx, len, sealed + TG_SECRET_NONCE, data);
    gcm_aes256_digest(&ctx, TG_SECRET_TAG, sealed + TG_SECRET_NONCE + len);
}

void tg_secret_wrap(const struct tg_secret *secret, uint8_t wrapped[TG_SECRET_WRAPPED])
{
    uint8_t wrap[TG_SECRET_KEY];

    label(secret->master, "tirage wrap 1", wrap);
    tg_secret_mac(wrap, secret->content, TG_SECRET_KEY, TG_SECRET_NONCE, wrapped);
    encrypt(wrap, secret->content, TG_SECRET_KEY, wrapped);
}

uint64_t tg_secret_mark(const struct tg_secret *secret)
{
    static const char access[] = "access 1";
    uint8_t bytes[8];
    uint64_t mark = 0;

    tg_secret_mac(secret->name, access, strlen(access), sizeof(bytes), bytes);
    for (size_t i = 0; i < sizeof(bytes); i++)
        mark = mark << 8 | bytes[i];
    return mark | 1;
}

void tg_base64(struct tg_buf *out, const uint8_t *data, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < len; i += 3) {
        size_t n = len - i < 3 ? len - i : 3;
        uint32_t v = (uint32_t)data[i] << 16 | (n > 1 ? (uint32_t)data[i + 1] << 8 : 0) |
                     (n > 2 ? data[i + 2] : 0);
        char four[4] = {digits[v >> 18], digits[v >> 12 & 63], n > 1 ? digits[v >> 6 & 63] : '=',
                        n > 2 ? digits[v & 63] : '='};

        tg_buf_put(out, four, sizeof(four));
    }
}

bool tg_secret_seal(const struct tg_secret *secret, const void *data, size_t len,
                    struct tg_buf *out)
{
    uint8_t *sealed = malloc(TG_SECRET_NONCE + len + TG_SECRET_TAG);

    if (!sealed)
        return false;
    tg_secret_mac(secret->nonce, data, len, TG_SECRET_NONCE, sealed);
    encrypt(secret->page, data, len, sealed);
    tg_base64(out, sealed, TG_SECRET_NONCE + len + TG_SECRET_TAG);
    free(sealed);
    return true;
}

void tg_secret_name(const struct tg_secret *secret, const char *text, char name[TG_SECRET_NAME + 1])
{
    uint8_t bytes[TG_SECRET_NAME / 2];

    tg_secret_mac(secret->name, text, strlen(text), sizeof(bytes), bytes);
    tg_hex(bytes, sizeof(bytes), name);
}
