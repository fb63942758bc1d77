/* gc.c - see gc.h. */
#include "pipeline/gc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/grow.h"
#include "core/base/path.h"
#include "core/incremental/incremental.h"
#include "pipeline/locate.h"

struct gc {
    const struct tg_gc_options *options;
    struct tg_events events;
    struct tg_gc_result *result;
    struct tg_outdir dir;
    struct tg_state *state;
    bool look;   /* nothing can be written there, and nothing needs to be */
    char **gone; /* paths to forget, as the state must not change while it is listed; owned */
    size_t gone_len;
};

/* Empty folders above a file that was removed, up to OUT. */
static void remove_empty_folders(const struct gc *g, char *path)
{
    size_t root = strlen(g->options->out);

    for (char *slash = strrchr(path, '/'); slash && (size_t)(slash - path) > root;
         slash = strrchr(path, '/')) {
        *slash = '\0';
        if (rmdir(path) != 0)
            return;
    }
}

static struct tg_err *forget(struct gc *g, const char *path)
{
    char **grown = tg_grow(g->gone, g->gone_len, sizeof(*grown));

    if (!grown)
        return tg_err_nomem();
    g->gone = grown;
    g->gone[g->gone_len] = strdup(path);
    return g->gone[g->gone_len++] ? NULL : tg_err_nomem();
}

/* Whether the file is reached without links, and has the bytes that were written: who can write the
 * state could name any other.  Of pages nothing but size and time are
 * known. */
static bool is_ours(const struct gc *g, const char *path, const struct tg_output_state *row)
{
    const struct tg_hash none = {{0}};
    int fd = tg_file_open_below(g->options->out, path);
    struct tg_hash now = none;
    struct tg_err *err = NULL;

    if (fd < 0)
        return false;
    if (!tg_hash_equal(&row->hash, &none))
        err = tg_hash_file(fd, path, &now);
    close(fd);
    if (!err)
        return tg_hash_equal(&row->hash, &now);
    tg_err_free(err);
    return false;
}

/* One stale output.  What is no longer as we wrote it is somebody else's now. */
static struct tg_err *visit(void *ctx, const char *path, const struct tg_output_state *row)
{
    struct gc *g = ctx;
    char *full = tg_path_join(g->options->out, path);
    struct tg_stamp stamp;
    bool exists = false;
    struct tg_err *err = full ? tg_incremental_stamp(full, &stamp, &exists) : tg_err_nomem();

    if (!err && exists && !(tg_stamp_is_copy(&stamp, &row->stamp) && is_ours(g, path, row))) {
        tg_events_message(&g->events, TG_EVENT_NOTE, "%s: changed since it was written; left alone",
                          full);
    } else if (!err && exists) {
        g->result->files++;
        g->result->bytes += stamp.size;
        tg_events_send(&g->events, &(struct tg_event){
                                       .kind = TG_EVENT_STALE, .path = path, .bytes = stamp.size});
        if (g->options->delete_files && unlink(full) != 0)
            err = tg_err_sys(errno, full, "cannot remove");
        if (!err && g->options->delete_files)
            remove_empty_folders(g, full);
    }
    if (!err && g->options->delete_files)
        err = forget(g, path);
    free(full);
    return err;
}

/* OUT that is not there, or the folder of photos that it would be in. */
static struct tg_err *check_folders(const struct tg_gc_options *o)
{
    struct stat st;

    if (stat(o->out, &st) == 0)
        return S_ISDIR(st.st_mode) ? NULL : tg_err_new(TG_E_USAGE, o->out, "is not a folder");
    if (stat(o->src, &st) != 0)
        return tg_err_sys(errno, o->src, "cannot open the folder of photos");
    return tg_err_new(TG_E_USAGE, o->out,
                      "there is no gallery yet: make it with 'tirage build', or name it with -o");
}

/* Without --delete a list needs no more than to read, as on a read-only file system. */
static struct tg_err *open_state(struct gc *g)
{
    const struct tg_state_location location = {
        .dir = g->dir.state, .aside = tg_events_aside, .ctx = &g->events};
    struct tg_err *err;

    g->look = !g->options->delete_files && access(g->dir.mark, W_OK) != 0;
    if (!g->look) {
        err = tg_outdir_lock(&g->dir, g->options->out);
        return err ? err : tg_state_open(&location, &g->state);
    }
    err = tg_state_open_readonly(g->dir.state, &g->state);
    return err || g->state ? err
                           : tg_err_new(TG_E_USAGE, g->dir.state, "holds no state of a build");
}

static struct tg_err *collect(struct gc *g)
{
    struct tg_err *err = check_folders(g->options);

    if (!err)
        err = tg_locate_outdir(g->options->state, g->options->src, g->options->follow_links,
                               g->options->out, &g->events, &g->dir);
    if (!err && access(g->dir.mark, F_OK) != 0)
        err = tg_err_new(TG_E_USAGE, g->options->out, "was not made by tirage; name it with -o");
    if (!err)
        err = open_state(g);
    if (!err)
        err = tg_state_each_stale(g->state, visit, g);
    for (size_t i = 0; !err && i < g->gone_len; i++)
        err = tg_state_forget_output(g->state, g->gone[i]);
    if (!err && !g->look)
        err = tg_state_save(g->state);
    return err;
}

struct tg_err *tg_gc(const struct tg_gc_options *options, const struct tg_events *events,
                     struct tg_gc_result *result)
{
    struct gc g = {.options = options, .events = *events, .result = result};
    struct tg_err *err;

    *result = (struct tg_gc_result){.files = 0};
    err = collect(&g);
    tg_state_free(g.state);
    tg_outdir_release(&g.dir);
    for (size_t i = 0; i < g.gone_len; i++)
        free(g.gone[i]);
    free(g.gone);
    return err;
}
