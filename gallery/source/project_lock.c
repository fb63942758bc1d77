/* project_lock.c - see lock.h. */
#include "gallery/model/lock.h"
#include "gallery/settings/project.h"

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
        gallery->lock = tg_lock_for(&project->arena, &project->locks,
                                    project->root.url ? project->root.url : project->home->title,
                                    gallery->password);
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

bool tg_gallery_is_open(const struct tg_gallery *gallery, const struct tg_gallery *from)
{
    return !gallery->lock || gallery->lock == from->lock;
}
