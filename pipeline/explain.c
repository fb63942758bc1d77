/* explain.c - see explain.h. */
#include "pipeline/explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/formats.h"
#include "core/base/path.h"
#include "core/incremental/incremental.h"
#include "gallery/source/suffixes.h"
#include "pipeline/locate.h"

struct explainer {
    const struct tg_explain_visitor *visitor;
    struct tg_events events;
    char *out, *src; /* absolute; src is NULL where it is not known; owned */
    struct tg_outdir dir;
    struct tg_state *state;
    const char *name; /* as the user wrote it */
    bool there;       /* a file of that name exists */
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

static struct tg_err *no_such_file(const char *file)
{
    return tg_err_new(TG_E_USAGE, file, "there is no such file, and no build has met one");
}

/* A file that the state does not know. */
static struct tg_err *explain_unknown(const struct explainer *x, const char *key)
{
    const struct tg_suffix *suffix = tg_suffix_of(key);
    const struct tg_format_row *format = tg_format_of_suffix(key);

    if (!x->there)
        return no_such_file(key);
    if (suffix && suffix->help)
        return tg_err_new(TG_E_USAGE, key, "is left out: %s", suffix->help);
    if (format && format->format == TG_RAW)
        return tg_err_new(TG_E_USAGE, key,
                          "is not shown: a picture of the same name may stand for it (--raw), or "
                          "no build has read it; 'tirage build -v' tells");
    return tg_err_new(TG_E_USAGE, key,
                      "is not known: no build has read it; 'tirage build -v' names what it leaves "
                      "out, and why");
}

/* The gallery that a file belongs to: a folder above it that was built, or whose "build" was. */
static struct tg_err *find_gallery(struct explainer *x, const char *file)
{
    char *dir = strdup(file);
    struct tg_err *err = dir ? NULL : tg_err_nomem();

    for (char *slash; !err && !x->out && (slash = strrchr(dir, '/'));) {
        char *build;

        *slash = '\0';
        build = tg_path_join(dir, "build");
        if (!build)
            err = tg_err_nomem();
        else if (is_gallery(dir))
            x->out = strdup(dir);
        else if (is_gallery(build))
            x->out = strdup(build);
        free(build);
    }
    free(dir);
    if (!err && !x->out && !x->there)
        err = no_such_file(file);
    if (!err && !x->out)
        err = tg_err_new(TG_E_USAGE, file,
                         "belongs to no gallery that is known; name the gallery with -o OUT");
    return err;
}

static struct tg_err *explain_output(void *ctx, const char *path, const struct tg_output_state *row)
{
    const struct explainer *x = ctx;
    char *full = tg_path_join(x->out, path);
    struct tg_output_state seen = *row;
    struct tg_stamp stamp;
    bool exists = false, intact = false;
    struct tg_err *err = full ? tg_incremental_stamp(full, &stamp, &exists) : tg_err_nomem();

    if (!err && exists)
        err = tg_incremental_intact(full, &seen, false, &intact);
    if (!err)
        x->visitor->output(x->visitor->ctx, path,
                           !exists  ? TG_OUTPUT_MISSING
                           : intact ? TG_OUTPUT_UNCHANGED
                                    : TG_OUTPUT_CHANGED);
    free(full);
    return err;
}

static enum tg_source_fate source_fate(const char *path, const struct tg_stamp *seen)
{
    struct tg_stamp now;
    struct stat st;

    if (stat(path, &st) != 0)
        return TG_SOURCE_GONE;
    now = tg_stamp_of(&st);
    return tg_stamp_equal(&now, seen) ? TG_SOURCE_UNCHANGED : TG_SOURCE_CHANGED;
}

/* What is known of a source, and of everything that was made of it. */
static struct tg_err *explain_source(struct explainer *x, const char *key)
{
    struct tg_source_state row;
    char *full = NULL;
    bool found;
    struct tg_err *err = tg_state_get_source(x->state, key, &row, &found);

    if (err || !found)
        return err ? err : explain_unknown(x, key);
    if (x->src && !(full = tg_path_join(x->src, key)))
        err = tg_err_nomem();
    if (!err)
        x->visitor->source(x->visitor->ctx, key, &row,
                           full ? source_fate(full, &row.stamp) : TG_SOURCE_UNKNOWN);
    tg_metadata_release(&row.metadata);
    free(full);
    return err ? err : tg_state_each_of(x->state, key, explain_output, x);
}

/* Files of SRC that go to the site as they are have no plan; what is sealed has no suffix that
 * tells. */
static bool is_archive(const char *path, const struct tg_output_state *row)
{
    const struct tg_hash none = {{0}};

    return (strcmp(tg_path_ext(path), ".zip") == 0 || row->content) &&
           !tg_hash_equal(&row->plan, &none);
}

static struct tg_err *explain(struct explainer *x, const char *file)
{
    const char *output = below(x->out, file), *source = below(x->src, file);
    struct tg_output_state row;
    char *made_from = NULL;
    struct tg_err *err;
    bool found;

    if (!output)
        return explain_source(x, source ? source : x->there ? file : x->name);
    err = tg_state_get_output(x->state, output, &row, &found);
    if (!err && !found && !x->there)
        return no_such_file(file);
    if (!err && !found)
        return tg_err_new(TG_E_USAGE, file, "was not written by tirage, and will not be touched");
    if (!err)
        err = tg_state_source_of(x->state, output, &made_from);
    if (!err && !made_from) {
        (is_archive(output, &row) ? x->visitor->archive : x->visitor->page)(x->visitor->ctx,
                                                                            output);
        err = explain_output(x, output, &row);
    } else if (!err) {
        err = explain_source(x, made_from);
    }
    free(made_from);
    return err;
}

/* The settings are those of the folder that OUT is in, if it is the default one. */
static struct tg_err *open_state(const struct tg_explain_options *o, struct explainer *x)
{
    char *src = strndup(x->out, (size_t)(tg_path_base(x->out) - x->out));
    struct tg_err *err =
        src ? tg_locate_outdir(o->state, src, o->follow_links, x->out, &x->events, &x->dir)
            : tg_err_nomem();

    free(src);
    if (!err)
        err = tg_state_open_readonly(x->dir.state, &x->state);
    if (!err && !x->state)
        err = tg_err_new(TG_E_USAGE, x->dir.state,
                         "holds no state of a build; name the gallery with -o, or its state with "
                         "--state");
    return err;
}

struct tg_err *tg_explain(const struct tg_explain_options *options, const struct tg_events *events,
                          const struct tg_explain_visitor *visitor)
{
    struct explainer x = {.visitor = visitor, .events = *events, .name = options->file};
    struct stat st;
    char *file;
    struct tg_err *err = NULL;

    x.there = stat(options->file, &st) == 0;
    if (x.there && S_ISDIR(st.st_mode))
        return tg_err_new(TG_E_USAGE, options->file,
                          "is a folder; name a photo, or a file of a gallery");
    if (options->out && (stat(options->out, &st) != 0 || !S_ISDIR(st.st_mode)))
        return tg_err_new(TG_E_USAGE, options->out, "there is no such folder");
    file = tg_path_absolute(options->file);
    if (!file && (errno == ENOENT || errno == ENOTDIR)) /* perhaps as the gallery calls it */
        file = strdup(options->file);
    if (!file)
        err = tg_err_nomem();
    else if (options->out)
        x.out = tg_path_absolute(options->out);
    else
        err = find_gallery(&x, file);
    if (!err)
        err = x.out ? open_state(options, &x) : tg_err_nomem();
    if (!err)
        err = tg_state_get_root(x.state, &x.src);
    if (!err)
        err = explain(&x, file);
    tg_state_free(x.state);
    free(x.out);
    free(x.src);
    tg_outdir_release(&x.dir);
    free(file);
    return err;
}
