/* sidecar.c - see sidecar.h. */
#include "core/job/sidecar.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/path.h"

/* O_NONBLOCK: a FIFO must not hang the program. */
static int open_regular(const char *path, struct tg_stamp *stamp)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;

    if (fd < 0)
        return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        *stamp = tg_stamp_of(&st);
        return fd;
    }
    close(fd);
    return -1;
}

struct tg_err *tg_sidecar_open(const char *photo, int *fd, struct tg_stamp *stamp)
{
    const char *const stems[2] = {photo + strlen(photo), tg_path_ext(photo)};
    struct tg_err *err = NULL;

    *fd = -1;
    *stamp = (struct tg_stamp){0};
    for (int i = 0; i < 2 && *fd < 0 && !err; i++) {
        struct tg_buf path;

        tg_buf_init(&path, TG_BUF_MAX);
        tg_buf_put(&path, photo, (size_t)(stems[i] - photo));
        tg_buf_puts(&path, ".xmp");
        if (path.failed)
            err = tg_err_nomem();
        else
            *fd = open_regular(path.data, stamp);
        tg_buf_release(&path);
    }
    return err;
}
