/* cmd_why.c - tirage why FILE: where a file of a gallery comes from, and what the next build will do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "core/base/path.h"
#include "core/incremental/update.h"

struct why {
    char *out, *src; /* absolute; src is NULL where it is not known */
    struct tg_outdir dir;
    struct tg_state *state;
};

/* Whether `path` lies below `root`; its name from there. */
static const char *below(const char *root, const char *path)
{
    size_t len = root ? strlen(root) : 0;

    return len && strncmp(path, root, len) == 0 && path[len] == '/' ? path + len + 1 : NULL;
}

static bool is_gallery(const char *dir)
{
    char *mark = tg_path_join(dir, ".tirage");
    struct stat st;
    bool yes = mark && lstat(mark, &st) == 0 && S_ISDIR(st.st_mode);

    free(mark);
    return yes;
}

/* The gallery that a file belongs to: a folder above it that was built, or whose "build" was. */
static struct tg_err *find_gallery(struct why *w, const char *file)
{
    char *dir = strdup(file);
    struct tg_err *err = dir ? NULL : tg_err_nomem();

    for (char *slash = dir; !err && !w->out && (slash = strrchr(dir, '/'));) {
        char *build;

        *slash = '\0';
        build = tg_path_join(dir, "build");
        if (!build)
            err = tg_err_nomem();
        else if (is_gallery(dir))
            w->out = strdup(dir);
        else if (is_gallery(build))
            w->out = strdup(build);
        free(build);
    }
    free(dir);
    if (!err && !w->out)
        err = tg_err_new(TG_E_USAGE, file,
                         "belongs to no gallery that is known; name the gallery with -o OUT");
    return err;
}

static struct tg_err *explain_output(void *ctx, const char *path, const struct tg_output_state *row)
{
    const struct why *w = ctx;
    char *full = tg_path_join(w->out, path);
    struct tg_stamp stamp;
    bool exists = false;
    struct tg_err *err = full ? tg_update_stamp(full, &stamp, &exists) : tg_err_nomem();

    if (!err)
        cli_print_line(stdout, "  %s: %s", path,
                       !exists ? "missing: will be made again"
                       : !tg_stamp_equal(&stamp, &row->stamp)
                           ? "changed since it was written: will be made again"
                           : "as it was written");
    free(full);
    return err;
}

/* Each line of the text, those after the first without its name. */
static void print_fact(const char *name, const char *text)
{
    while (text) {
        const char *end = strchr(text, '\n');
        size_t len = end ? (size_t)(end - text) : strlen(text);

        cli_print_line(stdout, "  %s%.*s", name, (int)len, text);
        name = "  ";
        text = end ? end + 1 : NULL;
    }
}

static void print_degrees(int32_t e6, const char *after)
{
    unsigned size = (unsigned)abs(e6);

    printf("%s%u.%06u%s", e6 < 0 ? "-" : "", size / 1000000, size % 1000000, after);
}

/* What the photo tells about itself. */
static void print_facts(const struct tg_metadata *metadata)
{
    static const char *const names[TG_METADATA_TEXTS] = {
        "title: ", "description: ", "camera: ", "lens: ", "exposure: "};

    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        print_fact(names[i], metadata->text[i]);
    if (!metadata->located)
        return;
    printf("  place: ");
    print_degrees(metadata->latitude_e6, ", ");
    print_degrees(metadata->longitude_e6, "\n");
}

/* What is known of a source, and whether it has changed.  src may be unknown. */
static struct tg_err *explain_source(struct why *w, const char *key)
{
    struct tg_source_state row;
    struct stat st;
    bool found;
    struct tg_err *err = tg_state_get_source(w->state, key, &row, &found);
    char *full = w->src ? tg_path_join(w->src, key) : NULL;

    if (err || !found) {
        free(full);
        return err ? err : tg_err_new(TG_E_USAGE, key, "is not known: no build has read it");
    }
    cli_print_line(stdout, "photo %s: %ux%u pixels%s%s", key, row.info.width, row.info.height,
                   row.info.date[0] ? ", taken " : "", row.info.date);
    print_facts(&row.metadata);
    tg_metadata_release(&row.metadata);
    if (full && stat(full, &st) != 0) {
        printf("  is gone: its pictures are no longer wanted\n");
    } else if (full) {
        struct tg_stamp now = tg_stamp_of(&st);

        printf("  %s\n", tg_stamp_equal(&now, &row.stamp)
                             ? "unchanged since it was read"
                             : "size or time has changed since it was read: will be read again");
    }
    free(full);
    return tg_state_each_of(w->state, key, explain_output, w);
}

static struct tg_err *explain(struct why *w, const char *file)
{
    const char *output = below(w->out, file), *source = below(w->src, file);
    struct tg_output_state row;
    char *made_from = NULL;
    struct tg_err *err;
    bool found;

    if (!output)
        return explain_source(w, source ? source : file);
    err = tg_state_get_output(w->state, output, &row, &found);
    if (!err && !found)
        return tg_err_new(TG_E_USAGE, file, "was not written by tirage, and will not be touched");
    if (!err)
        err = tg_state_source_of(w->state, output, &made_from);
    if (!err && !made_from) {
        cli_print_line(
            stdout, "%s: a page or what pages need; written whenever its content changes", output);
        err = explain_output(w, output, &row);
    } else if (!err) {
        err = explain_source(w, made_from);
    }
    free(made_from);
    return err;
}

/* The settings are those of the folder that OUT is in, if it is the default one. */
static struct tg_err *open_state(const struct cli_options *o, struct why *w)
{
    char *src = strndup(w->out, (size_t)(tg_path_base(w->out) - w->out));
    struct tg_err *err = src ? cli_outdir_find(o, src, w->out, &w->dir) : tg_err_nomem();

    free(src);
    if (!err)
        err = tg_state_open_readonly(w->dir.state, &w->state);
    if (!err && !w->state)
        err = tg_err_new(TG_E_USAGE, w->dir.state,
                         "holds no state of a build; name the gallery with -o, or its state with "
                         "--state");
    return err;
}

int cmd_why(const struct cli_options *o)
{
    struct why w = {0};
    char *file;
    struct tg_err *err = NULL;

    if (o->args_len != 1)
        return cli_usage("why takes one file, not %zu", o->args_len);
    file = tg_path_absolute(o->args[0]);
    if (!file)
        err = tg_err_nomem();
    else if (o->output)
        w.out = tg_path_absolute(o->output);
    else
        err = find_gallery(&w, file);
    if (!err)
        err = w.out ? open_state(o, &w) : tg_err_nomem();
    if (!err)
        err = tg_state_get_root(w.state, &w.src);
    if (!err)
        err = explain(&w, file);
    tg_state_free(w.state);
    free(w.out);
    free(w.src);
    tg_outdir_release(&w.dir);
    free(file);
    if (err)
        cli_print_err(err);
    return err ? EXIT_FAILED : EXIT_DONE;
}
