/* secret.h - what follows from a password: keys, sealed pages, names that cannot be guessed.
 *
 * master = PBKDF2-HMAC-SHA-256(password, salt, TG_SECRET_ROUNDS), 32 bytes.  Everything is sealed
 * by keys that follow from a content key, each HMAC-SHA-256(content key, label).  The content key
 * follows from the master, or it is that of an earlier password and the master only wraps it.
 * docs/security.md says why this is safe. */
#ifndef TG_CRYPT_SECRET_H
#define TG_CRYPT_SECRET_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/base/buf.h"

enum {
    TG_SECRET_ROUNDS = 600000, /* OWASP's advice of 2023 for this hash */
    TG_SECRET_SALT = 16,
    TG_SECRET_KEY = 32,
    TG_SECRET_NONCE = 12,
    TG_SECRET_TAG = 16,
    TG_SECRET_NAME = 32, /* hexadecimal digits */
    TG_SECRET_WRAPPED = TG_SECRET_NONCE + TG_SECRET_KEY + TG_SECRET_TAG,
};

struct tg_secret {
    uint8_t salt[TG_SECRET_SALT];
    uint8_t master[TG_SECRET_KEY];
    uint8_t content[TG_SECRET_KEY];  /* the content key: of the master, "tirage key 1" */
    uint8_t page[TG_SECRET_KEY];     /* AES-256-GCM, label "tirage page 1" */
    uint8_t nonce[TG_SECRET_KEY];    /* "tirage nonce 1" */
    uint8_t name[TG_SECRET_KEY];     /* "tirage name 1" */
    uint8_t media[TG_SECRET_KEY];    /* "tirage media 1", see seal.h */
    uint8_t media_id[TG_SECRET_KEY]; /* "tirage media id 1" */
};

/* The salt of a site: the first bytes of SHA-256 over what anybody may know of it. */
void tg_secret_salt(const char *site, uint8_t salt[TG_SECRET_SALT]);

/* HMAC-SHA-256, cut to `size` bytes. */
void tg_secret_mac(const uint8_t key[TG_SECRET_KEY], const void *data, size_t len, size_t size,
                   uint8_t *out);

/* All keys, with the first content key of the password.  Takes a good part of a second, on
 * purpose. */
void tg_secret_derive(struct tg_secret *secret, const char *password,
                      const uint8_t salt[TG_SECRET_SALT]);

/* The content key number `n` of the password, from 1. */
void tg_secret_content(const struct tg_secret *secret, unsigned n, uint8_t key[TG_SECRET_KEY]);

/* Another content key takes the place of the one that is there. */
void tg_secret_use(struct tg_secret *secret, const uint8_t key[TG_SECRET_KEY]);

/* The content key for whoever knows the password: a nonce that follows from both, ciphertext and
 * tag, by AES-256-GCM under HMAC(master, "tirage wrap 1"). */
void tg_secret_wrap(const struct tg_secret *secret, uint8_t wrapped[TG_SECRET_WRAPPED]);

/* A number that is the same for the same content key, and tells nothing of it; never 0. */
uint64_t tg_secret_mark(const struct tg_secret *secret);

/* Appends nonce, ciphertext and tag as Base64.  The nonce is HMAC-SHA-256(nonce key, data), cut:
 * the same data come out the same, and other data never share a nonce.  False when memory is
 * short. */
bool tg_secret_seal(const struct tg_secret *secret, const void *data, size_t len,
                    struct tg_buf *out) TG_MUST_USE;

/* 16 bytes of HMAC-SHA-256(name key, text), hexadecimal. */
void tg_secret_name(const struct tg_secret *secret, const char *text,
                    char name[TG_SECRET_NAME + 1]);

void tg_base64(struct tg_buf *out, const uint8_t *data, size_t len);

#endif
