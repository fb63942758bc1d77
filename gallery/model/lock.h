/* lock.h - nodes behind a password. */
#ifndef TG_GALLERY_LOCK_H
#define TG_GALLERY_LOCK_H

#include "core/base/arena.h"
#include "core/crypt/seal.h"
#include "gallery/model/site.h"

/* One for each different password of a site. */
struct tg_lock {
    struct tg_secret secret;
    bool kept; /* its content key is that of an earlier build */
    const char *password;
    size_t index; /* in the order in which they were met */
    struct tg_lock *next;
};

/* Gives each node with a password, and all below it that have no other, its lock, and what they
 * show too.  False when memory is short. */
bool tg_site_lock(struct tg_site *site) TG_MUST_USE;

/* The topmost folders behind the lock, each once and sorted, as one text that no other folders
 * have.  Caller frees; NULL when memory is short. */
char *tg_lock_folders(const struct tg_site *site, const struct tg_lock *lock) TG_MUST_USE;

/* The name of a sealed file of a locked gallery: without the password nobody can tell it from
 * `name`, the ordinary one in the folder `dir`.  Takes the string, which may be NULL; NULL when
 * memory is short. */
char *tg_lock_name(const struct tg_lock *lock, const char *dir, char *name) TG_MUST_USE;

#endif
