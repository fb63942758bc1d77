/* whole.c - see whole.h. */
#include "core/codec/whole.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"

/* Doubling keeps the cost of copying linear. */
static struct tg_err *grow(struct tg_blob *file, size_t *room, size_t need)
{
    size_t size = *room ? *room : TG_STREAM_CHUNK;
    uint8_t *p;

    while (size < need)
        size *= 2;
    if (size == *room)
        return NULL;
    p = realloc(file->data, size);
    if (!p)
        return tg_err_nomem();
    file->data = p;
    *room = size;
    return NULL;
}

static struct tg_err *too_large(const struct tg_source *src)
{
    return tg_err_new(TG_E_LIMIT, src->path, "has more than %d MiB, too many for this format",
                      TG_WHOLE_MAX >> 20);
}

static struct tg_err *take(struct tg_source *src, struct tg_blob *file, size_t *room)
{
    size_t n = src->len - src->pos;
    struct tg_err *err;

    if (n > TG_WHOLE_MAX - file->len)
        return too_large(src);
    err = grow(file, room, file->len + n);
    if (err)
        return err;
    memcpy(file->data + file->len, src->buf + src->pos, n);
    file->len += n;
    src->pos = src->len;
    return NULL;
}

struct tg_err *tg_whole_read(struct tg_source *src, struct tg_blob *file)
{
    size_t room = 0;
    uint64_t size;
    struct tg_err *err;

    *file = (struct tg_blob){0};
    if (tg_fd_size(src->fd, &size) && size > TG_WHOLE_MAX)
        return too_large(src);
    err = tg_source_peek(src);
    while (!err && src->len) {
        err = take(src, file, &room);
        if (!err)
            err = tg_source_fill(src);
    }
    if (err)
        tg_blob_release(file);
    return err;
}

struct tg_err *tg_whole_write(struct tg_sink *dst, const void *data, size_t len)
{
    struct tg_err *err = tg_sink_flush(dst);

    return err ? err : tg_sink_put(dst, data, len);
}
