/* fuzz_xmp.c - XMP packets: clean metadata or none. */
#include "core/codec/xmp.h"
#include "tests/fuzz/clean_metadata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_metadata metadata = {0};

    tg_err_free(tg_xmp_parse(data, size, &metadata));
    require_clean(&metadata);
    return 0;
}
