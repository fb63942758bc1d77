/* merge.c - shards become a site; see build.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "pipeline/build_parts.h"

/* The folder of photos: where this machine has it. */
static struct tg_err *find_source(const struct tg_build_merge *m, struct tg_builder *b)
{
    const struct tg_shard *first = m->sets[0].shards[0];
    const char **src = &b->options.src;
    struct stat st;

    if (*src)
        return NULL;
    for (size_t i = 0; i < m->sets_len && !*src; i++) {
        const char *said = m->sets[i].shards[0]->note.source;

        if (stat(said, &st) == 0 && S_ISDIR(st.st_mode))
            *src = said;
    }
    if (!*src)
        return tg_err_new(TG_E_USAGE, first->note.source,
                          "the folder of photos that shard %" PRIu32 "/%" PRIu32
                          " in %s was made of is not here: name it with --source",
                          first->index, first->count, first->out);
    tg_events_message(&b->events, TG_EVENT_INFO, "the photos are those of %s, as the shards say",
                      *src);
    return NULL;
}

static struct tg_err *find_shards(const struct tg_builder *b, const char *const *others,
                                  size_t others_len, struct tg_build_merge *m)
{
    const char **folders = calloc(others_len + 1, sizeof(*folders));
    struct tg_err *err;

    if (!folders)
        return tg_err_nomem();
    folders[0] = b->options.out;
    for (size_t i = 0; i < others_len; i++)
        folders[i + 1] = others[i];
    err = tg_shards_find(folders, others_len + 1, b->options.state, &m->shards);
    free(folders);
    return err ? err : tg_shards_sets(&m->shards, &b->events, &m->sets, &m->sets_len);
}

struct tg_err *tg_merge(const struct tg_build_options *options, const char *const *others,
                        size_t others_len, const struct tg_events *events,
                        struct tg_build_result *result)
{
    struct tg_build_merge m = {.sets = NULL};
    struct tg_builder b = {.options = *options, .events = *events, .result = result, .merge = &m};
    struct tg_err *err;

    *result = (struct tg_build_result){.end = TG_RUN_DONE};
    err = find_shards(&b, others, others_len, &m);
    if (!err)
        err = find_source(&m, &b);
    if (!err)
        err = tg_build_run(&b);
    tg_shard_sets_release(m.sets, m.sets_len);
    tg_shards_release(&m.shards);
    free(m.photos);
    free(m.ends);
    return err;
}
