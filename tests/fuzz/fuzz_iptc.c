/* fuzz_iptc.c - Photoshop's image resources: clean metadata or none. */
#include "core/codec/iptc.h"
#include "tests/fuzz/clean_metadata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_found_tags found = {.rated = false};
    struct tg_metadata metadata = {0};

    tg_err_free(tg_iptc_parse(data, size, &metadata));
    require_clean(&metadata);
    tg_err_free(tg_iptc_tags(data, size, &found));
    tg_err_free(tg_found_tags_take(&found, 1, &metadata));
    tg_found_tags_release(&found);
    require_clean(&metadata);
    return 0;
}
