/* project_lock.c - see lock.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/lock.h"

/* What anybody knows of the site and no other site has. */
static void make_salt(const struct tg_project *project, uint8_t salt[TG_SECRET_SALT])
{
    tg_secret_salt(project->root.url ? project->root.url : project->home->title, salt);
}

static struct tg_lock *find_lock(struct tg_project *project, const char *password)
{
    uint8_t salt[TG_SECRET_SALT];
    struct tg_lock **at = &project->locks, *lock;
    size_t index = 0;

    for (; *at; at = &(*at)->next, index++)
        if (strcmp((*at)->password, password) == 0)
            return *at;
    lock = tg_arena_alloc(&project->arena, 1, sizeof(*lock));
    if (!lock)
        return NULL;
    *lock = (struct tg_lock){.password = password, .index = index};
    make_salt(project, salt);
    tg_secret_derive(&lock->secret, password, salt);
    *at = lock;
    return lock;
}

static void lock_shots(const struct tg_gallery *gallery)
{
    if (gallery->cover)
        gallery->cover->lock = gallery->lock;
    for (size_t i = 0; i < gallery->sections_len; i++)
        for (size_t k = 0; k < gallery->sections[i].rows_len; k++) {
            struct tg_row *row = &gallery->sections[i].rows[k];

            for (size_t n = 0; n < row->len; n++)
                row->shots[n].lock = gallery->lock;
        }
}

static bool lock_gallery(struct tg_project *project, struct tg_gallery *gallery)
{
    gallery->lock = gallery->parent ? gallery->parent->lock : NULL;
    if (gallery->password) {
        gallery->lock = find_lock(project, gallery->password);
        if (!gallery->lock)
            return false;
    }
    lock_shots(gallery);
    for (size_t i = 0; i < gallery->children_len; i++)
        if (!lock_gallery(project, gallery->children[i]))
            return false;
    return true;
}

bool tg_project_lock(struct tg_project *project)
{
    return lock_gallery(project, project->home);
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
    tg_buf_puts(&out, tg_path_ext(name));
    free(name);
    name = path ? tg_buf_steal(&out) : NULL;
    tg_buf_release(&out);
    free(path);
    return name;
}

bool tg_gallery_is_open(const struct tg_gallery *gallery, const struct tg_gallery *from)
{
    return !gallery->lock || gallery->lock == from->lock;
}
