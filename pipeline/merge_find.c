/* merge_find.c - see merge_find.h. */
#include "pipeline/merge_find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/grow.h"
#include "core/base/path.h"
#include "core/incremental/outdir.h"

enum { LONGEST_NOTE = 64 << 10, REPORTED_MAX = 20 };

static int by_count(const void *a, const void *b)
{
    const struct tg_shard *x = a, *y = b;
    /* Folders that were named go before OUT, whose shards may be of an earlier time: 0 becomes the
     * last. */
    size_t x_position = x->position - 1, y_position = y->position - 1;

    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    if (x->index != y->index)
        return x->index < y->index ? -1 : 1;
    return x_position < y_position ? -1 : x_position > y_position;
}

/* Whether changes wait alongside the state, which is not what the note speaks of then. */
static bool has_journal(const struct tg_shard *s)
{
    static const char *const names[] = {"state.db-wal", "state.db-journal"};
    bool found = false;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !found; i++) {
        char *path = tg_path_join(s->dir, names[i]);
        struct stat st;

        found = !path || (lstat(path, &st) == 0 && !(S_ISREG(st.st_mode) && st.st_size == 0));
        free(path);
    }
    return found;
}

/* Whether the state is the one that the note speaks of. */
static bool is_whole(const struct tg_shard *s)
{
    int fd = tg_file_open_below(s->dir, "state.db");
    struct tg_hash now = {{0}};
    struct tg_err *err;

    if (fd < 0)
        return false;
    err = tg_hash_file(fd, s->dir, &now);
    close(fd);
    if (err) {
        tg_err_free(err);
        return false;
    }
    return tg_hash_equal(&now, &s->note.state);
}

static struct tg_err *judge(struct tg_shard *s, bool has_note, bool is_note)
{
    int printed = 0;

    if (!has_note)
        s->why = strdup("has not come to its end, or still works");
    else if (!is_note || s->note.index != s->index || s->note.count != s->count)
        s->why = strdup("its note is damaged");
    else if (strcmp(s->note.version, TG_VERSION) != 0)
        printed =
            asprintf(&s->why, "was made by tirage %s, and this is %s", s->note.version, TG_VERSION);
    else if (has_journal(s))
        s->why = strdup("its state has a journal next to it: it was changed since, or is in use");
    else if (!is_whole(s))
        s->why = strdup("its state is cut short or damaged");
    else
        return NULL;
    return printed < 0 || !s->why ? tg_err_nomem() : NULL;
}

/* Nothing on the way from the state to the note may be a link, which whoever filled OUT could have
 * laid anywhere. */
static struct tg_err *read_shard(struct tg_shard *s, const char *state)
{
    char *path = tg_path_join(s->dir, "note"), *text = NULL, name[TG_SHARD_NAME];
    char below[sizeof("/note") + TG_SHARD_NAME];
    bool has_note, is_note = false;
    size_t len = 0;

    if (!path)
        return tg_err_nomem();
    has_note = access(path, F_OK) == 0;
    tg_shard_name(s->index, s->count, name);
    (void)snprintf(below, sizeof(below), "%s/note", name);
    if (has_note) {
        struct tg_err *bad = tg_file_read_below(state, below, LONGEST_NOTE, &text, &len);

        is_note = !bad && tg_shard_note_parse(text, len, &s->note);
        tg_err_free(bad);
    }
    free(text);
    free(path);
    return judge(s, has_note, is_note);
}

static struct tg_err *add(struct tg_shards *shards, struct tg_shard s, const char *state,
                          const char *name)
{
    struct tg_shard *grown = tg_grow(shards->all, shards->len, sizeof(*grown));

    if (!grown)
        return tg_err_nomem();
    shards->all = grown;
    s.dir = tg_path_join(state, name);
    grown[shards->len++] = s;
    return s.dir ? read_shard(&grown[shards->len - 1], state) : tg_err_nomem();
}

/* The shards in a folder that may be the state of `out`. */
static struct tg_err *find_below(struct tg_shards *shards, const char *state, const char *out,
                                 size_t position)
{
    int fd = open(state, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    struct tg_shard s = {.out = out, .position = position};
    struct tg_err *err = NULL;

    if (!d && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
        err = tg_err_sys(errno, state, "cannot read");
    for (const struct dirent *e = d ? readdir(d) : NULL; e && !err; e = readdir(d))
        if (tg_shard_name_parse(e->d_name, &s.index, &s.count))
            err = add(shards, s, state, e->d_name);
    if (d)
        closedir(d);
    return err;
}

/* The state is where this machine would put it, or where it was before. */
static struct tg_err *find_in(struct tg_shards *shards, const char *out, const char *given,
                              size_t position)
{
    char *mark = tg_path_join(out, ".tirage"), *state = NULL;
    struct tg_err *err = mark ? tg_outdir_locate(out, given, &state) : tg_err_nomem();
    size_t before = shards->len;

    if (!err)
        err = find_below(shards, state, out, position);
    if (!err && strcmp(state, mark) != 0)
        err = find_below(shards, mark, out, position);
    free(mark);
    free(state);
    if (!err && position > 0 && shards->len == before)
        err = tg_err_new(TG_E_USAGE, out,
                         "has no shard: name folders that 'tirage build --shard' wrote");
    return err;
}

struct tg_err *tg_shards_find(const char *const *outs, size_t len, const char *state,
                              struct tg_shards *shards)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < len && !err; i++)
        err = find_in(shards, outs[i], i == 0 ? state : NULL, i);
    if (!err && shards->len == 0)
        err = tg_err_new(TG_E_USAGE, outs[0],
                         "has no shard, and no other folder is named: see tirage merge --help");
    if (!err)
        qsort(shards->all, shards->len, sizeof(*shards->all), by_count);
    return err;
}

void tg_shards_release(struct tg_shards *shards)
{
    for (size_t i = 0; i < shards->len; i++) {
        tg_shard_note_release(&shards->all[i].note);
        free(shards->all[i].dir);
        free(shards->all[i].why);
    }
    free(shards->all);
}

/* Why two good shards do not belong together; NULL if they do. */
static const char *conflict(const struct tg_shard *a, const struct tg_shard *b)
{
    if (!tg_hash_equal(&a->note.tree, &b->note.tree))
        return "was made of other photos";
    return tg_shard_options_equal(&a->note.options, &b->note.options)
               ? NULL
               : "was made with other options";
}

/* The shards from..to are those with the same count; fills the set with the first usable one of
 * each index. */
static bool fill_set(const struct tg_shards *shards, size_t from, size_t to,
                     struct tg_shard_set *set)
{
    size_t n = 0;

    for (size_t i = from; i < to; i++) {
        const struct tg_shard *s = &shards->all[i];

        if (s->why || set->shards[s->index - 1])
            continue;
        set->shards[s->index - 1] = s;
        n++;
    }
    for (uint32_t k = 1; n == set->count && k < set->count; k++)
        if (conflict(set->shards[0], set->shards[k]))
            return false;
    return n == set->count;
}

/* Tells what is wrong with shard index/count, if anything is; `first` is one to which it has to
 * fit. */
static bool report_wrong(const struct tg_events *events, const struct tg_shard *s, uint32_t index,
                         uint32_t count, const struct tg_shard *first)
{
    const char *why = s && !s->why && first ? conflict(first, s) : NULL;

    if (!s)
        tg_events_message(events, TG_EVENT_PROBLEM, "shard %" PRIu32 "/%" PRIu32 " is missing",
                          index, count);
    else if (s->why)
        tg_events_message(events, TG_EVENT_PROBLEM, "shard %" PRIu32 "/%" PRIu32 " in %s: %s",
                          index, count, s->out, s->why);
    else if (why)
        tg_events_message(
            events, TG_EVENT_PROBLEM,
            "shard %" PRIu32 "/%" PRIu32 " in %s: %s than shard %" PRIu32 "/%" PRIu32
            " in %s (%" PRIu64 " photos of %" PRIu64 " bytes; %" PRIu64 " of %" PRIu64 ")",
            index, count, s->out, why, first->index, first->count, first->out, s->note.tree_photos,
            s->note.tree_bytes, first->note.tree_photos, first->note.tree_bytes);
    return !s || s->why || why;
}

/* What keeps a set from being complete; *reported counts the events. */
static void report_missing(const struct tg_events *events, const struct tg_shards *shards,
                           size_t from, size_t to, const struct tg_shard_set *set, int *reported)
{
    const struct tg_shard *first = NULL;

    for (uint32_t k = 0; k < set->count && *reported < REPORTED_MAX; k++) {
        const struct tg_shard *s = set->shards[k];

        for (size_t i = from; !s && i < to; i++)
            if (shards->all[i].index == k + 1)
                s = &shards->all[i];
        *reported += report_wrong(events, s, k + 1, set->count, first);
        if (!first)
            first = set->shards[k];
    }
}

/* The shards of each count are a set, or would be one; if there are events, what keeps them from it
 * is reported. */
static struct tg_err *each_set(const struct tg_shards *shards, struct tg_shard_set *sets,
                               size_t *len, const struct tg_events *events)
{
    int reported = 0;

    for (size_t from = 0, to = 0; from < shards->len; from = to) {
        struct tg_shard_set set = {.count = shards->all[from].count};

        while (to < shards->len && shards->all[to].count == set.count)
            to++;
        set.shards = calloc(set.count, sizeof(const struct tg_shard *));
        if (!set.shards)
            return tg_err_nomem();
        if (fill_set(shards, from, to, &set)) {
            sets[(*len)++] = set;
            continue;
        }
        if (events)
            report_missing(events, shards, from, to, &set, &reported);
        free(set.shards);
    }
    return NULL;
}

struct tg_err *tg_shards_sets(const struct tg_shards *shards, const struct tg_events *events,
                              struct tg_shard_set **sets, size_t *len)
{
    struct tg_err *err;

    *len = 0;
    *sets = calloc(shards->len + 1, sizeof(**sets));
    if (!*sets)
        return tg_err_nomem();
    err = each_set(shards, *sets, len, NULL);
    if (!err && *len == 0)
        err = each_set(shards, *sets, len, events);
    return err || *len ? err
                       : tg_err_new(TG_E_USAGE, NULL,
                                    "nothing was merged: run the shards named above, each with "
                                    "'tirage build --shard I/N', and merge again");
}

void tg_shard_sets_release(struct tg_shard_set *sets, size_t len)
{
    for (size_t i = 0; i < len; i++)
        free(sets[i].shards);
    free(sets);
}
