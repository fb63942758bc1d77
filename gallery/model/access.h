/* access.h - who may see a picture, for those who know nothing of passwords. */
#ifndef TG_GALLERY_ACCESS_H
#define TG_GALLERY_ACCESS_H

#include "gallery/model/photo.h"

/* Who may see what is behind a lock, as a number that is the same in each build and tells nothing
 * of the password: 0 for NULL, anybody.  Of a photo: a number of its own if it is shown behind
 * several. */
uint64_t tg_access_of(const struct tg_lock *lock);
uint64_t tg_access_of_photo(const struct tg_photo *photo);

#endif
