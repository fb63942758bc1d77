/* raw_file.c - bytes of a raw photo, wherever they are; see raw_photo.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/codec/raw_photo.h"

bool tg_rawfile_init(struct tg_rawfile *f, const struct tg_source *src)
{
    uint64_t size = tg_source_size(src);

    f->fd = src->fd;
    f->at = 0;
    f->len = 0;
    if (src->start < 0 || size == UINT64_MAX || size < (uint64_t)src->start)
        return false;
    f->start = (uint64_t)src->start;
    f->size = size - f->start;
    return true;
}

/* Fewer bytes than n if the file ends, or cannot be read. */
static size_t read_at(const struct tg_rawfile *f, uint64_t at, uint8_t *to, size_t n)
{
    size_t have = 0;
    ssize_t got;

    do {
        got = pread(f->fd, to + have, n - have, (off_t)(f->start + at + have));
        have += got > 0 ? (size_t)got : 0;
    } while (have < n && (got > 0 || (got < 0 && errno == EINTR)));
    return have;
}

static void read_page(struct tg_rawfile *f, uint64_t at)
{
    f->at = at;
    f->len = read_at(f, at, f->page, sizeof(f->page));
}

const uint8_t *tg_rawfile_at(struct tg_rawfile *f, uint64_t at, size_t n)
{
    if (at > f->size || n > f->size - at || n > TG_RAWFILE_PAGE)
        return NULL;
    if (at < f->at || at - f->at > f->len || n > f->len - (at - f->at))
        read_page(f, at);
    return n <= f->len ? f->page + (at - f->at) : NULL;
}

uint64_t tg_rawfile_get(struct tg_rawfile *f, uint64_t at, unsigned n, bool msb)
{
    const uint8_t *p = tg_rawfile_at(f, at, n);
    uint64_t v = 0;

    for (unsigned i = 0; p && i < n; i++)
        v |= (uint64_t)p[i] << 8 * (msb ? n - 1 - i : i);
    return v;
}

size_t tg_rawfile_read(struct tg_rawfile *f, uint64_t at, void *to, size_t n)
{
    const uint8_t *p;

    if (at >= f->size)
        return 0;
    if (n > f->size - at)
        n = (size_t)(f->size - at);
    if (n > TG_RAWFILE_PAGE)
        return read_at(f, at, to, n);
    p = tg_rawfile_at(f, at, n);
    if (!p)
        return 0;
    memcpy(to, p, n);
    return n;
}
