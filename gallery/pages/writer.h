/* writer.h - how files come into OUT; for gallery/ only. */
#ifndef TG_GALLERY_WRITER_H
#define TG_GALLERY_WRITER_H

#include <stddef.h>

#include "core/base/err.h"
#include "gallery/pages/assets.h"

struct tg_writer {
    const char *out, *tmpdir;
    /* Told each file's path relative to OUT, whether it was touched or not; may be NULL. */
    struct tg_err *(*written)(void *ctx, const char *path);
    void *ctx;
};

/* Writes a file of the site, unless it has these bytes already; `path` is relative to OUT. */
struct tg_err *tg_writer_put(const struct tg_writer *w, const char *path, const void *data,
                             size_t len) TG_MUST_USE;

/* Writes our asset of `len` parts, one after another, as TG_ASSETS_DIR/STEM-CRCSUFFIX, and tells
 * its path.  The checksum is there so that a browser that has kept an older one asks for it anew.
 * The caller frees *path, also after an error. */
struct tg_err *tg_writer_asset(const struct tg_writer *w, const char *stem, const char *suffix,
                               const struct tg_asset *parts, size_t len, char **path) TG_MUST_USE;

/* Copies the open file `source`, `name` in messages, with its times, unless it has been copied
 * already. */
struct tg_err *tg_writer_copy(const struct tg_writer *w, int source, const char *name,
                              const char *path) TG_MUST_USE;

#endif
