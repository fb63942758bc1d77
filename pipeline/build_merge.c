/* build_merge.c - a build whose pictures come from shards; see build_parts.h and
 * core/incremental/import.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/incremental/import.h"
#include "pipeline/build_parts.h"

/* A counting sort of the photos by shard. */
static struct tg_err *sort_photos(struct tg_builder *b)
{
    struct tg_build_merge *m = b->merge;
    size_t n = b->site->photos_len, shards = m->set->count;

    m->photos = calloc(n + 1, sizeof(*m->photos));
    m->ends = calloc(shards + 1, sizeof(*m->ends));
    if (!m->photos || !m->ends)
        return tg_err_nomem();
    for (size_t i = 0; i < n; i++)
        if (b->shares[i] != TG_NO_SHARE)
            m->ends[b->shares[i] + 1]++;
    for (size_t k = 0; k < shards; k++)
        m->ends[k + 1] += m->ends[k];
    for (size_t i = 0; i < n; i++) /* makes beginnings of ends, and then ends again */
        if (b->shares[i] != TG_NO_SHARE)
            m->photos[m->ends[b->shares[i]]++] = i;
    return NULL;
}

struct tg_err *tg_build_merge_choose(struct tg_builder *b)
{
    struct tg_build_merge *m = b->merge;
    struct tg_err *err = tg_build_assign(b, m->sets[0].count);
    const struct tg_shard *first = m->sets[0].shards[0];

    for (size_t i = 0; !err && !m->set && i < m->sets_len; i++)
        if (tg_hash_equal(&m->sets[i].shards[0]->note.tree, &b->note.tree))
            m->set = &m->sets[i];
    if (!err && !m->set)
        return tg_err_new(TG_E_USAGE, b->options.src,
                          "its %" PRIu64 " photos of %" PRIu64 " bytes are not the %" PRIu64
                          " of %" PRIu64 " bytes that shard %" PRIu32 "/%" PRIu32
                          " in %s was assigned; run the shards again, or give merge the same "
                          "photos with --source, --include and --exclude",
                          b->note.tree_photos, b->note.tree_bytes, first->note.tree_photos,
                          first->note.tree_bytes, first->index, first->count, first->out);
    if (!err && m->set != m->sets)
        err = tg_build_assign(b, m->set->count);
    if (!err) {
        const struct tg_shard_options *o = &m->set->shards[0]->note.options;

        b->result->joined = m->set->count;
        b->options.spec.subsampling = (enum tg_subsampling)o->subsampling;
        b->options.subsampling_given = o->subsampling_given;
        b->options.spec.colour = o->srgb ? TG_COLOUR_SRGB : TG_COLOUR_KEEP;
        b->options.originals = o->original;
        memcpy(b->options.spec.background, o->background, sizeof(o->background));
        err = sort_photos(b);
    }
    return err;
}

/* One that was in OUT has moved with the state of OUT. */
static struct tg_err *open_shard(const struct tg_builder *b, const struct tg_shard *shard,
                                 struct tg_state **state)
{
    char *moved = NULL;
    struct tg_err *err;

    if (access(shard->dir, F_OK) != 0) {
        moved = tg_path_join(b->dir.state, tg_path_base(shard->dir));
        if (!moved)
            return tg_err_nomem();
    }
    err = tg_state_open_foreign(moved ? moved : shard->dir, state);
    free(moved);
    return err;
}

/* Calls `each` with every photo of every shard and the shard's state. */
static struct tg_err *
each_shard(struct tg_builder *b,
           struct tg_err *(*each)(struct tg_builder *b, const struct tg_shard *shard,
                                  struct tg_state *state, const size_t *photos, size_t len))
{
    const struct tg_build_merge *m = b->merge;
    struct tg_err *err = NULL;

    for (size_t k = 0, from = 0; k < m->set->count && !err; from = m->ends[k++]) {
        const struct tg_shard *shard = m->set->shards[k];
        struct tg_state *state = NULL;

        err = open_shard(b, shard, &state);
        if (!err)
            err = each(b, shard, state, m->photos + from, m->ends[k] - from);
        if (!err)
            err = tg_state_save(b->incremental.state);
        tg_state_free(state);
    }
    return err;
}

static struct tg_err *take_photos(struct tg_builder *b, const struct tg_shard *shard,
                                  struct tg_state *state, const size_t *photos, size_t len)
{
    struct tg_err *err = NULL;

    (void)shard;
    for (size_t i = 0; i < len && !err; i++)
        if (!b->jobs[photos[i]].probed)
            err = tg_import_probe(&b->incremental, state, &b->jobs[photos[i]]);
    return err;
}

struct tg_err *tg_build_merge_photos(struct tg_builder *b)
{
    return each_shard(b, take_photos);
}

struct tally {
    size_t n;
    const char *first;
};

static void report_tally(const struct tg_events *events, const struct tg_shard *s,
                         const struct tally *t, const char *what, const char *remedy)
{
    if (t->n)
        tg_events_message(events, TG_EVENT_PROBLEM,
                          "shard %" PRIu32 "/%" PRIu32 " in %s: %zu photo%s %s, first %s; %s",
                          s->index, s->count, s->out, t->n, t->n == 1 ? "" : "s", what, t->first,
                          remedy);
}

/* Whether pictures are missing that only the shard is to make. */
static bool report(const struct tg_events *events, const struct tg_shard *s,
                   const struct tally *tallies)
{
    const struct tally *unknown = &tallies[TG_IMPORT_UNKNOWN], none = {0};
    bool failed = unknown->n <= s->note.failed;

    report_tally(events, s, failed ? unknown : &none, "failed there", "tried again here");
    report_tally(events, s, failed ? &none : unknown, "wanted in sizes that it did not make",
                 "run it again");
    report_tally(events, s, &tallies[TG_IMPORT_OTHER], "rendered with other settings",
                 "run it again");
    report_tally(events, s, &tallies[TG_IMPORT_CHANGED], "changed since", "run it again");
    report_tally(events, s, &tallies[TG_IMPORT_DAMAGED], "with missing or damaged pictures",
                 "run it again with --verify");
    return !failed || tallies[TG_IMPORT_OTHER].n || tallies[TG_IMPORT_CHANGED].n ||
           tallies[TG_IMPORT_DAMAGED].n;
}

static struct tg_err *take_pictures(struct tg_builder *b, const struct tg_shard *shard,
                                    struct tg_state *state, const size_t *photos, size_t len)
{
    struct tally tallies[TG_IMPORT_DAMAGED + 1] = {{0}};
    struct tg_err *err = NULL;

    for (size_t i = 0; i < len && !err; i++) {
        struct tg_job *job = &b->jobs[photos[i]];
        enum tg_import result;

        if (!job->outputs_len || job->fresh)
            continue;
        err = tg_import_outputs(&b->incremental, state, shard->out, job, &result);
        b->result->fresh += job->fresh;
        if (!err && !tallies[result].n++)
            tallies[result].first = job->key;
    }
    b->merge->incomplete |= !err && report(&b->events, shard, tallies);
    for (size_t i = 0; i < len && !err && b->avif.jobs; i++) {
        struct tg_job *job = &b->avif.jobs[photos[i]];
        enum tg_import result; /* what is missing is made here */

        if (job->outputs_len && !job->fresh)
            err = tg_import_outputs(&b->incremental, state, shard->out, job, &result);
    }
    if (!err && shard->position == 0)
        err = tg_import_leftovers(&b->incremental, state);
    return err;
}

struct tg_err *tg_build_merge_pictures(struct tg_builder *b)
{
    struct tg_err *err = each_shard(b, take_pictures);

    if (err || !b->merge->incomplete)
        return err;
    if (b->merge->sets_len > 1)
        tg_events_message(&b->events, TG_EVENT_PROBLEM,
                          "there are shards of other counts too: if those of I/%" PRIu32
                          " are of an earlier time, remove %s and its like",
                          b->merge->set->count, b->merge->set->shards[0]->dir);
    return tg_err_new(TG_E_USAGE, b->options.out,
                      "no page was written, as pictures are missing: run the shards named above "
                      "again, and merge again");
}
