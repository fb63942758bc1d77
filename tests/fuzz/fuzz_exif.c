/* fuzz_exif.c - EXIF blocks: metadata that make sense or none, clean texts, and kept blocks that
 * stay small and valid. */
#include <string.h>

#include "core/codec/exif.h"
#include "tests/fuzz/clean_metadata.h"

static void check_info(const struct tg_info *info)
{
    require(info->orientation >= 1 && info->orientation <= 8);
    require(info->date[0] == '\0' || (strlen(info->date) == 19 && info->date[10] == 'T'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_info info;
    struct tg_blob exif = {0};
    struct tg_metadata metadata = {0};
    uint8_t *block = malloc(size + 6);
    struct tg_err *err;

    if (!block)
        return 0;
    memcpy(block, "Exif\0", 6);
    if (size)
        memcpy(block + 6, data, size);
    tg_exif_read(block, size + 6, &info);
    check_info(&info);
    tg_err_free(tg_exif_parse(block, size + 6, &metadata));
    require_clean(&metadata);
    err = tg_blob_set(&exif, block, size + 6);
    if (!err)
        err = tg_exif_set_orientation(&exif, 1 + size % 8);
    if (!err && exif.data) {
        tg_exif_read(exif.data, exif.len, &info);
        check_info(&info);
        require(info.orientation == 1 + size % 8);
    }
    tg_err_free(err);
    tg_blob_release(&exif);
    free(block);
    return 0;
}
