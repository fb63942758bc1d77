/* lock.h - galleries behind a password; for gallery/ only. */
#ifndef TG_GALLERY_LOCK_H
#define TG_GALLERY_LOCK_H

#include "core/crypt/secret.h"
#include "gallery/project.h"

/* One for each different password of a project. */
struct tg_lock {
    struct tg_secret secret;
    const char *password;
    size_t index; /* in the order in which they were met */
    struct tg_lock *next;
};

/* Gives each gallery with a password, and all below it that have no other, its lock, and their pictures too.
 * False when memory is short. */
bool tg_project_lock(struct tg_project *project) TG_MUST_USE;

/* The name of a file of a locked gallery: without the password nobody can tell it from `name`, the ordinary one
 * in the folder `dir`.  Takes the string, which may be NULL; NULL when memory is short. */
char *tg_lock_name(const struct tg_lock *lock, const char *dir, char *name) TG_MUST_USE;

/* Whether a page of `from` may show more of `gallery` than its title. */
bool tg_gallery_is_open(const struct tg_gallery *gallery, const struct tg_gallery *from);

#endif
