/* fuzz_text.c - texts of metadata: two bytes that choose, then a text in some encoding becomes
 * clean UTF-8 or nothing. */
#include "tests/fuzz/clean_metadata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_metadata metadata = {0};

    if (size < 2)
        return 0;
    tg_err_free(tg_metadata_add(&metadata, (enum tg_metadata_text)(data[0] % TG_METADATA_TEXTS),
                                (const char *)data + 2, size - 2,
                                (enum tg_charset)(data[1] % (TG_CHARSET_UTF16BE + 1))));
    require_clean(&metadata);
    return 0;
}
