/* access.c - see access.h. */
#include "gallery/model/access.h"

#include <string.h>

#include "gallery/model/lock.h"
#include "gallery/model/names.h"

uint64_t tg_access_of(const struct tg_lock *lock)
{
    return lock ? tg_secret_mark(&lock->secret) : 0;
}

uint64_t tg_access_of_photo(const struct tg_photo *photo)
{
    if (photo->shown_behind_others)
        return (uint64_t)tg_crc32(photo->path, strlen(photo->path)) << 32 | 1;
    return tg_access_of(photo->lock ? photo->lock : photo->shown_behind);
}
