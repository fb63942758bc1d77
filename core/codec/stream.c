/* stream.c - see stream.h. */
#include "core/codec/stream.h"

#include <errno.h>
#include <unistd.h>

#include "core/base/block.h"
#include "core/base/file.h"

struct tg_err *tg_source_init(struct tg_source *s, int fd, const char *path)
{
    *s = (struct tg_source){.fd = fd,
                            .path = path,
                            .buf = tg_block_new(TG_STREAM_CHUNK),
                            .start = lseek(fd, 0, SEEK_CUR)};
    return s->buf ? NULL : tg_err_nomem();
}

void tg_source_release(struct tg_source *s)
{
    tg_block_free(s->buf);
    *s = (struct tg_source){.fd = -1};
}

struct tg_err *tg_source_fill(struct tg_source *s)
{
    size_t want = s->narrow && s->left < TG_STREAM_CHUNK ? (size_t)s->left : TG_STREAM_CHUNK;
    ssize_t n;

    do
        n = read(s->fd, s->buf, want);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return tg_err_sys(errno, s->path, "cannot read");
    s->pos = 0;
    s->len = (size_t)n;
    s->left -= s->narrow ? s->len : 0;
    return NULL;
}

struct tg_err *tg_source_peek(struct tg_source *s)
{
    return s->len ? NULL : tg_source_fill(s);
}

bool tg_source_rewind(struct tg_source *s)
{
    if (s->start < 0 || lseek(s->fd, s->start, SEEK_SET) != s->start)
        return false;
    s->pos = s->len = 0;
    s->left = s->bytes;
    return true;
}

struct tg_err *tg_source_narrow(struct tg_source *s, uint64_t at, uint64_t bytes)
{
    uint64_t size = tg_source_size(s);

    if (s->start < 0 || size == UINT64_MAX || at > size - (uint64_t)s->start)
        return tg_err_new(TG_E_UNSUPPORTED, s->path, "cannot be read from its middle on");
    s->start += (int64_t)at;
    s->narrow = true;
    s->bytes = bytes;
    if (!tg_source_rewind(s))
        return tg_err_sys(errno, s->path, "cannot read");
    return NULL;
}

uint64_t tg_source_size(const struct tg_source *s)
{
    off_t at, end;

    if (s->narrow)
        return s->bytes;
    at = lseek(s->fd, 0, SEEK_CUR);
    end = at < 0 ? -1 : lseek(s->fd, 0, SEEK_END);
    if (end < 0 || lseek(s->fd, at, SEEK_SET) != at)
        return UINT64_MAX;
    return (uint64_t)end;
}

struct tg_err *tg_sink_init(struct tg_sink *s, int fd, const char *path)
{
    *s = (struct tg_sink){.fd = fd, .path = path, .buf = tg_block_new(TG_STREAM_CHUNK)};
    return s->buf ? NULL : tg_err_nomem();
}

struct tg_err *tg_sink_init_memory(struct tg_sink *s, struct tg_buf *memory)
{
    struct tg_err *err = tg_sink_init(s, -1, NULL);

    s->memory = memory;
    return err;
}

void tg_sink_release(struct tg_sink *s)
{
    tg_block_free(s->buf);
    *s = (struct tg_sink){.fd = -1};
}

struct tg_err *tg_sink_put(struct tg_sink *s, const void *data, size_t len)
{
    struct tg_err *err = NULL;

    if (s->memory)
        tg_buf_put(s->memory, data, len);
    else
        err = tg_fd_write(s->fd, s->path, data, len);
    if (s->memory && s->memory->failed)
        err = tg_err_nomem();
    s->written += err ? 0 : len;
    return err;
}

struct tg_err *tg_sink_flush(struct tg_sink *s)
{
    struct tg_err *err = tg_sink_put(s, s->buf, s->len);

    if (!err)
        s->len = 0;
    return err;
}
