/* cmd_gc.c - tirage gc: files that earlier builds wrote and the last one did not want. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "core/base/file.h"
#include "core/base/grow.h"
#include "core/base/path.h"
#include "core/incremental/outdir.h"
#include "core/incremental/update.h"

struct gc {
    const struct cli_options *options;
    const char *src;
    char *out;
    struct tg_outdir dir;
    struct tg_state *state;
    char **gone; /* paths to forget, as the state must not change while it is listed; owned */
    size_t gone_len;
    uint64_t files, bytes, kept;
};

/* Empty folders above a file that was removed, up to OUT. */
static void remove_empty_folders(const struct gc *g, char *path)
{
    size_t root = strlen(g->out);

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

static void report(const struct gc *g, const char *path, uint64_t size)
{
    struct tg_buf b;

    if (!g->options->json) {
        cli_print_line(stdout, "%s", path);
        return;
    }
    tg_buf_init(&b, TG_BUF_MAX);
    cli_json_string(&b, path);
    printf("{\"event\": \"stale\", \"path\": %s, \"bytes\": %llu}\n", tg_buf_str(&b),
           (unsigned long long)size);
    tg_buf_release(&b);
}

/* Whether the file is reached without links, and has the bytes that were written: who can write the state could
 * name any other.  Of pages nothing but the stamp is known. */
static bool is_ours(const struct gc *g, const char *path, const struct tg_output_state *row)
{
    const struct tg_hash none = {{0}};
    int fd = tg_file_open_below(g->out, path);
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
    char *full = tg_path_join(g->out, path);
    struct tg_stamp stamp;
    bool exists = false;
    struct tg_err *err = full ? tg_update_stamp(full, &stamp, &exists) : tg_err_nomem();

    if (!err && exists && !(tg_stamp_equal(&stamp, &row->stamp) && is_ours(g, path, row))) {
        g->kept++;
        cli_print_line(stderr, "tirage: note: %s: changed since it was written; left alone", full);
    } else if (!err && exists) {
        g->files++;
        g->bytes += stamp.size;
        report(g, path, stamp.size);
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

static struct tg_err *collect(struct gc *g)
{
    struct tg_err *err = cli_outdir_find(g->options, g->src, g->out, &g->dir);
    const struct tg_state_place place = {.dir = g->dir.state, .aside = cli_say_aside};

    if (!err && access(g->dir.mark, F_OK) != 0)
        err = tg_err_new(TG_E_USAGE, g->out, "was not made by tirage; name it with -o");
    if (!err)
        err = tg_outdir_lock(&g->dir, g->out, cli_say_waiting);
    if (!err)
        err = tg_state_open(&place, &g->state);
    if (!err)
        err = tg_state_each_stale(g->state, visit, g);
    for (size_t i = 0; !err && i < g->gone_len; i++)
        err = tg_state_forget_output(g->state, g->gone[i]);
    if (!err)
        err = tg_state_save(g->state);
    return err;
}

static void print_summary(const struct gc *g)
{
    if (g->options->json || g->options->quiet)
        return;
    fprintf(stderr, "tirage: %llu files, %.1f MB%s\n", (unsigned long long)g->files,
            (double)g->bytes / 1e6,
            g->options->delete_files ? ", removed"
            : g->files               ? ", are no longer wanted; --delete removes them"
                                     : "");
}

int cmd_gc(const struct cli_options *o)
{
    struct gc g = {.options = o};
    struct tg_err *err;

    if (o->args_len > 1)
        return cli_usage("gc takes one folder of photos, not %zu", o->args_len);
    g.src = o->args_len ? o->args[0] : ".";
    g.out = o->output ? strdup(o->output) : tg_path_join(g.src, "build");
    err = g.out ? collect(&g) : tg_err_nomem();
    tg_state_free(g.state);
    tg_outdir_release(&g.dir);
    for (size_t i = 0; i < g.gone_len; i++)
        free(g.gone[i]);
    free(g.gone);
    if (err)
        cli_print_err(err);
    else
        print_summary(&g);
    free(g.out);
    return err ? EXIT_FAILED : EXIT_DONE;
}
