/* lock.c - see lock.h. */
#include "gallery/model/lock.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/path.h"

/* The lock with that password, from the list or new at its end.  `site` is what anybody knows of
 * the site and no other site has: the salt follows from it. */
static struct tg_lock *lock_for(struct tg_arena *arena, struct tg_lock **locks, const char *site,
                                const char *password)
{
    uint8_t salt[TG_SECRET_SALT];
    struct tg_lock *lock;
    size_t index = 0;

    for (; *locks; locks = &(*locks)->next, index++)
        if (strcmp((*locks)->password, password) == 0)
            return *locks;
    lock = tg_arena_alloc(arena, 1, sizeof(*lock));
    if (!lock)
        return NULL;
    *lock = (struct tg_lock){.password = password, .index = index};
    tg_secret_salt(site, salt);
    tg_secret_derive(&lock->secret, password, salt);
    *locks = lock;
    return lock;
}

/* What a node shows of its own. */
static void lock_pictures(const struct tg_node *node)
{
    struct tg_ref_iter iter = {0};
    struct tg_ref *ref;

    for (size_t i = 0; i < node->photos_len; i++) {
        node->photos[i]->lock = node->lock;
        if (node->photos[i]->video)
            node->photos[i]->video->lock = node->lock;
    }
    while ((ref = tg_node_next_ref(node, &iter)))
        if (ref->options)
            ref->lock = node->lock;
}

static bool lock_node(struct tg_site *site, struct tg_node *node)
{
    node->lock = node->parent ? node->parent->lock : NULL;
    if (node->password)
        node->lock = lock_for(&site->arena, &site->locks, site->url ? site->url : site->root->title,
                              node->password);
    if (node->password && !node->lock)
        return false;
    if (node->cover.options)
        node->cover.lock = node->lock;
    lock_pictures(node);
    for (size_t i = 0; i < node->children_len; i++)
        if (!lock_node(site, node->children[i]))
            return false;
    return true;
}

bool tg_site_lock(struct tg_site *site)
{
    if (!lock_node(site, site->root))
        return false;
    site->look.rss =
        site->look.rss && !site->root->lock; /* it would tell everybody of locked pages */
    return true;
}

/* The dirs of the topmost nodes. */
struct folders {
    const struct tg_lock *lock;
    const char **dirs; /* owned; they are the nodes' */
    size_t len;
    bool failed; /* memory was short */
};

static void find_folders(struct folders *f, const struct tg_node *node)
{
    bool topmost = node->lock == f->lock && !(node->parent && node->parent->lock == f->lock);
    const char **grown = topmost ? tg_grow(f->dirs, f->len, sizeof(*grown)) : NULL;

    f->failed |= topmost && !grown;
    if (grown) {
        f->dirs = grown;
        grown[f->len++] = node->dir;
    }
    for (size_t i = 0; i < node->children_len; i++)
        find_folders(f, node->children[i]);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *tg_lock_folders(const struct tg_site *site, const struct tg_lock *lock)
{
    struct folders f = {.lock = lock};
    struct tg_buf text;

    find_folders(&f, site->root);
    if (f.len)
        qsort(f.dirs, f.len, sizeof(*f.dirs), by_bytes);
    tg_buf_init(&text, TG_BUF_MAX);
    for (size_t i = 0; i < f.len; i++) {
        tg_buf_puts(&text, i ? "//" : ""); /* in no path */
        tg_buf_puts(&text, f.dirs[i]);
    }
    free(f.dirs);
    text.failed |= f.failed;
    return tg_buf_steal(&text);
}

char *tg_lock_name(const struct tg_lock *lock, const char *dir, char *name)
{
    char hidden[TG_SECRET_NAME + 1], *path;
    struct tg_buf out;

    if (!lock || !name)
        return name;
    path = tg_path_join(dir, name);
    tg_buf_init(&out, TG_BUF_MAX);
    if (path)
        tg_secret_name(&lock->secret, path, hidden);
    tg_buf_puts(&out, path ? hidden : "");
    tg_buf_puts(&out, TG_SEAL_SUFFIX);
    free(name);
    name = path ? tg_buf_steal(&out) : NULL;
    tg_buf_release(&out);
    free(path);
    return name;
}
