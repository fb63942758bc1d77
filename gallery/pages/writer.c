/* writer.c - see writer.h. */
#include "gallery/pages/writer.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/names.h"

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

struct tg_err *tg_writer_asset(const struct tg_writer *w, const char *stem, const char *suffix,
                               const struct tg_asset *parts, size_t len, char **path)
{
    struct tg_buf data, name;
    struct tg_err *err;

    tg_buf_init(&data, TG_BUF_MAX);
    tg_buf_init(&name, TG_BUF_MAX);
    for (size_t i = 0; i < len; i++)
        tg_buf_put(&data, parts[i].data, parts[i].len);
    if (!data.failed)
        tg_buf_printf(&name, TG_ASSETS_DIR "/%s-%08" PRIx32 "%s", stem,
                      tg_crc32(data.data, data.len), suffix);
    *path = data.failed ? NULL : tg_buf_steal(&name);
    err = *path ? tg_writer_put(w, *path, data.data, data.len) : tg_err_nomem();
    tg_buf_release(&data);
    tg_buf_release(&name);
    return err;
}

struct tg_err *tg_writer_copy(const struct tg_writer *w, int source, const char *name,
                              const char *path)
{
    char *full = tg_path_join(w->out, path);
    struct tg_err *err = full ? tg_file_copy(source, name, full, w->tmpdir) : tg_err_nomem();

    free(full);
    return tell(w, path, err);
}
