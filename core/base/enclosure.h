/* enclosure.h - a folder of which nothing outside is opened: names in it come from others, and so
 * do the links.
 *
 * What is opened is what was checked: the way is walked part by part from open folders, and no link
 * is left to the kernel.  Links are followed here, absolute ones too, as long as they end in the
 * folder. */
#ifndef TG_BASE_ENCLOSURE_H
#define TG_BASE_ENCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "core/base/attr.h"
#include "core/base/err.h"

struct tg_enclosure {
    int fd;    /* of the folder; -1: it is not open */
    dev_t dev; /* what it is */
    ino_t ino;
    bool follow; /* links may lead out of it */
};

/* What is wanted; a folder is opened for reading its names. */
enum {
    TG_WANT_ANY,    /* whatever it is: not opened, so the descriptor (O_PATH) is only for asking */
    TG_WANT_FILE,   /* a regular file, for reading */
    TG_WANT_FOLDER, /* a folder, for reading its names */
    TG_WANT_KIND = 3,
    /* Or-ed: parts that are missing are found by names that differ in their normal form alone. */
    TG_WANT_NFC = 4,
};

/* `path` itself may be a link.  On error `e` is closed. */
struct tg_err *tg_enclosure_open(struct tg_enclosure *e, const char *path, bool follow) TG_MUST_USE;
void tg_enclosure_close(struct tg_enclosure *e); /* one that is closed too */

/* Opens what `path`, relative to the folder, leads to, and describes it in *st; `path` may be "".
 * -1 with errno if it cannot: EXDEV when it leads out, ENOTSUP when it is neither a file nor a
 * folder, EISDIR and ENOTDIR when it is the wrong one of them.  *inside, unless `inside` is NULL,
 * is where it really is, without links, relative to the folder ("" for itself; the caller frees);
 * `path` as it is where links may lead out and this one does. */
int tg_enclosure_find(const struct tg_enclosure *e, const char *path, unsigned want,
                      struct stat *st, char **inside) TG_MUST_USE;

/* Opens the folder that `path` leads to as tg_enclosure_find() does, for making files in it;
 * `make`: it and the folders above are made, with mode 0777 & ~umask, where they are missing and no
 * link leads to them.  -1 with errno. */
int tg_enclosure_folder(const struct tg_enclosure *e, const char *path, bool make) TG_MUST_USE;

/* Whether something is there and its way leads out although it may not. */
bool tg_enclosure_leads_out(const struct tg_enclosure *e, const char *path);

/* What errno of tg_enclosure_find() means, as the end of a sentence. */
const char *tg_enclosure_why(int errnum);

/* tg_enclosure_why() as an error about `path`; TG_E_OUTSIDE when it leads out. */
struct tg_err *tg_enclosure_err(int errnum, const char *path) TG_MUST_USE;

/* Reads a regular file of at most `max` bytes into a new buffer that the caller frees. */
struct tg_err *tg_enclosure_read(const struct tg_enclosure *e, const char *path, size_t max,
                                 char **data, size_t *len) TG_MUST_USE;

#endif
