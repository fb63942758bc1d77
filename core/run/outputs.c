/* outputs.c - see outputs.h. */
#include "core/run/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/codec/codec.h"
#include "core/codec/png_text.h"
#include "core/crypt/seal.h"
#include "core/render/view.h"

/* Per pixel, of a gain map too, which has no more of them.  The worst JPEG has three samples of 8
 * bits, of which none takes more than 27 bits (16 of a code, 11 behind it) and their stuffing; PNG
 * up to 8 bytes that do not compress; WebP 4.  A source's metadata and copies of it are no longer
 * than the source; the rest is headers. */
enum { PIXEL_BYTES = 12, HEADERS = 1 << 20 };

uint64_t tg_output_most(const struct tg_output_spec *spec, const struct tg_info *info,
                        uint64_t source_bytes)
{
    struct tg_output_size size = tg_output_size(spec, info->width, info->height, info->orientation);

    return (uint64_t)size.w * size.h * PIXEL_BYTES * (info->gain_map ? 2u : 1u) + source_bytes +
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

/* Reads up to a block from `at`, of which *got is how much it was. */
static bool read_block(const struct tg_outbox *box, uint64_t at, uint8_t *block, size_t most,
                       size_t *got)
{
    uint64_t left = box->bytes - at;
    size_t len = left < most ? (size_t)left : most;
    ssize_t n;

    do
        n = pread(box->fd, block, len, (off_t)at);
    while (n < 0 && errno == EINTR);
    *got = n > 0 ? (size_t)n : 0;
    return n > 0 && (at > 0 || tg_codec_is(box->format, block, *got));
}

/* What is hashed is what is written. */
static struct tg_err *put(struct tg_hasher *hasher, const struct tg_output *o, const char *path,
                          const void *data, size_t len)
{
    tg_hasher_add(hasher, data, len);
    return tg_fd_write(o->fd, path, data, len);
}

/* The first block of a PNG file, and chunks in it. */
static struct tg_err *put_with_chunks(struct tg_hasher *hasher, const struct tg_output *o,
                                      const char *path, const struct tg_outbox *box,
                                      const uint8_t *block, size_t len)
{
    struct tg_err *err;

    if (len < TG_PNG_TEXT_AT)
        return wrong(path);
    err = put(hasher, o, path, block, TG_PNG_TEXT_AT);
    if (!err)
        err = put(hasher, o, path, box->chunks->data, box->chunks->len);
    return err ? err : put(hasher, o, path, block + TG_PNG_TEXT_AT, len - TG_PNG_TEXT_AT);
}

/* One pass. */
static struct tg_err *copy(const struct tg_outbox *box, const char *path, const struct tg_output *o,
                           struct tg_hash *hash)
{
    uint8_t block[1 << 15];
    struct tg_hasher *hasher = NULL;
    struct tg_err *err = tg_hasher_new(&hasher);
    size_t n;

    if (err)
        return err;
    for (uint64_t at = 0; !err && at < box->bytes; at += n) {
        if (!read_block(box, at, block, sizeof(block), &n)) {
            err = wrong(path);
            break;
        }
        err = at == 0 && box->chunks ? put_with_chunks(hasher, o, path, box, block, n)
                                     : put(hasher, o, path, block, n);
    }
    tg_hasher_end(hasher, hash);
    return err;
}

/* Two passes, between which nobody can change the file any more. */
static struct tg_err *seal(const struct tg_outbox *box, const char *path, const struct tg_output *o,
                           struct tg_hash *hash)
{
    const struct tg_seal_source in = {box->fd, box->bytes, tg_formats[box->format].type, path};
    uint8_t block[64];
    struct stat st;
    size_t n;

    if (fcntl(box->fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK) != 0 ||
        fstat(box->fd, &st) != 0 || (uint64_t)st.st_size != box->bytes ||
        !read_block(box, 0, block, sizeof(block), &n))
        return wrong(path);
    return tg_seal(box->seal, &in, o->fd, path, hash);
}

/* In the folder that its place leads to now. */
static struct tg_err *open_in_place(struct tg_output *o, const struct tg_place *place,
                                    const char *shown)
{
    const char *name = tg_path_base(place->path);
    char *folder = strndup(place->path, (size_t)(name - place->path));
    int dir = folder ? tg_enclosure_folder(place->folder, folder, place->make_folders) : -1;
    int errnum = folder ? errno : ENOMEM;
    struct stat st;

    free(folder);
    if (dir < 0)
        return tg_enclosure_err(errnum, shown);
    if (place->photo_ino && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        st.st_dev == place->photo_dev && st.st_ino == place->photo_ino) {
        close(dir);
        return tg_err_new(TG_E_USAGE, shown, "is the photo itself");
    }
    return tg_output_open_in(o, dir, name, shown);
}

struct tg_err *tg_outbox_take(const struct tg_outbox *box, const struct tg_job_output *to,
                              const char *tmpdir, struct tg_output *o, struct tg_hash *hash)
{
    struct tg_err *err;
    struct stat st;

    if (fstat(box->fd, &st) != 0 || box->bytes == 0 || (uint64_t)st.st_size != box->bytes)
        return wrong(to->path);
    err = to->place ? open_in_place(o, to->place, to->path) : tg_output_open(o, to->path, tmpdir);
    if (err)
        return err;
    err = (box->seal ? seal : copy)(box, to->path, o, hash);
    if (err)
        tg_output_abort(o);
    return err;
}
