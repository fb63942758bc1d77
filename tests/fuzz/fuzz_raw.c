/* fuzz_raw.c - the containers of raw photos: whatever they hold, a preview lies in the file, and
 * the EXIF block of what they say is one. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/codec/exif.h"
#include "core/codec/raw_photo.h"
#include "tests/fuzz/clean_metadata.h"

static int input_file(const uint8_t *data, size_t size)
{
    static int fd = -1;

    if (fd < 0)
        fd = memfd_create("input", MFD_CLOEXEC);
    require(fd >= 0 && ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
    require(write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static void check(const struct tg_rawphoto *p, size_t size)
{
    struct tg_metadata metadata = {0};
    struct tg_blob block = {0};
    struct tg_info info;

    require(p->at <= size && p->len <= size - p->at);
    require(p->len == 0 || (p->w > 0 && p->h > 0));
    require(p->exif.len <= TG_RAWEXIF_ENTRIES && p->exif.used <= TG_RAWEXIF_DATA);
    tg_err_free(tg_rawexif_block(&p->exif, 6, &block));
    if (block.data) {
        require(block.len <= 0xffff);
        tg_exif_read(block.data, block.len, &info);
        require(info.orientation == 6);
        tg_err_free(tg_exif_parse(block.data, block.len, &metadata));
        require_clean(&metadata);
    }
    tg_blob_release(&block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tg_rawphoto photo;
    struct tg_source src;
    struct tg_err *err = tg_source_init(&src, input_file(data, size), "input");

    if (!err)
        err = tg_source_peek(&src);
    if (!err) {
        memset(&photo, 0, sizeof(photo));
        tg_rawphoto_read(&photo, &src);
        check(&photo, size);
    }
    tg_err_free(err);
    tg_source_release(&src);
    return 0;
}
