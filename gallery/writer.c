/* writer.c - see writer.h. */
#include "gallery/writer.h"

#include <stdlib.h>

#include "core/base/file.h"
#include "core/base/path.h"

static struct tg_err *tell(const struct tg_writer *w, const char *path, struct tg_err *err)
{
    return err || !w->written ? err : w->written(w->ctx, path);
}

struct tg_err *tg_writer_put(const struct tg_writer *w, const char *path, const void *data,
                             size_t len)
{
    char *full = tg_path_join(w->out, path);
    struct tg_err *err = full ? tg_file_put(full, w->tmpdir, data, len) : tg_err_nomem();

    free(full);
    return tell(w, path, err);
}

struct tg_err *tg_writer_copy(const struct tg_writer *w, const char *source, const char *path)
{
    char *full = tg_path_join(w->out, path);
    struct tg_err *err = full ? tg_file_copy(source, full, w->tmpdir) : tg_err_nomem();

    free(full);
    return tell(w, path, err);
}
