/* fuzz_xmp.c - XMP packets: clean facts or none. */
#include "core/codec/xmp.h"
#include "tests/fuzz/clean_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_facts facts = {0};

    tg_err_free(tg_xmp_tell(data, size, &facts));
    require_clean(&facts);
    return 0;
}
