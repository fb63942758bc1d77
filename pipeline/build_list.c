/* build_list.c - what a build would make, without making it; see build_parts.h. */
#include <stdlib.h>

#include "core/base/path.h"
#include "pipeline/build_parts.h"
#include "pipeline/locate.h"

static void tell_planned(const struct tg_builder *b, const char *path)
{
    b->result->to_make++;
    tg_events_send(&b->events, &(struct tg_event){.kind = TG_EVENT_PLANNED, .path = path});
}

static struct tg_err *list_media(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < b->site->media_len && !err; i++) {
        const struct tg_medium *medium = b->site->media[i];
        char *key = tg_path_join(medium->dir, medium->name);
        char *path = key ? tg_path_join(b->options.out, key) : NULL;
        bool fresh = false;

        err = path ? NULL : tg_err_nomem();
        if (!err && b->look.state)
            err = tg_build_media_look(&b->look, b->options.src, medium, key, &fresh);
        if (!err && !fresh)
            tell_planned(b, path);
        free(path);
        free(key);
    }
    return err;
}

struct tg_err *tg_build_list(struct tg_builder *b)
{
    struct tg_err *err;

    for (size_t i = 0; i < b->site->photos_len; i++)
        for (size_t j = 0; !b->jobs[i].fresh && j < b->jobs[i].outputs_len; j++)
            tell_planned(b, b->jobs[i].outputs[j].path);
    for (size_t i = 0; b->avif.jobs && !b->avif.skipped && i < b->site->photos_len; i++)
        for (size_t j = 0; !b->avif.jobs[i].fresh && j < b->avif.jobs[i].outputs_len; j++)
            tell_planned(b, b->avif.jobs[i].outputs[j].path);
    if (b->options.shard.count)
        return NULL;
    err = list_media(b);
    return err ? err : tg_build_archives_list(b, tell_planned);
}

/* Of a state that cannot be read nothing is known. */
struct tg_err *tg_build_look(struct tg_builder *b)
{
    const struct tg_build_options *o = &b->options;
    struct tg_outdir dir = {.locks = {-1, -1}};
    struct tg_err *err =
        tg_locate_outdir(o->state, o->src, o->follow_links, o->out, &b->events, &dir);

    b->look = (struct tg_incremental){
        .out = o->out, .source = &b->site->source, .look = true, .verify = o->verify};
    if (!err)
        err = tg_state_open_readonly(dir.state, &b->look.state);
    tg_outdir_release(&dir);
    if (!err || tg_err_code(err) == TG_E_NOMEM)
        return err;
    tg_events_err(&b->events, TG_EVENT_NOTE, err);
    tg_err_free(err);
    return NULL;
}
