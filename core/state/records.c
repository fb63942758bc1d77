/* records.c - see records.h. */
#include "core/state/records.h"

enum { SECOND_NS = 1000000000 };

int64_t tg_time_ns(int64_t s, int64_t ns)
{
    const int64_t most = INT64_MAX / SECOND_NS;

    if (s >= most || s < -most)
        return s < 0 ? INT64_MIN : INT64_MAX;
    return s * SECOND_NS + ns;
}

struct tg_stamp tg_stamp_of(const struct stat *st)
{
    return (struct tg_stamp){.size = (uint64_t)st->st_size,
                             .inode = (uint64_t)st->st_ino,
                             .mtime_ns = tg_time_ns(st->st_mtim.tv_sec, st->st_mtim.tv_nsec),
                             .ctime_ns = tg_time_ns(st->st_ctim.tv_sec, st->st_ctim.tv_nsec)};
}

bool tg_stamp_equal(const struct tg_stamp *a, const struct tg_stamp *b)
{
    return a->size == b->size && a->inode == b->inode && a->mtime_ns == b->mtime_ns &&
           a->ctime_ns == b->ctime_ns;
}

bool tg_stamp_is_copy(const struct tg_stamp *copy, const struct tg_stamp *of)
{
    int64_t whole = of->mtime_ns - of->mtime_ns % SECOND_NS;

    return copy->size == of->size && (copy->mtime_ns == of->mtime_ns || copy->mtime_ns == whole);
}
