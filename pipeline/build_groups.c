/* build_groups.c - which photos may share a worker process: those of one folder that the same
 * people may see. */
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "gallery/model/access.h"
#include "pipeline/build_parts.h"

struct tg_build_group {
    uint64_t access;
    const char *dir; /* borrowed; NULL: of one photo alone */
};

static struct tg_err *number(struct tg_builder *b, uint64_t access, const char *dir,
                             uint64_t *group)
{
    struct tg_build_group *grown;

    for (size_t i = b->groups_len;
         dir && i-- > 0;) /* photos come by folders: the last one, mostly */
        if (b->groups[i].access == access && b->groups[i].dir &&
            strcmp(b->groups[i].dir, dir) == 0) {
            *group = i;
            return NULL;
        }
    grown = tg_grow(b->groups, b->groups_len, sizeof(*grown));
    if (!grown)
        return tg_err_nomem();
    b->groups = grown;
    grown[b->groups_len] = (struct tg_build_group){access, dir};
    *group = b->groups_len++;
    return NULL;
}

struct tg_err *tg_build_group_photo(struct tg_builder *b, const struct tg_photo *photo,
                                    struct tg_job *job)
{
    job->access = tg_access_of_photo(photo);
    return number(b, job->access, photo->shown_behind_others ? NULL : photo->dir, &job->group);
}

const struct tg_lock *tg_build_lock_of(const struct tg_photo *photo, const struct tg_rendition *r)
{
    return photo->lock ? photo->lock : r->lock;
}

struct tg_err *tg_build_group_output(struct tg_builder *b, const struct tg_photo *photo,
                                     const struct tg_rendition *r, struct tg_job_output *output)
{
    return number(b, tg_access_of(tg_build_lock_of(photo, r)), photo->dir, &output->group);
}
