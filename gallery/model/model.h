/* model.h - building and reading the site model; for gallery/ only. */
#ifndef TG_GALLERY_MODEL_H
#define TG_GALLERY_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "gallery/model/site.h"

/* The folder in OUT for files of our own.  No album can have it: in SRC it is reserved.  It is not
 * hidden and has no underscore in front, because hosts leave out such folders. */
#define TG_ASSETS_DIR "tirage-assets"

/* A new sub-album of `parent` (NULL for the root) that `dir` belongs to; both strings are taken over,
 * also on failure, and may be NULL when memory ran out.  NULL when memory is short. */
struct tg_album *tg_album_new(struct tg_album *parent, char *title, char *dir) TG_MUST_USE;
void tg_album_free(struct tg_album *album); /* and all below; NULL is fine */

/* A new photo, `path` relative to SRC, at the end of the album's and the site's lists.  Without an album
 * its output folder is its own.  NULL when memory is short. */
struct tg_photo *tg_photo_new(struct tg_site *site, struct tg_album *album, const char *path,
                              uint64_t bytes) TG_MUST_USE;

/* A film or a sound, `path` relative to SRC; `frame` is the photo of its first frame, NULL for a sound.  NULL
 * when memory is short. */
struct tg_medium *tg_medium_new(struct tg_site *site, const char *path,
                                const struct tg_media_options *options,
                                struct tg_photo *frame) TG_MUST_USE;

/* Adds the line "PATH: message", or the message alone, to the notes.  Control characters are shown
 * as \xNN, so that one note is one line. */
struct tg_err *tg_site_note(struct tg_site *site, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

/* The same for the failures. */
struct tg_err *tg_site_fail(struct tg_site *site, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

/* A failure: `path` is a link that leads out of SRC, or behind one. */
struct tg_err *tg_site_refuse(struct tg_site *site, const char *path) TG_MUST_USE;

/* Whether there is anything to show of the photo. */
bool tg_photo_good(const struct tg_photo *photo);

/* The album's own cover, or when that could not be made, the first good photo here or below in the
 * order of the pages, behind the same password or none; NULL if there is none. */
const struct tg_photo *tg_album_cover(const struct tg_album *album);

#endif
