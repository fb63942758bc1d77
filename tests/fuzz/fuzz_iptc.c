/* fuzz_iptc.c - Photoshop's image resources: clean facts or none. */
#include "core/codec/iptc.h"
#include "tests/fuzz/clean_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_facts facts = {0};

    tg_err_free(tg_iptc_tell(data, size, &facts));
    require_clean(&facts);
    return 0;
}
