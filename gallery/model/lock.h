/* lock.h - galleries and albums behind a password; for gallery/ only. */
#ifndef TG_GALLERY_LOCK_H
#define TG_GALLERY_LOCK_H

#include "core/base/arena.h"
#include "core/crypt/secret.h"
#include "gallery/model/site.h"

struct tg_gallery;

/* One for each different password of a site. */
struct tg_lock {
    struct tg_secret secret;
    const char *password;
    size_t index; /* in the order in which they were met */
    struct tg_lock *next;
};

/* The lock with that password, from the list or new at its end.  `site` is what anybody knows of the site and no
 * other site has: the salt follows from it.  Both texts are borrowed.  NULL when memory is short. */
struct tg_lock *tg_lock_for(struct tg_arena *arena, struct tg_lock **locks, const char *site,
                            const char *password) TG_MUST_USE;

/* Gives each album with a password, and all below it that have no other, its lock, and their photos and films too.
 * False when memory is short. */
bool tg_albums_lock(struct tg_site *site) TG_MUST_USE;

/* Whether a page of `from` may show more of `album` than its title. */
bool tg_album_is_open(const struct tg_album *album, const struct tg_album *from);

/* Replaces a finished page by one that asks for the password and holds it, sealed; without a lock it stays. */
struct tg_lock_assets {
    const char *up;             /* the way from the page to OUT, "../" or so */
    const char *style, *unlock; /* paths in OUT */
};
void tg_lock_seal(struct tg_buf *page, const struct tg_lock *lock,
                  const struct tg_lock_assets *assets);

/* Gives each gallery with a password, and all below it that have no other, its lock, and their pictures too.
 * False when memory is short. */
bool tg_project_lock(struct tg_project *project) TG_MUST_USE;

/* The name of a file of a locked gallery: without the password nobody can tell it from `name`, the ordinary one
 * in the folder `dir`.  Takes the string, which may be NULL; NULL when memory is short. */
char *tg_lock_name(const struct tg_lock *lock, const char *dir, char *name) TG_MUST_USE;

/* Whether a page of `from` may show more of `gallery` than its title. */
bool tg_gallery_is_open(const struct tg_gallery *gallery, const struct tg_gallery *from);

#endif
