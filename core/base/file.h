/* file.h - files as the rest of the program wants them: whole or not at all.
 *
 * Parts: file_copy.c. */
#ifndef TG_BASE_FILE_H
#define TG_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "core/base/attr.h"
#include "core/base/err.h"
#include "core/base/hash.h"

/* Creates `path` and its missing parents with mode 0777 & ~umask.  An existing folder is
 * success. */
struct tg_err *tg_dir_make(const char *path) TG_MUST_USE;

/* Creates `path`, which must not exist yet or be an empty folder. */
struct tg_err *tg_dir_make_new(const char *path) TG_MUST_USE;

/* Creates the parents of `path`. */
struct tg_err *tg_dir_make_parent(const char *path) TG_MUST_USE;

/* Reads a regular file of at most `max` bytes into a new buffer that the caller frees. */
struct tg_err *tg_file_read(const char *path, size_t max, char **data, size_t *len) TG_MUST_USE;

/* The same of a file that tg_file_open_below() finds. */
struct tg_err *tg_file_read_below(const char *dir, const char *path, size_t max, char **data,
                                  size_t *len) TG_MUST_USE;

/* The same of an open file, which is closed in any case; `path` is for the message. */
struct tg_err *tg_fd_read(int fd, const char *path, size_t max, char **data,
                          size_t *len) TG_MUST_USE;

/* Whether an open file is a regular one, which *st then describes. */
bool tg_fd_is_regular(int fd, struct stat *st);

/* The same with what is wrong otherwise: TG_E_SYS, or TG_E_UNSUPPORTED for all other files. */
struct tg_err *tg_fd_stat(int fd, const char *path, struct stat *st) TG_MUST_USE;

/* Reads until `len` bytes are there or the file ends: *got of them. */
struct tg_err *tg_fd_read_up_to(int fd, const char *path, void *data, size_t len,
                                size_t *got) TG_MUST_USE;

/* Writes all of `data` to `fd`; `path` is for the message. */
struct tg_err *tg_fd_write(int fd, const char *path, const void *data, size_t len) TG_MUST_USE;

/* Writes all that `in` holds from where it is to `out`; the paths are for messages. */
struct tg_err *tg_fd_copy(int in, const char *source, int out, const char *path) TG_MUST_USE;

/* Has the file system keep room for so many bytes of a file that is written from its start, which
 * is as long then.  Only a disk that is too small is an error, not a file system that cannot. */
struct tg_err *tg_fd_reserve(int fd, const char *path, uint64_t bytes) TG_MUST_USE;

/* The size of an open regular file, found without asking for more about it: fstat() of C libraries
 * makes the system call that also looks at paths, which workers may not make.  Its position stays.
 * False if it has none. */
bool tg_fd_size(int fd, uint64_t *size);

/* An empty file in memory, which can be sealed; -1 with errno.  `name` is for /proc alone. */
int tg_file_in_memory(const char *name);

/* A copy in memory of all that `in` holds from where it is: a regular file that nobody can write
 * to.  TG_E_LIMIT if that is more than `max` bytes.  `source` is for messages. */
struct tg_err *tg_fd_keep(int in, const char *source, uint64_t max, int *fd) TG_MUST_USE;

/* An output that appears under its final name only when it is complete.  Written in a temporary
 * folder on the same file system (usually OUT/.tirage/tmp), else next to the target.
 *
 * Only regular files are ever replaced, and symlinks that lead to one or nowhere: the link, never
 * what it leads to.  Pipes and character devices, also behind links, are written through, when the
 * output is complete; so is the file or socket that standard output goes to, by its name in /dev or
 * /proc.
 * Everything else is refused, and with a temporary folder, where outputs belong to a tree of ours,
 * pipes and devices are too. */
struct tg_output {
    int fd;      /* write here, or read what was written; -1 when closed */
    char *temp;  /* owned; NULL: the bytes are in memory, and go into what is there at the end */
    char *final; /* owned */
    bool below;  /* both are names in the open folder `dir`; owned */
    int dir;
    char *shown; /* of `below`, the path for messages; owned */
};

/* Opens a temporary file, mode 0666 & ~umask, for the final name `path`, whose folder is made if it
 * is missing.  `tmpdir` may be NULL: next to the target.  On error `o` is released; TG_E_LIMIT
 * means that the name itself is too long for a file, TG_E_USAGE that what has the name is not to be
 * replaced. */
struct tg_err *tg_output_open(struct tg_output *o, const char *path,
                              const char *tmpdir) TG_MUST_USE;

/* The same for a file of the open folder `dir` (O_PATH suffices), which is taken over on success
 * and on error, and has the temporary file too.  `name` is no path; `shown` is for messages.
 * Whatever its way has become meanwhile, the output appears in this folder.  Nothing is written
 * through. */
struct tg_err *tg_output_open_in(struct tg_output *o, int dir, const char *name,
                                 const char *shown) TG_MUST_USE;

/* Whether `err` of tg_output_open() is about this one name, and others may still be written. */
bool tg_output_is_refused(const struct tg_err *err);

/* Closes and renames into place, onto another file system, as something mounted in OUT is, as a
 * copy; or writes through; waits for the reader of a pipe.  On error the temporary file is removed.
 * Either way `o` is released. */
struct tg_err *tg_output_commit(struct tg_output *o) TG_MUST_USE;

/* Closes, removes the temporary file, releases.  Safe on a zeroed or released `o`. */
void tg_output_abort(struct tg_output *o);

/* All of it for small texts.  If the file already holds exactly these bytes it is left
 * untouched. */
struct tg_err *tg_file_put(const char *path, const char *tmpdir, const void *data,
                           size_t len) TG_MUST_USE;

/* Copies the open regular file `in`, or shares its blocks where the file system can, if the bytes
 * that arrive have this hash; else *same is false and `path` is left as it was. */
struct tg_err *tg_file_take(int in, const char *source, const struct tg_hash *hash,
                            const char *path, const char *tmpdir, bool *same) TG_MUST_USE;

/* Opens the regular file `path` below the folder `dir` without following symlinks below it; -1 if
 * there is none.  For folders that others filled. */
int tg_file_open_below(const char *dir, const char *path);

/* The same as tg_file_put() for the bytes of the open regular file `in`, with its time of
 * modification; `source` is for messages.  Without a tmpdir the copy is made durable: its file
 * system may be none that is synced later. */
struct tg_err *tg_file_copy(int in, const char *source, const char *path,
                            const char *tmpdir) TG_MUST_USE;

/* The same for a file that is no link. */
struct tg_err *tg_file_copy_from(const char *source, const char *path,
                                 const char *tmpdir) TG_MUST_USE;

#endif
