/* outputs.c - see outputs.h. */
#include "core/run/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/codec/codec.h"
#include "core/render/view.h"

/* Per pixel, of a gain map too, which has no more of them.  The worst JPEG has three samples of 8
 * bits, of which none takes more than 27 bits (16 of a code, 11 behind it) and their stuffing; PNG
 * up to 8 bytes that do not compress; WebP 4.  A source's metadata and copies of it are no longer
 * than the source; the rest is headers. */
enum { PIXEL_BYTES = 12, HEADERS = 1 << 20 };

uint64_t tg_output_most(const struct tg_output_spec *spec, const struct tg_info *info,
                        uint64_t source_bytes)
{
    struct tg_view v = tg_coded_view(spec, info->width, info->height, info->orientation);

    return (uint64_t)v.out_w * v.out_h * PIXEL_BYTES * (info->gain_map ? 2u : 1u) + source_bytes +
           HEADERS;
}

uint64_t tg_output_most_of_all(uint64_t max_pixels)
{
    return max_pixels * PIXEL_BYTES + (1u << 30);
}

struct tg_err *tg_outbox_new(uint64_t most, int *fd)
{
    int f = tg_file_in_memory("output");

    if (f < 0)
        return tg_err_sys(errno, NULL, "cannot make a file in memory");
    if (ftruncate(f, (off_t)most) != 0 || fcntl(f, F_ADD_SEALS, F_SEAL_GROW) != 0) {
        struct tg_err *err = tg_err_sys(errno, NULL, "cannot bound a file in memory");

        close(f);
        return err;
    }
    *fd = f;
    return NULL;
}

static struct tg_err *wrong(const char *path)
{
    return tg_err_new(TG_E_WORKER, path, "is not the picture that the worker should have made");
}

/* One pass: what is hashed is what is written. */
static struct tg_err *copy(int fd, uint64_t bytes, enum tg_format format, const char *path,
                           const struct tg_output *o, struct tg_hasher *hasher)
{
    uint8_t chunk[1 << 15];
    struct tg_err *err = NULL;

    for (uint64_t at = 0; !err && at < bytes;) {
        uint64_t left = bytes - at;
        ssize_t n =
            pread(fd, chunk, left < sizeof(chunk) ? (size_t)left : sizeof(chunk), (off_t)at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || (at == 0 && !tg_codec_is(format, chunk, (size_t)n)))
            return wrong(path);
        tg_hasher_add(hasher, chunk, (size_t)n);
        err = tg_fd_write(o->fd, path, chunk, (size_t)n);
        at += (uint64_t)n;
    }
    return err;
}

struct tg_err *tg_outbox_take(int fd, uint64_t bytes, enum tg_format format, const char *path,
                              const char *tmpdir, struct tg_output *o, struct tg_hash *hash)
{
    struct tg_hasher *hasher = NULL;
    struct tg_err *err;
    struct stat st;

    if (fstat(fd, &st) != 0 || bytes == 0 || (uint64_t)st.st_size != bytes)
        return wrong(path);
    err = tg_hasher_new(&hasher);
    if (err)
        return err;
    err = tg_output_open(o, path, tmpdir);
    if (!err) {
        err = copy(fd, bytes, format, path, o, hasher);
        if (err)
            tg_output_abort(o);
    }
    tg_hasher_end(hasher, hash);
    return err;
}
