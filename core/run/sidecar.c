/* sidecar.c - see sidecar.h. */
#include "core/run/sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/path.h"

/* Where a job's photo is looked for; NULL: by its path. */
static const struct tg_enclosure *root_of(const struct tg_enclosure *source,
                                          const struct tg_job *job)
{
    return job->key && !job->origin ? source : NULL;
}

/* For reading, if it is a regular file; else -1 with errno as of tg_enclosure_find(). */
static int open_regular(const struct tg_enclosure *source, const char *path, struct stat *st)
{
    int fd;

    if (source)
        return tg_enclosure_find(source, path, TG_WANT_FILE, st, NULL);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && !tg_fd_is_regular(fd, st)) {
        close(fd);
        fd = -1;
        errno = ENOTSUP;
    }
    return fd;
}

/* The open photo of an input, or -1 with errno. */
static int open_input(const struct tg_input *input, unsigned want, struct stat *st)
{
    int fd;

    if (input->folder)
        return tg_enclosure_find(input->folder, input->path, want, st, NULL);
    fd = fcntl(input->fd, F_DUPFD_CLOEXEC, 0);
    if (fd >= 0 && (fstat(fd, st) != 0 || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

struct tg_err *tg_photo_open(const struct tg_enclosure *source, const struct tg_job *job, int *fd,
                             struct tg_stamp *stamp)
{
    const struct tg_enclosure *root = root_of(source, job);
    struct stat st;

    if (job->input)
        *fd = open_input(job->input, TG_WANT_FILE, &st);
    else
        *fd = open_regular(root, root ? job->key : job->src, &st);
    if (*fd < 0)
        return tg_enclosure_err(errno, job->src);
    *stamp = tg_stamp_of(&st);
    return NULL;
}

bool tg_photo_look(const struct tg_enclosure *source, const struct tg_job *job, struct stat *st)
{
    int fd;

    if (!job->input && (!source || !job->key))
        return stat(job->origin ? job->origin->path : job->src, st) == 0;
    fd = job->input ? open_input(job->input, TG_WANT_ANY, st)
                    : tg_enclosure_find(source, job->key, TG_WANT_ANY, st, NULL);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* Takes what open_regular() gave, or did not. */
static struct tg_err *take(const struct tg_job *job, int opened, const struct stat *st, int *fd,
                           struct tg_stamp *stamp)
{
    *fd = opened;
    if (opened >= 0)
        *stamp = tg_stamp_of(st);
    else if (errno == EMFILE || errno == ENFILE)
        return tg_err_sys(errno, job->src, "cannot open its metadata file");
    return NULL;
}

/* Where its name is not known. */
static struct tg_err *look_for(const struct tg_enclosure *source, const struct tg_job *job, int *fd,
                               struct tg_stamp *stamp)
{
    const struct tg_enclosure *root = root_of(source, job);
    const char *photo = root ? job->key : job->src;
    const char *const stems[2] = {photo + strlen(photo), tg_path_ext(photo)};
    struct tg_err *err = NULL;

    for (int i = 0; i < 2 && *fd < 0 && !err; i++) {
        struct tg_buf path;
        struct stat st;

        tg_buf_init(&path, TG_BUF_MAX);
        tg_buf_put(&path, photo, (size_t)(stems[i] - photo));
        tg_buf_puts(&path, ".xmp");
        if (path.failed)
            err = tg_err_nomem();
        else
            err = take(job, open_regular(root, path.data, &st), &st, fd, stamp);
        tg_buf_release(&path);
    }
    return err;
}

struct tg_err *tg_sidecar_open(const struct tg_enclosure *source, const struct tg_job *job, int *fd,
                               struct tg_stamp *stamp)
{
    const char *path = job->sidecar_path;
    struct stat st;

    *fd = -1;
    *stamp = (struct tg_stamp){0};
    if (path)
        return *path && source ? take(job, open_regular(source, path, &st), &st, fd, stamp) : NULL;
    return job->origin ? NULL : look_for(source, job, fd, stamp);
}
