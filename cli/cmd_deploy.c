/* cmd_deploy.c - tirage deploy: the site to a server or a folder, by rsync.
 *
 * rsync runs in the foreground with our terminal, since ssh may ask for a password.  Settings may come with a
 * project that somebody else made, and rsync can be told to run programs: of `others` only options that
 * cannot do so are let through. */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli_project.h"
#include "core/base/path.h"

enum { WORDS_MAX = 64, NOT_FOUND = 127 };

/* Words of a command; strings that were made for it are owned. */
struct words {
    const char *argv[WORDS_MAX + 1];
    size_t len;
    char *owned[WORDS_MAX];
    size_t owned_len;
};

struct target {
    struct tg_site *site; /* whose settings it is from; NULL: --to */
    struct tg_deploy deploy;
    char *dest; /* as rsync writes it */
    struct words others;
    bool delete;
};

static void add(struct words *w, const char *word)
{
    if (w->len < WORDS_MAX)
        w->argv[w->len++] = word;
}

/* Takes the string. */
static void add_owned(struct words *w, char *word)
{
    if (w->owned_len < WORDS_MAX)
        w->owned[w->owned_len++] = word;
    add(w, word);
}

static void words_release(struct words *w)
{
    for (size_t i = 0; i < w->owned_len; i++)
        free(w->owned[i]);
}

/* ---- Options of rsync from the settings ------------------------------------------------------------ */

/* The next word of *s, split as a shell splits words, without its other meanings; NULL at the end.  *bad: a
 * quote that is not closed. */
static char *next_word(const char **s, bool *bad)
{
    struct tg_buf word;
    char quote = '\0';
    bool any = false;

    tg_buf_init(&word, TG_BUF_MAX);
    *s += strspn(*s, " \t\n");
    for (; **s && (quote || !strchr(" \t\n", **s)); ++*s) {
        char c = **s;

        any = true;
        if (quote ? c == quote : c == '\'' || c == '"')
            quote = quote ? '\0' : c;
        else if (c == '\\' && quote != '\'' && (*s)[1])
            tg_buf_putc(&word, *++*s);
        else
            tg_buf_putc(&word, c);
    }
    *bad = quote != '\0';
    if (any && !word.len) /* '' */
        tg_buf_puts(&word, "");
    return any ? tg_buf_steal(&word) : NULL;
}

/* What only changes which files are sent and how they look at their end. */
static bool is_harmless(const char *word)
{
    static const char letters[] = "avzhiqcnOpotgrluSxP46";
    static const char *const names[] = {
        "--archive",
        "--verbose",
        "--compress",
        "--human-readable",
        "--itemize-changes",
        "--quiet",
        "--checksum",
        "--dry-run",
        "--omit-dir-times",
        "--perms",
        "--owner",
        "--times",
        "--group",
        "--links",
        "--update",
        "--progress",
        "--stats",
        "--partial",
        "--size-only",
        "--no-perms",
        "--no-owner",
        "--no-group",
        "--no-times",
        "--ipv4",
        "--ipv6",
        "--delete",
        "--delete-after",
        "--fsync",
        "--one-file-system",
        "--delay-updates",
        "--inplace",
        "--whole-file",
        "--chmod=",
        "--chown=",
        "--bwlimit=",
        "--timeout=",
        "--contimeout=",
        "--exclude=",
        "--include=",
        "--compress-level=",
        "--compress-choice=",
        "--info=",
        "--max-delete=",
        "--modify-window=",
    };

    if (word[0] == '-' && word[1] && word[1] != '-')
        return strspn(word + 1, letters) == strlen(word + 1);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        size_t len = strlen(names[i]);

        if (names[i][len - 1] == '=' ? strncmp(word, names[i], len) == 0
                                     : strcmp(word, names[i]) == 0)
            return true;
    }
    return false;
}

static struct tg_err *read_others(struct target *t, const char *path)
{
    const char *rest = t->deploy.others ? t->deploy.others : "";
    bool bad = false;
    char *word;

    while ((word = next_word(&rest, &bad))) {
        if (bad || t->others.owned_len == WORDS_MAX / 2 || !is_harmless(word)) {
            struct tg_err *err =
                tg_err_new(TG_E_USAGE, path,
                           "settings: deploy: others: '%s' is no option that may be given to rsync "
                           "here; those with a value are written --name=value",
                           word);

            free(word);
            return err;
        }
        /* Nothing is removed before all is there. */
        t->delete |= strncmp(word, "--delete", 8) == 0;
        if (strncmp(word, "--delete", 8) == 0)
            free(word);
        else
            add_owned(&t->others, word);
    }
    return NULL;
}

/* ---- Where to -------------------------------------------------------------------------------------- */

static bool is_set(const char *s)
{
    return s && *s;
}

/* Of a host or a user, as they are written on command lines. */
static bool is_name(const char *s)
{
    if (*s == '-')
        return false;
    for (; *s; s++)
        if (!isalnum((unsigned char)*s) && !strchr("._-:[]%", *s))
            return false;
    return true;
}

static bool is_port(const char *s)
{
    return strspn(s, "0123456789") == strlen(s) && strlen(s) <= 5 && *s;
}

static struct tg_err *check_remote(const struct tg_deploy *d, const char *path)
{
    if (!is_set(d->hostname))
        return tg_err_new(TG_E_USAGE, path, "settings: deploy: with 'ssh' a 'hostname' is needed");
    if (!is_name(d->hostname) || (d->username && !is_name(d->username)))
        return tg_err_new(TG_E_USAGE, path,
                          "settings: deploy: hostname or username has signs that no such name has");
    if (d->port && !is_port(d->port))
        return tg_err_new(TG_E_USAGE, path, "settings: deploy: port: '%s' is none", d->port);
    return NULL;
}

/* Whether the folder `outer` is `inner` or above it; both absolute. */
static bool holds(const char *outer, const char *inner)
{
    size_t len = strlen(outer);

    return strncmp(outer, inner, len) == 0 && (inner[len] == '\0' || inner[len] == '/' || len == 1);
}

/* A folder of this machine, seen from SRC, must not be one that has the photos in it, where pages would be
 * spilled among them and --delete would remove them. */
static struct tg_err *local_dest(const char *src, const char *out, const char *dest, char **result)
{
    char *joined = *dest == '/' ? strdup(dest) : tg_path_join(src, dest);
    char *to = joined ? tg_path_absolute(joined) : NULL;
    char *from = tg_path_absolute(src), *site = tg_path_absolute(out);
    struct tg_err *err = joined && from && site ? NULL : tg_err_nomem();

    if (!err && !to)
        err = tg_err_new(TG_E_USAGE, joined, "the folder that it is to be in does not exist");
    if (!err && (holds(to, from) || holds(to, site) || holds(site, to)))
        err = tg_err_new(TG_E_USAGE, joined,
                         "holds the photos or the site itself: choose another folder");
    free(joined);
    free(from);
    free(site);
    if (err)
        free(to);
    else
        *result = to;
    return err;
}

/* "host:folder" or "user@host:folder", a colon before the first slash. */
static bool is_remote(const char *to)
{
    const char *colon = strchr(to, ':'), *slash = strchr(to, '/');

    return colon && (!slash || colon < slash);
}

static struct tg_err *find_target(const struct cli_options *o, const char *src, const char *out,
                                  struct target *t)
{
    const struct tg_deploy *d = &t->deploy;
    char *file = tg_path_join(src, "settings.yaml");
    struct tg_err *err = NULL;
    struct tg_buf dest;

    tg_buf_init(&dest, TG_BUF_MAX);
    if (o->to && is_remote(o->to)) {
        tg_buf_puts(&dest, o->to);
        if (*o->to == '-')
            err = tg_err_new(TG_E_USAGE, NULL, "--to: '%s' begins like an option", o->to);
    } else if (o->to || !d->ssh) {
        err = local_dest(o->to ? "." : src, out, o->to ? o->to : d->dest, &t->dest);
    } else {
        err = check_remote(d, file);
        tg_buf_printf(&dest, "%s%s%s:%s", is_set(d->username) ? d->username : "",
                      is_set(d->username) ? "@" : "", d->hostname ? d->hostname : "", d->dest);
    }
    if (!err && !t->dest)
        t->dest = tg_buf_steal(&dest);
    tg_buf_release(&dest);
    if (!err && !t->dest)
        err = tg_err_nomem();
    if (!err)
        err = read_others(t, file);
    free(file);
    return err;
}

static struct tg_err *load_target(const struct cli_options *o, const char *src, const char *out,
                                  struct target *t)
{
    bool is_project = false;
    struct tg_err *err = o->to ? NULL : cli_project_exists(src, &is_project);

    if (!err && !o->to && !is_project)
        err = tg_err_new(TG_E_USAGE, src, "has no settings.yaml that says where to: use --to");
    if (!err && !o->to) {
        err = cli_project_load(src, out, &t->site);
        if (!err)
            t->deploy = t->site->deploy;
        if (!err && !is_set(t->deploy.dest))
            err = tg_err_new(
                TG_E_USAGE, src,
                "settings.yaml has no 'dest' in 'settings: deploy:': write one, or use --to");
    }
    t->delete = o->delete_files;
    return err ? err : find_target(o, src, out, t);
}

/* ---- rsync ----------------------------------------------------------------------------------------- */

static struct tg_err *run(const struct words *w)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, was;
    int status = -1;
    pid_t pid;

    (void)fflush(NULL);
    (void)sigaction(SIGINT, &ignore, &was); /* Ctrl-C is rsync's; its end is ours */
    pid = fork();
    if (pid == 0) {
        (void)sigaction(SIGINT, &was, NULL);
        (void)execvp(w->argv[0], (char *const *)(uintptr_t)w->argv);
        _exit(NOT_FOUND);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    (void)sigaction(SIGINT, &was, NULL);
    if (pid < 0)
        return tg_err_sys(errno, NULL, "cannot start rsync");
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_STOPPED, NULL, "rsync was ended by signal %d; run it again to go on",
                          WTERMSIG(status));
    if (WEXITSTATUS(status) == NOT_FOUND)
        return tg_err_new(TG_E_UNSUPPORTED, NULL, "needs rsync, which is not installed");
    if (WEXITSTATUS(status) == 20) /* rsync's own: it received a signal */
        return tg_err_new(TG_E_STOPPED, NULL, "rsync was interrupted; run it again to go on");
    return WEXITSTATUS(status) == 0
               ? NULL
               : tg_err_new(TG_E_SYS, NULL, "rsync failed with code %d; its reason is above",
                            WEXITSTATUS(status));
}

enum pass { MEDIA, PAGES };

/* Everything but the pages, which take their places together at the end. */
static struct tg_err *send(const struct cli_options *o, const struct target *t, const char *out,
                           enum pass pass)
{
    static const char *const pages[] = {"--exclude=*.html", "--exclude=/feed.xml",
                                        "--exclude=/sitemap.xml"};
    struct words w = {.len = 0};
    struct tg_err *err;
    struct tg_buf text;

    add(&w, "rsync");
    add(&w, "-rtz");
    add(&w, "-s"); /* no shell at the other end reads names */
    add(&w, "--exclude=/.tirage");
    for (size_t i = 0; pass == MEDIA && i < sizeof(pages) / sizeof(pages[0]); i++)
        add(&w, pages[i]);
    add(&w, pass == MEDIA ? "--partial-dir=.tirage-partial" : "--delay-updates");
    if (pass == PAGES && t->delete)
        add(&w, "--delete-after");
    if (o->dry_run)
        add(&w, "-ni");
    else if (!o->quiet && isatty(STDERR_FILENO))
        add(&w, "--info=progress2");
    if (o->quiet)
        add(&w, "-q");
    tg_buf_init(&text, TG_BUF_MAX);
    if (t->deploy.port && t->deploy.ssh) {
        tg_buf_printf(&text, "--rsh=ssh -p %s", t->deploy.port);
        add_owned(&w, tg_buf_steal(&text));
    }
    for (size_t i = 0; i < t->others.len; i++)
        add(&w, t->others.argv[i]);
    add(&w, "--");
    tg_buf_printf(&text, "%s%s/", *out == '/' ? "" : "./", out);
    add_owned(&w, tg_buf_steal(&text));
    add(&w, t->dest);
    for (size_t i = 0; i < w.len; i++)
        if (!w.argv[i]) {
            words_release(&w);
            return tg_err_nomem();
        }
    err = w.len < WORDS_MAX ? run(&w) : tg_err_new(TG_E_LIMIT, NULL, "too many options for rsync");
    words_release(&w);
    return err;
}

int cmd_deploy(const struct cli_options *o)
{
    const char *src = o->args_len ? o->args[0] : ".";
    struct target t = {.site = NULL};
    struct tg_err *err;
    char *out;

    if (o->args_len > 1)
        return cli_usage("deploy takes one folder, not %zu", o->args_len);
    out = o->output ? strdup(o->output) : tg_path_join(src, "build");
    err = out ? cli_require_site(out) : tg_err_nomem();
    if (!err)
        err = load_target(o, src, out, &t);
    if (!err)
        err = send(o, &t, out, MEDIA);
    if (!err)
        err = send(o, &t, out, PAGES);
    if (!err && !o->quiet)
        cli_print_line(stderr, "tirage: %s is at %s", out, t.dest);
    words_release(&t.others);
    free(t.dest);
    tg_site_free(t.site);
    free(out);
    if (err)
        cli_print_err(err);
    return err ? EXIT_FAILED : EXIT_DONE;
}
