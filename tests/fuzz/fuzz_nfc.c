/* fuzz_nfc.c - any bytes as a name: its form C is the form of itself, is the same text, and keeps
 * every byte that is not UTF-8. */
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/utf8.h"
#include "tests/fuzz/fuzz.h"

static size_t count_bad(const char *s)
{
    size_t n = 0;

    while (*s) {
        const char *from = s;

        if (tg_text_next(&s) == TG_TEXT_BAD)
            n += (size_t)(s - from);
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *name = strndup((const char *)data, size), *form, *again;

    require(name);
    form = tg_nfc(name);
    require(form);
    again = tg_nfc(form);
    require(again);
    require(strcmp(form, again) == 0);
    require(tg_nfc_equal(name, form));
    require(count_bad(form) == count_bad(name));
    require(strlen(form) <= 3 * strlen(name)); /* U+1D160 and the like grow most */
    require(!tg_nfc_is_ascii(name) || strcmp(name, form) == 0);
    free(again);
    free(form);
    free(name);
    return 0;
}
