/* build_keys.c - the content keys of what is behind passwords; see build_parts.h.
 *
 * A key stays when its password changes, so that only the file that wraps it is written anew.  Of
 * shards, which know no common state, and where they are merged, it follows from the password. */
#include <stdlib.h>
#include <string.h>

#include "gallery/model/lock.h"
#include "pipeline/build_parts.h"

/* The state that knows earlier keys; NULL: there is none. */
static struct tg_state *state_of(const struct tg_builder *b)
{
    const struct tg_build_options *o = &b->options;

    if (o->new_keys || o->shard.count || b->merge)
        return NULL;
    return b->incremental.state ? b->incremental.state : b->look.state;
}

/* Gives the lock the key that it had. */
static struct tg_err *take_key(struct tg_builder *b, struct tg_lock *lock)
{
    char *folders = tg_lock_folders(b->site, lock);
    uint8_t key[TG_STATE_KEY];
    struct tg_err *err =
        folders ? tg_state_get_key(state_of(b), folders, key, &lock->kept) : tg_err_nomem();

    if (!err && lock->kept)
        tg_secret_use(&lock->secret, key);
    free(folders);
    return err;
}

static bool is_taken(const struct tg_site *site, const struct tg_lock *lock, const uint8_t *key)
{
    for (const struct tg_lock *other = site->locks; other; other = other->next)
        if (other != lock && memcmp(other->secret.content, key, TG_SECRET_KEY) == 0)
            return true;
    return false;
}

/* A password that others had before must not open what is theirs now. */
static void differ(const struct tg_site *site, struct tg_lock *lock)
{
    uint8_t key[TG_SECRET_KEY];

    memcpy(key, lock->secret.content, sizeof(key));
    for (unsigned n = 2; !lock->kept && is_taken(site, lock, key); n++)
        tg_secret_content(&lock->secret, n, key);
    tg_secret_use(&lock->secret, key);
}

static struct tg_err *keep_key(struct tg_builder *b, const struct tg_lock *lock)
{
    char *folders = tg_lock_folders(b->site, lock);
    struct tg_err *err = folders
                             ? tg_state_put_key(b->incremental.state, folders, lock->secret.content)
                             : tg_err_nomem();

    free(folders);
    return err;
}

/* Whoever publishes OUT with all that is in it publishes the keys. */
static void tell(const struct tg_builder *b)
{
    if (b->site->locks && !b->dir.outside)
        tg_events_message(&b->events, TG_EVENT_INFO,
                          "%s opens what is behind passwords: keep it off the server, as tirage "
                          "deploy does, or put it elsewhere with --state",
                          b->dir.state);
}

/* Those of locks that are gone are forgotten. */
static struct tg_err *keep_keys(struct tg_builder *b)
{
    size_t kept = 0, locks = 0;
    bool all = true;
    struct tg_err *err = tg_state_count_keys(b->incremental.state, &kept);

    for (const struct tg_lock *lock = b->site->locks; lock; lock = lock->next) {
        all &= lock->kept;
        locks++;
    }
    if (err || (all && kept == locks))
        return err;
    err = tg_state_drop_keys(b->incremental.state);
    for (const struct tg_lock *lock = b->site->locks; lock && !err; lock = lock->next)
        err = keep_key(b, lock);
    if (!err)
        tell(b);
    return err;
}

struct tg_err *tg_build_keys(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    for (struct tg_lock *lock = b->site->locks; lock && !err && state_of(b); lock = lock->next)
        err = take_key(b, lock);
    for (struct tg_lock *lock = b->site->locks; lock && !err; lock = lock->next)
        differ(b->site, lock);
    return err || !b->incremental.state ? err : keep_keys(b);
}
