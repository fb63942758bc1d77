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

/* What may be wrong with a file or folder that settings name. */
enum tg_path_reason {
    TG_PATH_FINE,
    TG_PATH_ABSOLUTE,
    TG_PATH_LEAVES, /* its name leads out of the project */
    TG_PATH_LINKS_OUT, /* a link on its way does: the user's settings are right, and that file alone fails */
    TG_PATH_MISSING,
    TG_PATH_UNREADABLE, /* `errnum` says why */
    TG_PATH_IN_OUT,     /* it is where the gallery is written to */
    TG_PATH_NOMEM,
    /* Where a file is expected: */
    TG_PATH_NO_FILE,
    TG_PATH_HAS_PASSWORD, /* and would be published */
    /* Where a gallery is expected: */
    TG_PATH_NO_GALLERY, /* nobody needs to know of it */
    TG_PATH_SEEN,       /* it is one already */
    TG_PATH_ASSETS,     /* tirage's own files go to that name */
    TG_PATH_TOO_DEEP,
};

struct tg_path_fault {
    enum tg_path_reason reason;
    int errnum;
};

/* The end of a sentence about the path; "" for TG_PATH_FINE and TG_PATH_NO_GALLERY. */
const char *tg_path_fault_text(struct tg_path_fault fault);

/* Looks for `name`, relative to the folder `dir` of SRC, also by another normal form of the same text.
 * TG_PATH_FINE if it is in the project: then *inside is where it really is, relative to SRC ("" for SRC itself; the
 * caller frees), and *st describes it. */
struct tg_path_fault tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                                   char **inside, struct stat *st);

/* `name` from `dir` without "." and ".."; NULL if that is not below SRC, or memory is short. */
char *tg_paths_plain(const char *dir, const char *name) TG_MUST_USE;

#endif
