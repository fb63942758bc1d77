/* file_uri.h - the addresses of local files, as GLib's g_filename_to_uri() writes them, byte for
 * byte: file managers look thumbnails up by a hash of them. */
#ifndef TG_BASE_FILE_URI_H
#define TG_BASE_FILE_URI_H

#include <stdbool.h>

#include "core/base/attr.h"

/* "file:///a%20b" of an absolute path, whose bytes may be any.  Caller frees; NULL when memory is
 * short. */
char *tg_file_uri(const char *path) TG_MUST_USE;

/* The absolute path of a "file:" URI of this machine, whoever escaped it.  Caller frees; NULL when
 * it is none or memory is short. */
char *tg_file_uri_path(const char *uri) TG_MUST_USE;

/* The absolute path of `path` by its name alone: `cwd`, an absolute path, before it, without empty
 * parts, "." and "..".  Links stay, as they do where people walk through folders.  Caller frees;
 * NULL when memory is short. */
char *tg_path_walked(const char *cwd, const char *path) TG_MUST_USE;

/* Whether one such path is the other, a folder, or leads below it. */
bool tg_walked_is_in(const char *path, const char *folder);

#endif
