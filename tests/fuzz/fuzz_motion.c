/* fuzz_motion.c - motion photos: what QuickTime files, XMP packets and photos with a video inside
 * say of it, by the first byte; the text that is made of it can be read again, and what is found is
 * in the file. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/motion.h"
#include "core/codec/motion_video.h"
#include "core/codec/xmp_motion.h"
#include "core/media/mov.h"
#include "tests/fuzz/fuzz.h"

static void require_whole(const struct tg_motion *motion)
{
    char text[TG_MOTION_TEXT];
    struct tg_motion again;

    if (!*motion->id && !motion->bytes)
        return;
    tg_motion_write(motion, text);
    require(tg_motion_read(text, &again));
    require(strcmp(again.id, motion->id) == 0);
    require(again.at == motion->at && again.bytes == motion->bytes);
}

static void read_text(const uint8_t *data, size_t size)
{
    char text[2 * TG_MOTION_TEXT] = "";
    struct tg_motion motion;

    memcpy(text, data, size < sizeof(text) ? size : sizeof(text) - 1);
    if (tg_motion_read(text, &motion))
        require_whole(&motion);
}

static void read_mov(const uint8_t *data, size_t size)
{
    struct tg_mov mov;

    tg_mov_parse(data, size, &mov);
    require_whole(&mov.motion);
    require(!*mov.date.text || strlen(mov.date.text) == 19);
}

/* As the photo itself, and as the XMP in it that says where the video is. */
static void read_photo(const uint8_t *data, size_t size)
{
    struct tg_raw_metadata raw = {0};
    struct tg_metadata metadata = {0};
    struct tg_motion motion;
    int fd = memfd_create("photo", MFD_CLOEXEC);

    require(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    raw.xmp = (struct tg_blob){(uint8_t *)(uintptr_t)data, size};
    tg_err_free(tg_motion_find(fd, &raw, &metadata));
    close(fd);
    if (metadata.motion) {
        require(tg_motion_read(metadata.motion, &motion));
        require(motion.at < size && motion.bytes <= size - motion.at);
    }
    tg_metadata_release(&metadata);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t from_end;

    if (size == 0)
        return 0;
    switch (data[0] % 4) {
    case 0:
        read_text(data + 1, size - 1);
        break;
    case 1:
        read_mov(data + 1, size - 1);
        break;
    case 2:
        tg_err_free(tg_xmp_motion(data + 1, size - 1, &from_end));
        break;
    default:
        read_photo(data + 1, size - 1);
    }
    return 0;
}
