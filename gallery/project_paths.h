/* project_paths.h - files that settings name, kept inside the project; for gallery/ only. */
#ifndef TG_GALLERY_PROJECT_PATHS_H
#define TG_GALLERY_PROJECT_PATHS_H

#include <sys/stat.h>

#include "core/base/err.h"

struct tg_paths {
    char *src; /* without symlinks; owned */
    char *out; /* the same of OUT, NULL while there is none; owned */
};

/* An OUT that is SRC or above it is an error. */
struct tg_err *tg_paths_init(struct tg_paths *paths, const char *src, const char *out) TG_MUST_USE;
void tg_paths_release(struct tg_paths *paths);

/* Looks for `name`, relative to the folder `dir` of SRC.  NULL if it is in the project: then *inside is
 * where it really is, relative to SRC ("" for SRC itself; the caller frees), and *st describes it.
 * Else what is wrong, as the end of a sentence; for want of memory too. */
const char *tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                          char **inside, struct stat *st);

#endif
