/* cmd_deploy.c - tirage deploy: the site to a server or a folder, by rsync. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/incremental/outdir.h"
#include "pipeline/publish_parts.h"

enum pass { MEDIA, PAGES };

/* Everything but the pages, which take their places together at the end. */
static struct tg_err *send(const struct cli_options *o, const struct cli_target *t, const char *out,
                           enum pass pass, int *stop)
{
    static const char *const pages[] = {"--exclude=*.html", "--exclude=/feed.xml",
                                        "--exclude=/sitemap.xml"};
    struct cli_words w = {.len = 0};
    struct tg_err *err;
    struct tg_buf text;

    cli_words_add(&w, "rsync");
    cli_words_add(&w, "-rtz");
    cli_words_add(&w, "-s");                /* no shell at the other end reads names */
    cli_words_add(&w, "--exclude=.tirage"); /* at any depth: the site may be in another one */
    cli_words_add(&w, "--exclude=.*.tirage/");
    cli_words_add(&w, "--exclude=.tirage-*");
    for (size_t i = 0; pass == MEDIA && i < sizeof(pages) / sizeof(pages[0]); i++)
        cli_words_add(&w, pages[i]);
    cli_words_add(&w, pass == MEDIA ? "--partial-dir=.tirage-partial" : "--delay-updates");
    if (pass == PAGES && o->delete_files)
        cli_words_add(&w, "--delete-after");
    if (o->dry_run)
        cli_words_add(&w, "-ni");
    else if (!o->quiet && isatty(STDERR_FILENO))
        cli_words_add(&w, "--info=progress2");
    if (o->quiet)
        cli_words_add(&w, "-q");
    cli_target_add_shell(t, &w);
    for (size_t i = 0; i < t->others.len; i++)
        cli_words_add(&w, t->others.argv[i]);
    cli_words_add(&w, "--");
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "%s%s/", *out == '/' ? "" : "./", out);
    cli_words_add_owned(&w, tg_buf_steal(&text));
    cli_words_add(&w, t->dest);
    err = cli_rsync_run(&w, stop);
    cli_words_release(&w);
    return err;
}

/* A folder that we found empty, or that --force gives us, gets our mark before anything else.  Only where there
 * is one does --delete remove files: those of another are gone for good. */
static struct tg_err *claim(const struct cli_options *o, const struct cli_target *t, int *stop)
{
    enum cli_owner owner = CLI_OWNER_ANOTHER;
    struct tg_err *err = cli_target_look(t, &owner, stop);
    bool another = owner == CLI_OWNER_ANOTHER && !o->force;

    if (err || owner == CLI_OWNER_US)
        return err;
    if (another && o->delete_files && o->dry_run)
        cli_print_line(stderr,
                       "tirage: note: %s holds files that tirage has not put there: to remove what "
                       "is not in the site, --delete needs --force once",
                       t->dest);
    else if (another && o->delete_files)
        return tg_err_new(TG_E_USAGE, t->dest,
                          "holds files, and no mark that tirage deployed them: --delete would "
                          "remove what is not in the site. See what with --delete --dry-run; if "
                          "that is right, add --force this once");
    return another || o->dry_run ? NULL : cli_target_mark(o, t, stop);
}

/* A build between the two passes would change the pages but not the pictures that were sent.  Where we may
 * not write there is none. */
static struct tg_err *keep_builds_out(const char *out, struct tg_outdir *dir)
{
    struct tg_err *err = tg_outdir_find(dir, out, NULL);

    dir->waiting = cli_say_waiting;
    if (!err && access(dir->mark, W_OK) == 0)
        err = tg_outdir_lock_out(dir, out);
    return err;
}

static struct tg_err *deploy(const struct cli_options *o, const char *src, const char *out,
                             struct cli_target *t, int *stop)
{
    struct tg_err *err = cli_require_site(out);
    struct tg_outdir dir = {.mark = NULL};

    if (!err)
        err = cli_target_find(o, src, out, t);
    if (!err)
        err = keep_builds_out(out, &dir);
    if (!err)
        err = claim(o, t, stop);
    if (!err)
        err = send(o, t, out, MEDIA, stop);
    if (!err)
        err = send(o, t, out, PAGES, stop);
    tg_outdir_release(&dir);
    return err;
}

int cmd_deploy(const struct cli_options *o)
{
    const char *src = o->args_len ? o->args[0] : ".";
    struct cli_target t = {.site = NULL};
    struct tg_err *err;
    int stop = 0;
    char *out;

    if (o->args_len > 1)
        return cli_usage("deploy takes one folder, not %zu", o->args_len);
    out = o->output ? strdup(o->output) : tg_path_join(src, "build");
    err = out ? deploy(o, src, out, &t, &stop) : tg_err_nomem();
    if (!err && !o->quiet && !o->dry_run)
        cli_print_line(stderr, "tirage: %s is at %s", out, t.dest);
    cli_target_release(&t);
    free(out);
    if (err)
        cli_print_err(err);
    if (stop)
        return 128 + stop;
    return !err ? EXIT_DONE : t.is_usage ? EXIT_USAGE : EXIT_FAILED;
}
