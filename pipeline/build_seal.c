/* build_seal.c - see build_seal.h. */
#include "pipeline/build_seal.h"

#include <sys/stat.h>

#include "core/base/media_type.h"

struct tg_err *tg_build_seal(const struct tg_lock *lock, const char *type, const char *tmpdir,
                             struct tg_output *made, uint64_t *content)
{
    struct tg_seal_source in = {.fd = made->fd, .type = type, .path = made->final};
    struct tg_output sealed;
    struct tg_hash hash;
    struct stat st;
    struct tg_err *err;

    *content = 0;
    if (!lock)
        return NULL;
    err = tg_fd_stat(made->fd, made->final, &st);
    if (!err)
        err = tg_output_open(&sealed, made->final, tmpdir);
    if (err)
        return err;
    in.bytes = (uint64_t)st.st_size;
    err = tg_seal(&lock->secret, &in, sealed.fd, made->final, &hash);
    if (err) {
        tg_output_abort(&sealed);
        return err;
    }
    tg_output_abort(made);
    *made = sealed;
    *content = in.bytes;
    return NULL;
}

struct tg_err *tg_build_seal_medium(struct tg_incremental *u, const struct tg_medium *medium,
                                    struct tg_output *made, const char *key,
                                    const struct tg_hash *plan)
{
    uint64_t content = 0;
    struct tg_err *err;
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_printf(&name, "x.%s", medium->options->extension);
    err = tg_build_seal(medium->lock, tg_media_type(tg_buf_str(&name)), u->tmpdir, made, &content);
    tg_buf_release(&name);
    if (!err)
        err = tg_output_commit(made);
    return err ? err : tg_incremental_file_made(u, key, medium->path, plan, content);
}
