/* access.c - see access.h. */
#include "gallery/model/access.h"

#include <stdlib.h>
#include <string.h>

#include "gallery/model/lock.h"
#include "gallery/model/names.h"

uint64_t tg_access_of(const struct tg_lock *lock)
{
    char name[TG_SECRET_NAME + 1], half[17];

    if (!lock)
        return 0;
    tg_secret_name(&lock->secret, "access 1", name);
    memcpy(half, name, sizeof(half) - 1);
    half[sizeof(half) - 1] = '\0';
    return strtoull(half, NULL, 16) | 1;
}

uint64_t tg_access_of_photo(const struct tg_photo *photo)
{
    if (photo->shown_behind_others)
        return (uint64_t)tg_crc32(photo->path, strlen(photo->path)) << 32 | 1;
    return tg_access_of(photo->lock ? photo->lock : photo->shown_behind);
}
