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

/* What became of looking for a file of the project. */
enum tg_found {
    TG_FOUND,
    TG_FOUND_NOTHING,
    TG_FOUND_ABSOLUTE, /* the name is an absolute path */
    TG_FOUND_ABOVE,    /* the name leads out of the project */
    /* A link leads out: the user's settings are right, and that file alone fails. */
    TG_FOUND_OUTSIDE,
    TG_FOUND_OUTPUT,   /* it is in the folder that is written to */
    TG_FOUND_NO_FILE,  /* but a folder, or a device */
    TG_FOUND_PASSWORD, /* in it */
    TG_FOUND_TWICE,    /* a gallery already */
    TG_FOUND_RESERVED, /* its name is ours */
    TG_FOUND_DEEP,     /* too many galleries inside each other */
    TG_FOUND_SKIP,     /* not to be used, without a word */
    TG_FOUND_NOMEM,
    TG_FOUND_UNREADABLE /* errno tells why */
};

/* What is wrong, as the end of a sentence. */
const char *tg_found_text(enum tg_found found);

/* Looks for `name`, relative to the folder `dir` of SRC, also by another normal form of the same
 * text.  If it is in the project, *inside is where it really is, relative to SRC ("" for SRC
 * itself; the caller frees), and *st describes it. */
enum tg_found tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                            char **inside, struct stat *st);

/* The same for what must be a file. */
enum tg_found tg_paths_find_file(const struct tg_paths *paths, const char *dir, const char *name,
                                 char **inside, struct stat *st);

/* `name` from `dir` without "." and ".."; NULL if that is not below SRC, or memory is short. */
char *tg_paths_plain(const char *dir, const char *name) TG_MUST_USE;

#endif
