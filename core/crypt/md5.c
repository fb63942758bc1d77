/* md5.c - see md5.h; the algorithm is nettle's. */
#include "core/crypt/md5.h"

#include <stdint.h>
#include <string.h>

#include <nettle/md5.h>

#include "core/base/hex.h"

_Static_assert(TG_MD5_TEXT == 2 * MD5_DIGEST_SIZE + 1, "two digits a byte");

void tg_md5_text(const char *text, char digits[TG_MD5_TEXT])
{
    struct md5_ctx md5;
    uint8_t digest[MD5_DIGEST_SIZE];

    md5_init(&md5);
    md5_update(&md5, strlen(text), (const uint8_t *)text);
    md5_digest(&md5, sizeof(digest), digest);
    tg_hex(digest, sizeof(digest), digits);
}
