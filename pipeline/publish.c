/* publish.c - see publish.h. */
#include "pipeline/publish.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "pipeline/locate.h"
#include "pipeline/publish_parts.h"

const char *const tg_publish_kept[] = {".tirage", ".*.tirage/", ".tirage-*", NULL};
const char *const tg_publish_pages[] = {"*.html", "/feed.xml", "/sitemap.xml", NULL};

static bool matches(const char *const *patterns, const char *path, bool is_folder)
{
    for (; *patterns; patterns++) {
        const char *p = *patterns;
        size_t len = strlen(p);
        bool for_folders = p[len - 1] == '/', at_root = *p == '/';
        char name[32];

        if ((for_folders && !is_folder) || (at_root && strchr(path, '/')))
            continue;
        (void)snprintf(name, sizeof(name), "%.*s", (int)(len - at_root - for_folders), p + at_root);
        if (fnmatch(name, tg_path_base(path), 0) == 0)
            return true;
    }
    return false;
}

bool tg_publish_keeps(const char *path, bool is_folder)
{
    return matches(tg_publish_kept, path, is_folder);
}

bool tg_publish_is_page(const char *path)
{
    return matches(tg_publish_pages, path, false);
}

void tg_publish_tell(struct tg_publish_result *result, const struct tg_events *events,
                     enum tg_publish_what what, const char *path)
{
    static const char *const words[TG_PUBLISH_WHATS] = {"new", "changed", "removed"};

    result->files[what]++;
    tg_events_send(events,
                   &(struct tg_event){.kind = TG_EVENT_FILE, .path = path, .text = words[what]});
}

static void exclude(struct tg_arguments *w, const char *const *patterns)
{
    for (; *patterns; patterns++) {
        struct tg_buf text;

        tg_buf_init(&text, TG_BUF_MAX);
        tg_buf_printf(&text, "--exclude=%s", *patterns);
        tg_arguments_add_owned(w, tg_buf_steal(&text));
    }
}

static struct tg_err *send(const struct tg_publish_options *o, const struct tg_publish_target *t,
                           const struct tg_events *events, enum tg_publish_pass pass,
                           struct tg_publish_result *result)
{
    const char *out = o->out;
    struct tg_arguments w = {.len = 0};
    struct tg_err *err;
    struct tg_buf text;

    tg_arguments_add(&w, "rsync");
    tg_arguments_add(&w, "-rtz");
    tg_arguments_add(&w, "-s");   /* no shell at the other end reads names */
    exclude(&w, tg_publish_kept); /* at any depth: the site may be in another one */
    if (pass == TG_PUBLISH_MEDIA)
        exclude(&w, tg_publish_pages);
    tg_arguments_add(&w, pass == TG_PUBLISH_MEDIA ? "--partial-dir=.tirage-partial"
                                                  : "--delay-updates");
    if (pass == TG_PUBLISH_PAGES && o->delete_files)
        tg_arguments_add(&w, "--delete-after");
    if (!o->dry_run && o->show_progress)
        tg_arguments_add(&w, "--info=progress2");
    if (!o->dry_run && o->quiet)
        tg_arguments_add(&w, "-q");
    tg_publish_target_add_shell(t, &w);
    for (size_t i = 0; i < t->others.len; i++)
        tg_arguments_add(&w, t->others.argv[i]);
    if (o->dry_run) { /* behind those of the settings, which may print more */
        tg_arguments_add(&w, "-n");
        tg_arguments_add(&w, "--out-format=%i %n");
    }
    tg_arguments_add(&w, "--");
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "%s%s/", *out == '/' ? "" : "./", out);
    tg_arguments_add_owned(&w, tg_buf_steal(&text));
    tg_arguments_add(&w, t->dest);
    err = o->dry_run ? tg_rsync_tell(&w, events, result) : tg_rsync_run(&w, &result->stop);
    tg_arguments_release(&w);
    return err;
}

/* A folder of this machine needs no rsync, unless the settings have options for it. */
static bool copies(const struct tg_publish_target *t)
{
    return t->is_local && t->others.len == 0;
}

/* In a dry run nothing is there after the first pass, and the second would tell of it again. */
static struct tg_err *send_all(const struct tg_publish_options *o,
                               const struct tg_publish_target *t, const struct tg_events *events,
                               struct tg_publish_result *result)
{
    struct tg_err *err = NULL;

    result->counted = o->dry_run || copies(t);
    if (copies(t))
        return tg_publish_copy(o, t, events, result);
    if (!o->dry_run)
        err = send(o, t, events, TG_PUBLISH_MEDIA, result);
    return err ? err : send(o, t, events, TG_PUBLISH_PAGES, result);
}

/* A folder that we found empty, or that --force gives us, gets our mark before anything else.  Only
 * where there is one does --delete remove files: those of another are gone for good. */
static struct tg_err *claim(const struct tg_publish_options *o, const struct tg_publish_target *t,
                            const struct tg_events *events, int *stop)
{
    static const char mark[] = "Deployed by tirage: 'tirage deploy --delete' removes what is here "
                               "and not in the site.\n";
    enum tg_publish_owner owner = TG_OWNER_ANOTHER;
    struct tg_err *err = copies(t) ? tg_publish_copy_look(t, &owner)
                                   : tg_publish_target_look(t, events, &owner, stop);
    bool another = owner == TG_OWNER_ANOTHER && !o->force;

    if (err || owner == TG_OWNER_US)
        return err;
    if (another && o->delete_files && o->dry_run)
        tg_events_message(events, TG_EVENT_NOTE,
                          "%s holds files that tirage has not put there: to remove what "
                          "is not in the site, --delete needs --force once",
                          t->dest);
    else if (another && o->delete_files)
        return tg_err_new(TG_E_USAGE, t->dest,
                          "holds files, and no mark that tirage deployed them: --delete would "
                          "remove what is not in the site. See what with --delete --dry-run; if "
                          "that is right, add --force this once");
    if (another || o->dry_run)
        return NULL;
    return copies(t) ? tg_publish_copy_mark(t, mark) : tg_publish_target_mark(o, t, mark, stop);
}

/* A build between the two passes would change the pages but not the pictures that were sent.  Where
 * we may not write there is none. */
static struct tg_err *keep_builds_out(const char *out, struct tg_events *events,
                                      struct tg_outdir *dir)
{
    struct tg_err *err = tg_outdir_find(dir, out, NULL);

    tg_outdir_listen(dir, events);
    if (!err && access(dir->mark, W_OK) == 0)
        err = tg_outdir_lock_out(dir, out);
    return err;
}

static struct tg_err *publish(const struct tg_publish_options *o, struct tg_events *events,
                              struct tg_publish_target *t, struct tg_publish_result *result)
{
    struct tg_err *err = tg_require_site(o->out);
    struct tg_outdir dir = {.mark = NULL};

    if (!err)
        err = tg_publish_target_find(o, o->src, o->out, events, t);
    if (!err)
        err = keep_builds_out(o->out, events, &dir);
    if (!err)
        err = claim(o, t, events, &result->stop);
    if (!err)
        err = send_all(o, t, events, result);
    tg_outdir_release(&dir);
    return err;
}

struct tg_err *tg_publish(const struct tg_publish_options *options, const struct tg_events *events,
                          struct tg_publish_result *result)
{
    struct tg_publish_target target = {.site = NULL};
    struct tg_events own = *events;
    struct tg_err *err;

    *result = (struct tg_publish_result){.stop = 0};
    err = publish(options, &own, &target, result);
    result->is_usage = target.is_usage;
    result->dest = target.dest;
    target.dest = NULL;
    tg_publish_target_release(&target);
    return err;
}
