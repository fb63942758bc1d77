/* project_paths.h - files that settings name, kept inside the project; for gallery/ only. */
#ifndef TG_GALLERY_PROJECT_PATHS_H
#define TG_GALLERY_PROJECT_PATHS_H

#include <sys/stat.h>

#include "core/base/enclosure.h"
#include "core/base/err.h"

struct tg_paths {
    const struct tg_enclosure *source; /* SRC; borrowed */
    char *src;                         /* its path without symlinks; owned */
    char *out;                         /* the same of OUT, NULL while there is none; owned */
};

/* An OUT that is SRC or above it is an error. */
struct tg_err *tg_paths_init(struct tg_paths *paths, const struct tg_enclosure *source,
                             const char *src, const char *out) TG_MUST_USE;
void tg_paths_release(struct tg_paths *paths);

/* Looks for `name`, relative to the folder `dir` of SRC, also by another normal form of the same text.  NULL if it
 * is in the project: then *inside is where it really is, relative to SRC ("" for SRC itself; the caller frees),
 * and *st describes it.  Else what is wrong, as the end of a sentence; for want of memory too. */
const char *tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                          char **inside, struct stat *st);

/* Whether what is wrong is a link that leads out: the user's settings are right, and that file alone fails. */
bool tg_paths_is_outside(const char *wrong);

/* `name` from `dir` without "." and ".."; NULL if that is not below SRC, or memory is short. */
char *tg_paths_plain(const char *dir, const char *name) TG_MUST_USE;

#endif
