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
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli_project.h"
#include "core/base/path.h"
#include "core/job/outdir.h"

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
    static const char letters[] = "avzhiqcOpotgrluSxP46";
    static const char *const names[] = {
        "--archive",
        "--verbose",
        "--compress",
        "--human-readable",
        "--itemize-changes",
        "--quiet",
        "--checksum",
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
        "--fsync",
        "--one-file-system",
        "--delay-updates",
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
        "--max-delete=",
        "--modify-window=",
    };

    if (word[0] == '-' && word[1] && word[1] != '-')
        return strspn(word + 1, letters) == strlen(word + 1);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        size_t len = strlen(names[i]);

        if (names[i][len - 1] != '=' ? strcmp(word, names[i]) == 0
                                     : strncmp(word, names[i], len) == 0)
            return word[len] != '!'; /* of --exclude and --include: forget all others, ours too */
    }
    return false;
}

/* What a project's settings alone must not do to a folder, wherever they say that it is. */
static bool is_deletion(const char *word)
{
    return strcmp(word, "--del") == 0 || strncmp(word, "--delete", 8) == 0;
}

static struct tg_err *read_others(const struct cli_options *o, struct target *t, const char *path)
{
    const char *rest = t->deploy.others ? t->deploy.others : "";
    bool bad = false;
    char *word;

    while ((word = next_word(&rest, &bad))) {
        if (!bad && is_deletion(word)) {
            if (!o->delete_files)
                cli_print_line(stderr,
                               "tirage: note: '%s' of the settings does nothing by itself: "
                               "'tirage deploy --delete' removes what OUT does not have",
                               word);
            free(word);
            continue;
        }
        if (bad || t->others.owned_len == WORDS_MAX / 2 || !is_harmless(word)) {
            struct tg_err *err =
                tg_err_new(TG_E_USAGE, path,
                           "settings: deploy: others: '%s' is no option that may be given to rsync "
                           "here; those with a value are written --name=value",
                           word);

            free(word);
            return err;
        }
        add_owned(&t->others, word);
    }
    return NULL;
}

/* ---- Where to -------------------------------------------------------------------------------------- */

static bool is_set(const char *s)
{
    return s && *s;
}

/* Of a host or a user, as they are written on command lines: letters, digits and some of `signs`. */
static bool is_name(const char *s, size_t len, const char *signs)
{
    if (len == 0 || *s == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)s[i]) && (!s[i] || !strchr(signs, s[i])))
            return false;
    return true;
}

/* Colons are for addresses of IPv6, in brackets: others would end the name. */
static bool is_host(const char *s)
{
    size_t len = strlen(s);

    return *s == '[' ? len > 2 && s[len - 1] == ']' && is_name(s + 1, len - 2, ".:%")
                     : is_name(s, len, "._-");
}

static bool is_port(const char *s)
{
    return strspn(s, "0123456789") == strlen(s) && strlen(s) <= 5 && *s;
}

static struct tg_err *check_remote(const struct tg_deploy *d, const char *path)
{
    if (!is_set(d->hostname))
        return tg_err_new(TG_E_USAGE, path, "settings: deploy: with 'ssh' a 'hostname' is needed");
    if (!is_host(d->hostname) ||
        (is_set(d->username) && !is_name(d->username, strlen(d->username), "._-")))
        return tg_err_new(TG_E_USAGE, path,
                          "settings: deploy: hostname or username has signs that no such name has");
    if (*d->dest == ':') /* rsync's own protocol, which nothing encrypts */
        return tg_err_new(TG_E_USAGE, path, "settings: deploy: dest: begins with a colon");
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
        err = read_others(o, t, file);
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
    return err ? err : find_target(o, src, out, t);
}

/* ---- rsync ----------------------------------------------------------------------------------------- */

static const int stops[] = {SIGINT, SIGTERM};

/* An end of rsync, and those signals that are not ignored, as with nohup. */
static void set_awaited(sigset_t *set)
{
    struct sigaction now;

    sigemptyset(set);
    sigaddset(set, SIGCHLD);
    for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
        if (sigaction(stops[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(set, stops[i]);
}

/* Signals are passed on, and rsync is waited for, which keeps what it has of a file.  *stop is the last one
 * that came. */
static int wait_for(pid_t pid, const sigset_t *awaited, int *stop)
{
    int status = -1;

    while (waitpid(pid, &status, WNOHANG) == 0) {
        int sig = sigwaitinfo(awaited, NULL);

        if (sig > 0 && sig != SIGCHLD) {
            *stop = sig;
            (void)kill(pid, sig);
        }
    }
    return status;
}

/* *stop: the signal that ended it early; else left alone. */
static struct tg_err *run(const struct words *w, int *stop)
{
    sigset_t awaited, was;
    int status = -1;
    pid_t pid;

    (void)fflush(NULL);
    set_awaited(&awaited);
    (void)sigprocmask(SIG_BLOCK, &awaited, &was);
    pid = fork();
    if (pid == 0) {
        (void)sigprocmask(SIG_SETMASK, &was, NULL);
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)execvp(w->argv[0], (char *const *)(uintptr_t)w->argv);
        _exit(NOT_FOUND);
    }
    if (pid > 0)
        status = wait_for(pid, &awaited, stop);
    (void)sigprocmask(SIG_SETMASK, &was, NULL);
    if (pid < 0)
        return tg_err_sys(errno, NULL, "cannot start rsync");
    if (*stop)
        return tg_err_new(TG_E_STOPPED, NULL, "stopped; deploy again to go on");
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_SYS, NULL, "rsync was ended by signal %d; deploy again to go on",
                          WTERMSIG(status));
    if (WEXITSTATUS(status) == NOT_FOUND)
        return tg_err_new(TG_E_UNSUPPORTED, NULL, "needs rsync, which is not installed");
    return WEXITSTATUS(status) == 0
               ? NULL
               : tg_err_new(TG_E_SYS, NULL, "rsync failed with code %d; its reason is above",
                            WEXITSTATUS(status));
}

enum pass { MEDIA, PAGES };

/* Everything but the pages, which take their places together at the end. */
static struct tg_err *send(const struct cli_options *o, const struct target *t, const char *out,
                           enum pass pass, int *stop)
{
    static const char *const pages[] = {"--exclude=*.html", "--exclude=/feed.xml",
                                        "--exclude=/sitemap.xml"};
    struct words w = {.len = 0};
    struct tg_err *err;
    struct tg_buf text;

    add(&w, "rsync");
    add(&w, "-rtz");
    add(&w, "-s");                /* no shell at the other end reads names */
    add(&w, "--exclude=.tirage"); /* at any depth: the site may be in another one */
    add(&w, "--exclude=.*.tirage/");
    add(&w, "--exclude=.tirage-*");
    for (size_t i = 0; pass == MEDIA && i < sizeof(pages) / sizeof(pages[0]); i++)
        add(&w, pages[i]);
    add(&w, pass == MEDIA ? "--partial-dir=.tirage-partial" : "--delay-updates");
    if (pass == PAGES && o->delete_files)
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
    err = w.len < WORDS_MAX ? run(&w, stop)
                            : tg_err_new(TG_E_LIMIT, NULL, "too many options for rsync");
    words_release(&w);
    return err;
}

/* A build between the two passes would change the pages but not the pictures that were sent.  Where we may
 * not write there is none. */
static struct tg_err *keep_builds_out(const char *out, struct tg_outdir *dir)
{
    struct tg_err *err = tg_outdir_find(dir, out, NULL);

    if (!err && access(dir->mark, W_OK) == 0)
        err = tg_outdir_lock_out(dir, out, cli_say_waiting);
    return err;
}

static struct tg_err *deploy(const struct cli_options *o, const char *src, const char *out,
                             struct target *t, int *stop)
{
    struct tg_err *err = cli_require_site(out);
    struct tg_outdir dir = {.mark = NULL};

    if (!err)
        err = load_target(o, src, out, t);
    if (!err)
        err = keep_builds_out(out, &dir);
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
    struct target t = {.site = NULL};
    struct tg_err *err;
    int stop = 0;
    char *out;

    if (o->args_len > 1)
        return cli_usage("deploy takes one folder, not %zu", o->args_len);
    out = o->output ? strdup(o->output) : tg_path_join(src, "build");
    err = out ? deploy(o, src, out, &t, &stop) : tg_err_nomem();
    if (!err && !o->quiet && !o->dry_run)
        cli_print_line(stderr, "tirage: %s is at %s", out, t.dest);
    words_release(&t.others);
    free(t.dest);
    tg_site_free(t.site);
    free(out);
    if (err)
        cli_print_err(err);
    return stop ? 128 + stop : err ? EXIT_FAILED : EXIT_DONE;
}
