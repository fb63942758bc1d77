/* listing.c - see listing.h. */
#include "core/base/listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/grow.h"

static struct tg_err *add(struct tg_listing *listing, const char *name)
{
    char **names = tg_grow(listing->names, listing->len, sizeof(*names));
    char *copy = strdup(name);

    if (names)
        listing->names = names;
    if (!names || !copy) {
        free(copy);
        return tg_err_nomem();
    }
    names[listing->len++] = copy;
    return NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct tg_err *tg_listing_read(struct tg_listing *listing, int fd, int *errnum)
{
    DIR *dir = fdopendir(fd);
    struct tg_err *err = NULL;
    const struct dirent *entry;

    *listing = (struct tg_listing){NULL, 0};
    if (!dir) {
        *errnum = errno;
        close(fd);
        return NULL;
    }
    for (;;) {
        errno = 0;
        entry = readdir(dir);
        if (!entry || err)
            break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            err = add(listing, entry->d_name);
    }
    *errnum = err ? 0 : errno;
    closedir(dir);
    if (listing->len)
        qsort(listing->names, listing->len, sizeof(*listing->names), by_bytes);
    return err;
}

struct tg_err *tg_listing_read_open(struct tg_listing *listing, int fd, const char *path,
                                    int *errnum)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

    *errnum = 0;
    return copy < 0 ? tg_err_sys(errno, path, "cannot be read")
                    : tg_listing_read(listing, copy, errnum);
}

void tg_listing_release(struct tg_listing *listing)
{
    for (size_t i = 0; i < listing->len; i++)
        free(listing->names[i]);
    free(listing->names);
    *listing = (struct tg_listing){NULL, 0};
}

size_t tg_listing_first(const struct tg_listing *listing, const char *start, size_t len)
{
    size_t low = 0, high = listing->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strncmp(listing->names[middle], start, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
