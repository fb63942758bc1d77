/* publish.c - see publish.h. */
#include "pipeline/publish.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/locate.h"
#include "pipeline/publish_parts.h"

enum pass { MEDIA, PAGES };

/* Everything but the pages, which take their places together at the end. */
static struct tg_err *send(const struct tg_publish_options *o, const struct tg_publish_target *t,
                           const char *out, enum pass pass, int *stop)
{
    static const char *const pages[] = {"--exclude=*.html", "--exclude=/feed.xml",
                                        "--exclude=/sitemap.xml"};
    struct tg_arguments w = {.len = 0};
    struct tg_err *err;
    struct tg_buf text;

    tg_arguments_add(&w, "rsync");
    tg_arguments_add(&w, "-rtz");
    tg_arguments_add(&w, "-s");                /* no shell at the other end reads names */
    tg_arguments_add(&w, "--exclude=.tirage"); /* at any depth: the site may be in another one */
    tg_arguments_add(&w, "--exclude=.*.tirage/");
    tg_arguments_add(&w, "--exclude=.tirage-*");
    for (size_t i = 0; pass == MEDIA && i < sizeof(pages) / sizeof(pages[0]); i++)
        tg_arguments_add(&w, pages[i]);
    tg_arguments_add(&w, pass == MEDIA ? "--partial-dir=.tirage-partial" : "--delay-updates");
    if (pass == PAGES && o->delete_files)
        tg_arguments_add(&w, "--delete-after");
    if (o->dry_run)
        tg_arguments_add(&w, "-ni");
    else if (o->show_progress)
        tg_arguments_add(&w, "--info=progress2");
    if (o->quiet)
        tg_arguments_add(&w, "-q");
    tg_publish_target_add_shell(t, &w);
    for (size_t i = 0; i < t->others.len; i++)
        tg_arguments_add(&w, t->others.argv[i]);
    tg_arguments_add(&w, "--");
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "%s%s/", *out == '/' ? "" : "./", out);
    tg_arguments_add_owned(&w, tg_buf_steal(&text));
    tg_arguments_add(&w, t->dest);
    err = tg_rsync_run(&w, stop);
    tg_arguments_release(&w);
    return err;
}

/* A folder that we found empty, or that --force gives us, gets our mark before anything else.  Only
 * where there is one does --delete remove files: those of another are gone for good. */
static struct tg_err *claim(const struct tg_publish_options *o, const struct tg_publish_target *t,
                            const struct tg_events *events, int *stop)
{
    enum tg_publish_owner owner = TG_OWNER_ANOTHER;
    struct tg_err *err = tg_publish_target_look(t, events, &owner, stop);
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
    return another || o->dry_run ? NULL : tg_publish_target_mark(o, t, stop);
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
                              struct tg_publish_target *t, int *stop)
{
    struct tg_err *err = tg_require_site(o->out);
    struct tg_outdir dir = {.mark = NULL};

    if (!err)
        err = tg_publish_target_find(o, o->src, o->out, events, t);
    if (!err)
        err = keep_builds_out(o->out, events, &dir);
    if (!err)
        err = claim(o, t, events, stop);
    if (!err)
        err = send(o, t, o->out, MEDIA, stop);
    if (!err)
        err = send(o, t, o->out, PAGES, stop);
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
    err = publish(options, &own, &target, &result->stop);
    result->is_usage = target.is_usage;
    result->dest = target.dest;
    target.dest = NULL;
    tg_publish_target_release(&target);
    return err;
}
