/* motion_video.c - see motion_video.h. */
#include "core/codec/motion_video.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "core/base/motion.h"
#include "core/codec/heif.h"
#include "core/codec/xmp_motion.h"

enum {
    BOXES = 64,     /* of a file or a video, at the outermost level: real ones have a dozen */
    HEAD = 16,      /* of a box, at most */
    TRAILER = 4096, /* of Samsung's directory: its entries have 12 bytes each */
    SAMSUNG_ENTRY = 12,
    SAMSUNG_MOTION = 0x0A30, /* "MotionPhoto_Data" */
};

struct file {
    int fd;
    uint64_t size;
};

static bool read_at(const struct file *f, uint64_t at, void *to, size_t len)
{
    return at <= f->size && len <= f->size - at && pread(f->fd, to, len, (off_t)at) == (ssize_t)len;
}

/* The type and the bytes of the box at `at`, which ends at `end` at most; false if it is none. */
static bool read_box(const struct file *f, uint64_t at, uint64_t end, uint32_t *type,
                     uint64_t *head, uint64_t *len)
{
    uint8_t bytes[HEAD] = {0};
    struct tg_heif_cursor c = {.at = bytes, .left = HEAD};

    if (at > end || end - at < 8 || !read_at(f, at, bytes, end - at < HEAD ? 8 : HEAD))
        return false;
    *len = tg_heif_get(&c, 4);
    *type = (uint32_t)tg_heif_get(&c, 4);
    if (*len == 1)
        *len = tg_heif_get(&c, 8);
    else if (*len == 0)
        *len = end - at;
    *head = HEAD - c.left;
    return *len >= *head && *len <= end - at;
}

static bool belongs_to_video(uint32_t type)
{
    static const uint32_t types[] = {TG_FOURCC('f', 't', 'y', 'p'), TG_FOURCC('m', 'o', 'o', 'v'),
                                     TG_FOURCC('m', 'd', 'a', 't'), TG_FOURCC('f', 'r', 'e', 'e'),
                                     TG_FOURCC('s', 'k', 'i', 'p'), TG_FOURCC('w', 'i', 'd', 'e'),
                                     TG_FOURCC('u', 'u', 'i', 'd'), TG_FOURCC('u', 'd', 't', 'a'),
                                     TG_FOURCC('m', 'e', 't', 'a'), TG_FOURCC('m', 'o', 'o', 'f'),
                                     TG_FOURCC('m', 'f', 'r', 'a'), TG_FOURCC('s', 'i', 'd', 'x')};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (type == types[i])
            return true;
    return false;
}

/* Whether a video begins at `at`; it is as long as its boxes are, up to `end`. */
static bool find_video(const struct file *f, uint64_t at, uint64_t end, struct tg_motion *motion)
{
    uint64_t next = at, head, len;
    bool moov = false;
    uint32_t type;

    for (int i = 0; i < BOXES && read_box(f, next, end, &type, &head, &len); i++) {
        if (i == 0 ? type != TG_FOURCC('f', 't', 'y', 'p') : !belongs_to_video(type))
            break;
        moov |= type == TG_FOURCC('m', 'o', 'o', 'v');
        next += len;
    }
    if (!moov)
        return false;
    *motion = (struct tg_motion){.at = at, .bytes = next - at};
    return true;
}

/* The HEIC or AVIF file has it in a box of its own. */
static bool find_in_box(const struct file *f, struct tg_motion *motion)
{
    uint64_t at = 0, head, len;
    uint32_t type;

    for (int i = 0; i < BOXES && read_box(f, at, f->size, &type, &head, &len); i++) {
        if (i == 0 && type != TG_FOURCC('f', 't', 'y', 'p'))
            return false;
        if (type == TG_FOURCC('m', 'p', 'v', 'd'))
            return find_video(f, at + head, at + len, motion);
        at += len;
    }
    return false;
}

static uint32_t little(const uint8_t *p, unsigned bytes)
{
    uint32_t v = 0;

    while (bytes--)
        v = v << 8 | p[bytes];
    return v;
}

/* The entry at `p` of the directory at `directory`: two bytes of nothing, a type, how far before
 * the directory its data begin, and their length.  The data: the type again, and a name. */
static bool find_entry(const struct file *f, uint64_t directory, const uint8_t *p,
                       struct tg_motion *motion)
{
    uint64_t back = little(p + 4, 4), len = little(p + 8, 4), at = directory - back;
    uint8_t head[8];
    uint64_t skip;

    if (little(p + 2, 2) != SAMSUNG_MOTION || back > directory || len > back ||
        !read_at(f, at, head, sizeof(head)))
        return false;
    skip = sizeof(head) + (uint64_t)little(head + 4, 4);
    return skip < len && find_video(f, at + skip, at + len, motion);
}

/* Samsung's trailer ends in the length of its directory and "SEFT"; the directory is "SEFH", a
 * version, the number of its entries, and these. */
static bool find_in_trailer(const struct file *f, struct tg_motion *motion)
{
    uint8_t end[8], directory[TRAILER];
    uint64_t at;
    uint32_t len, entries;

    if (f->size < sizeof(end) || !read_at(f, f->size - sizeof(end), end, sizeof(end)) ||
        memcmp(end + 4, "SEFT", 4) != 0)
        return false;
    len = little(end, 4);
    if (len < SAMSUNG_ENTRY || len > sizeof(directory) || len > f->size - sizeof(end))
        return false;
    at = f->size - sizeof(end) - len;
    if (!read_at(f, at, directory, len) || memcmp(directory, "SEFH", 4) != 0)
        return false;
    entries = little(directory + 8, 4);
    for (uint32_t i = 0; i < entries && (i + 2) * SAMSUNG_ENTRY <= len; i++)
        if (find_entry(f, at, directory + (size_t)(i + 1) * SAMSUNG_ENTRY, motion))
            return true;
    return false;
}

struct tg_err *tg_motion_find(int fd, const struct tg_raw_metadata *raw,
                              struct tg_metadata *metadata)
{
    struct tg_motion motion = {.bytes = 0};
    char text[TG_MOTION_TEXT];
    struct file f = {.fd = fd};
    struct tg_err *err;
    uint64_t from_end;
    off_t size = metadata->motion ? -1 : lseek(fd, 0, SEEK_END);

    if (size <= 0)
        return NULL;
    f.size = (uint64_t)size;
    err = tg_xmp_motion(raw->xmp.data, raw->xmp.len, &from_end);
    if (err)
        return err;
    if (!(from_end && from_end < f.size && find_video(&f, f.size - from_end, f.size, &motion)) &&
        !find_in_box(&f, &motion) && !find_in_trailer(&f, &motion))
        return NULL;
    tg_motion_write(&motion, text);
    return tg_metadata_add(metadata, TG_METADATA_MOTION, text, strlen(text), TG_CHARSET_UTF8);
}
