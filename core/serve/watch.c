/* watch.c - see watch.h. */
#include "core/serve/watch.h"

#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 32 }; /* links may lead in circles */

struct look {
    struct stat skip;
    int nofollow; /* AT_SYMLINK_NOFOLLOW or 0 */
    uint64_t sum;
    struct timespec newest; /* of the entry in *last */
    struct tg_watch here;   /* where it looks */
    struct tg_watch *last;
};

/* FNV-1a; entries are summed, so that the order in which a folder lists them makes no
 * difference. */
static uint64_t mix(uint64_t h, const void *data, size_t len)
{
    const unsigned char *p = data;

    for (size_t i = 0; i < len; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return h;
}

static void look_into(struct look *l, int fd, unsigned depth);

/* On equal times a file wins over the folder that it appeared in. */
static void note_change(struct look *l, const struct timespec *changed)
{
    if (changed->tv_sec < l->newest.tv_sec ||
        (changed->tv_sec == l->newest.tv_sec && changed->tv_nsec < l->newest.tv_nsec))
        return;
    l->newest = *changed;
    *l->last = l->here;
}

/* Goes to the entry `name`; returns the length to go back to. */
static size_t enter(struct look *l, const char *name)
{
    size_t len = strlen(l->here.path);

    (void)snprintf(l->here.path + len, sizeof(l->here.path) - len, "%s%s", len ? "/" : "", name);
    return len;
}

static void look_at(struct look *l, int folder, const char *name, unsigned depth)
{
    struct stat st;
    uint64_t h = mix(UINT64_C(0xcbf29ce484222325), name, strlen(name) + 1);
    size_t len;
    int fd = -1;

    if (fstatat(folder, name, &st, l->nofollow) != 0 ||
        (st.st_dev == l->skip.st_dev && st.st_ino == l->skip.st_ino))
        return;
    if (S_ISDIR(st.st_mode))
        fd = openat(folder, name,
                    O_RDONLY | O_DIRECTORY | O_CLOEXEC | (l->nofollow ? O_NOFOLLOW : 0));
    if (fd >= 0 && faccessat(fd, ".tirage", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        close(fd); /* a site, or the state of one */
        return;
    }
    h = mix(h, &st.st_ino, sizeof(st.st_ino));
    if (!S_ISDIR(st.st_mode)) {
        h = mix(h, &st.st_size, sizeof(st.st_size));
        h = mix(h, &st.st_mtim.tv_sec, sizeof(st.st_mtim.tv_sec));
        h = mix(h, &st.st_mtim.tv_nsec, sizeof(st.st_mtim.tv_nsec));
    }
    l->sum += h;
    len = enter(l, name);
    note_change(l, &st.st_ctim);
    if (fd >= 0 && depth < DEPTH_MAX)
        look_into(l, fd, depth + 1);
    else if (fd >= 0)
        close(fd);
    l->here.path[len] = '\0';
}

/* Takes the descriptor. */
static void look_into(struct look *l, int fd, unsigned depth)
{
    DIR *dir = fdopendir(fd);
    const struct dirent *entry;

    if (!dir) {
        close(fd);
        return;
    }
    while ((entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            look_at(l, dirfd(dir), entry->d_name, depth);
    closedir(dir);
}

uint64_t tg_watch_look(const char *root, const char *skip, bool follow, struct tg_watch *last)
{
    struct tg_watch unwanted;
    struct look l = {.nofollow = follow ? 0 : AT_SYMLINK_NOFOLLOW, .last = last ? last : &unwanted};
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat st;

    *l.last = l.here;
    if (fd >= 0 && fstat(fd, &st) == 0)
        l.newest = st.st_ctim;

    if (stat(skip, &l.skip) != 0)
        memset(&l.skip, 0, sizeof(l.skip));
    if (fd >= 0)
        look_into(&l, fd, 0);
    return l.sum;
}
