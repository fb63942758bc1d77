/* cmd_merge.c - tirage merge. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/build_merge.h"

/* The folder of photos: where this machine has it. */
static struct tg_err *find_source(const struct cli_options *o, const struct cli_merge *m,
                                  const char **src)
{
    const struct cli_shard *first = m->sets[0].shards[0];
    struct stat st;

    *src = o->source;
    for (size_t i = 0; i < m->sets_len && !*src; i++) {
        const char *said = m->sets[i].shards[0]->note.source;

        if (stat(said, &st) == 0 && S_ISDIR(st.st_mode))
            *src = said;
    }
    if (*src && !o->source && !o->quiet)
        cli_print_line(stderr, "tirage: note: the photos are those of %s, as the shards say", *src);
    if (*src)
        return NULL;
    *src = first->note.source;
    return tg_err_new(TG_E_USAGE, *src,
                      "the folder of photos that shard %" PRIu32 "/%" PRIu32
                      " in %s was made of is not here: name it with --source",
                      first->index, first->count, first->out);
}

int cmd_merge(const struct cli_options *o)
{
    struct cli_merge m = {.options = *o};
    struct cli_build b = {.options = &m.options, .merge = &m};
    struct tg_err *err;
    int code = EXIT_FAILED;

    if (o->args_len == 0)
        return cli_usage("merge needs the folder of the gallery, and may take those of shards");
    err = cli_shards_find(o->args, o->args_len, o->state, &m.shards);
    if (!err)
        err = cli_shards_sets(&m.shards, &m.sets, &m.sets_len);
    if (!err)
        err = find_source(o, &m, &b.src);
    if (err) {
        cli_print_err(err);
    } else {
        b.out = strdup(o->args[0]);
        code = cli_build_run(&b);
    }
    cli_sets_release(m.sets, m.sets_len);
    cli_shards_release(&m.shards);
    free(m.photos);
    free(m.ends);
    return code;
}
