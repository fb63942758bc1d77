/* secret.c - see secret.h; the algorithms are nettle's. */
#include "core/crypt/secret.h"

#include <stdlib.h>
#include <string.h>

#include <nettle/gcm.h>
#include <nettle/hmac.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha2.h>

#include "core/base/hex.h"

static void mac(const uint8_t key[TG_SECRET_KEY], const void *data, size_t len, size_t size,
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

void tg_secret_derive(struct tg_secret *secret, const char *password,
                      const uint8_t salt[TG_SECRET_SALT])
{
    static const char page[] = "tirage page 1", nonce[] = "tirage nonce 1",
                      name[] = "tirage name 1";
    uint8_t master[TG_SECRET_KEY];

    memcpy(secret->salt, salt, TG_SECRET_SALT);
    pbkdf2_hmac_sha256(strlen(password), (const uint8_t *)password, TG_SECRET_ROUNDS,
                       TG_SECRET_SALT, salt, sizeof(master), master);
    mac(master, page, strlen(page), TG_SECRET_KEY, secret->page);
    mac(master, nonce, strlen(nonce), TG_SECRET_KEY, secret->nonce);
    mac(master, name, strlen(name), TG_SECRET_KEY, secret->name);
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
    struct gcm_aes256_ctx ctx;
    uint8_t *sealed = malloc(TG_SECRET_NONCE + len + TG_SECRET_TAG);

    if (!sealed)
        return false;
    mac(secret->nonce, data, len, TG_SECRET_NONCE, sealed);
    gcm_aes256_set_key(&ctx, secret->page);
    gcm_aes256_set_iv(&ctx, TG_SECRET_NONCE, sealed);
    gcm_aes256_encrypt(&ctx, len, sealed + TG_SECRET_NONCE, data);
    gcm_aes256_digest(&ctx, TG_SECRET_TAG, sealed + TG_SECRET_NONCE + len);
    tg_base64(out, sealed, TG_SECRET_NONCE + len + TG_SECRET_TAG);
    free(sealed);
    return true;
}

void tg_secret_name(const struct tg_secret *secret, const char *text, char name[TG_SECRET_NAME + 1])
{
    uint8_t bytes[TG_SECRET_NAME / 2];

    mac(secret->name, text, strlen(text), sizeof(bytes), bytes);
    tg_hex(bytes, sizeof(bytes), name);
}
