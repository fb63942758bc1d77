/* zip.h - ZIP files whose members are stored as they are: what they hold is compressed already.
 *
 * The same members make the same bytes: times are the caller's, and there is nothing of users and
 * machines.  Members are streamed, so that memory does not grow with their size; ZIP64 is used
 * where a size, a position or the number of members asks for it, and nowhere else. */
#ifndef TG_BASE_ZIP_H
#define TG_BASE_ZIP_H

#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

struct tg_zip {
    int fd; /* a regular file, open for writing, at its start; -1: sizes are counted alone */
    const char *path; /* for messages; borrowed */
    uint64_t at;      /* bytes so far */
    uint64_t members;
    struct tg_buf directory; /* of all members; goes to the end */
    char *block;             /* for copies; owned */
};

/* `fd` and `path` stay the caller's.  Released in any case. */
void tg_zip_init(struct tg_zip *zip, int fd, const char *path);
void tg_zip_release(struct tg_zip *zip);

/* Date and time as ZIP files have them, of "2020-05-17T13:45:00" or a day alone, to two seconds;
 * 1980-01-01 if there is none, or one that they cannot have. */
uint32_t tg_zip_time(const char *date);

/* Where a member's bytes come from, one after another from the first. */
struct tg_zip_source {
    /* Reads `len` bytes, or fewer at the end: *got of them. */
    struct tg_err *(*read)(void *ctx, void *data, size_t len, size_t *got);
    void *ctx;
    const char *path; /* for messages */
};

/* Adds the `bytes` that it gives, under a name in UTF-8 of at most 65535 bytes.  TG_E_CORRUPT if it
 * gives more or fewer: it changed.  Where sizes are counted alone it is not asked. */
struct tg_err *tg_zip_add_from(struct tg_zip *zip, const char *name, uint32_t time, uint64_t bytes,
                               const struct tg_zip_source *source) TG_MUST_USE;

/* Adds the `bytes` that the open file `in` holds from its start in the same way;
 * `source` is for messages. */
struct tg_err *tg_zip_add(struct tg_zip *zip, const char *name, uint32_t time, uint64_t bytes,
                          int in, const char *source) TG_MUST_USE;

/* Writes the directory.  zip->at is the size of the whole file then. */
struct tg_err *tg_zip_end(struct tg_zip *zip) TG_MUST_USE;

#endif
