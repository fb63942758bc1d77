/* path.h - path strings. */
#ifndef TG_BASE_PATH_H
#define TG_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/attr.h"

/* "a/b", or "b" when a is empty or ".".  Caller frees; NULL when memory is short. */
char *tg_path_join(const char *a, const char *b) TG_MUST_USE;

/* The path from the root, without symlinks in its folders; a last part that is no folder need not
 * exist.  Caller frees; NULL when memory is short or the folder does not exist. */
char *tg_path_absolute(const char *path) TG_MUST_USE;

/* Whether `path`, as tg_path_absolute() makes it, is the folder `folder` or lies below it: by what
 * the file system takes for the same, not by names, which links, mounts and letters of either case
 * make lie.  True where it cannot be found out. */
bool tg_path_lies_in(const char *path, const char *folder);

/* Whether the path leads below a folder whatever that is: relative, and without empty parts, "."
 * and "..". */
bool tg_path_is_below(const char *path);

/* Pointer into `path` behind its last slash. */
const char *tg_path_base(const char *path);

/* Pointer into `path` at the last dot of its base name, or at its end if there is none.  A leading
 * dot starts no suffix. */
const char *tg_path_ext(const char *path);

/* Natural order: runs of digits compare by value, the rest by bytes; ties by strcmp().  The same on
 * every locale.  Usable for qsort through a wrapper. */
int tg_path_natural_cmp(const char *a, const char *b);

/* The same of the first bytes of each. */
int tg_path_natural_ncmp(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
