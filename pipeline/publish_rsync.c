/* publish_rsync.c - rsync, and what it lists of a target; see publish_parts.h.
 *
 * rsync runs in the foreground with our terminal, since ssh may ask for a password. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "core/base/process.h"
#include "pipeline/publish_parts.h"

void tg_arguments_add(struct tg_arguments *w, const char *argument)
{
    if (!argument || w->len + 1 == sizeof(w->argv) / sizeof(w->argv[0]))
        w->failed = true;
    else
        w->argv[w->len++] = argument;
}

void tg_arguments_add_owned(struct tg_arguments *w, char *argument)
{
    tg_arguments_add(w, argument);
    if (w->failed)
        free(argument);
    else
        w->owned[w->owned_len++] = argument;
}

void tg_arguments_release(struct tg_arguments *w)
{
    for (size_t i = 0; i < w->owned_len; i++)
        free(w->owned[i]);
}

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

/* Signals are passed on, and rsync is waited for, which keeps what it has of a file.  *stop is the
 * last one that came. */
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

/* Starts it; `to` (-1: as ours) becomes its standard output and error. */
static pid_t start(const struct tg_arguments *w, const int to[2], const sigset_t *mask)
{
    const struct tg_process rsync = {.death_signal = SIGTERM,
                                     .mask = mask,
                                     .stream = {TG_STREAM_INHERITED, to[0], to[1]},
                                     .argv = w->argv};

    (void)fflush(NULL); /* rsync may write to the same streams */
    return tg_process_start(&rsync);
}

/* Waits for it too.  *code: what it ended with, if it ended by itself. */
static struct tg_err *run(const struct tg_arguments *w, const int to[2], int *code, int *stop)
{
    sigset_t awaited, was;
    int status = -1, e;
    pid_t pid;

    if (w->failed)
        return tg_err_new(TG_E_LIMIT, NULL, "too many options for rsync, or no memory for them");
    set_awaited(&awaited);
    (void)sigprocmask(SIG_BLOCK, &awaited, &was);
    pid = start(w, to, &was);
    e = errno;
    if (pid > 0)
        status = wait_for(pid, &awaited, stop);
    (void)sigprocmask(SIG_SETMASK, &was, NULL);
    if (pid < 0)
        return tg_err_sys(e, NULL, "cannot start rsync");
    if (*stop)
        return tg_err_new(TG_E_STOPPED, NULL, "stopped; deploy again to go on");
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_SYS, NULL, "rsync was ended by signal %d; deploy again to go on",
                          WTERMSIG(status));
    *code = WEXITSTATUS(status);
    return *code == TG_PROCESS_NOT_FOUND
               ? tg_err_new(TG_E_UNSUPPORTED, NULL, "needs rsync, which is not installed")
               : NULL;
}

static struct tg_err *failed(int code)
{
    return tg_err_new(TG_E_SYS, NULL, "rsync failed with code %d; its reason is above", code);
}

struct tg_err *tg_rsync_run(const struct tg_arguments *w, int *stop)
{
    int code = 0;
    struct tg_err *err = run(w, (const int[]){-1, -1}, &code, stop);

    return err || code == 0 ? err : failed(code);
}

/* One line of `--out-format="%i %n"`: eleven letters or "*deleting" say what, "<f+++++++++" is a
 * new file and "<f.st......" a changed one; folders and times are no news. */
static void tell(const char *line, const struct tg_events *events, struct tg_publish_result *result)
{
    const char *name = line + strcspn(line, " ");
    size_t len = (size_t)(name - line);

    name += strspn(name, " ");
    if (strncmp(line, "*deleting ", 10) == 0 && name[strlen(name) - 1] != '/')
        tg_publish_tell(result, events, TG_PUBLISH_REMOVED, name);
    else if (len == 11 && (*line == '<' || *line == '>') && line[1] == 'f')
        tg_publish_tell(result, events, line[2] == '+' ? TG_PUBLISH_NEW : TG_PUBLISH_CHANGED, name);
}

struct tg_err *tg_rsync_tell(const struct tg_arguments *w, const struct tg_events *events,
                             struct tg_publish_result *result)
{
    FILE *out = tmpfile();
    char line[PATH_MAX + 100];
    int code = 0;
    struct tg_err *err = out ? run(w, (const int[]){fileno(out), -1}, &code, &result->stop)
                             : tg_err_sys(errno, NULL, "cannot make a temporary file");

    if (!err && code)
        err = failed(code);
    if (!err)
        rewind(out);
    while (!err && fgets(line, sizeof(line), out)) {
        line[strcspn(line, "\n")] = '\0';
        if (*line)
            tell(line, events, result);
    }
    if (out)
        (void)fclose(out);
    return err;
}

/* ---- What is in the target ------------------------------------------------------------------- */

void tg_publish_target_add_shell(const struct tg_publish_target *t, struct tg_arguments *w)
{
    struct tg_buf text;

    if (!t->deploy.port || !t->deploy.ssh)
        return;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "--rsh=ssh -p %s", t->deploy.port);
    tg_arguments_add_owned(w, tg_buf_steal(&text));
}

/* The target with `end` behind it, whatever slashes it has there. */
static char *with_end(const char *dest, const char *end)
{
    size_t len = strlen(dest);
    struct tg_buf text;

    while (len > 1 && dest[len - 1] == '/' && dest[len - 2] != ':')
        len--;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_put(&text, dest, len);
    if (dest[len - 1] == ':') /* the home folder there */
        tg_buf_putc(&text, '.');
    if (dest[len - 1] != '/')
        tg_buf_puts(&text, end);
    return tg_buf_steal(&text);
}

/* An entry's name in a line of rsync's lists, behind kind, size, date and time. */
static const char *listed_name(const char *line)
{
    for (int i = 0; i < 4; i++) {
        line += strcspn(line, " ");
        line += strspn(line, " ");
    }
    return line;
}

static void read_list(FILE *list, enum tg_publish_owner *owner)
{
    char line[PATH_MAX + 100];

    *owner = TG_OWNER_NONE;
    while (*owner != TG_OWNER_US && fgets(line, sizeof(line), list)) {
        const char *name = listed_name(line);

        if (*line == '-' && strcmp(name, TG_PUBLISH_MARK "\n") == 0)
            *owner = TG_OWNER_US;
        else if (strcmp(name, ".\n") != 0 || *line != 'd')
            *owner = TG_OWNER_ANOTHER;
    }
}

/* What rsync complained of. */
static void report(const struct tg_events *events, FILE *complaints)
{
    char line[PATH_MAX + 100];

    rewind(complaints);
    while (fgets(line, sizeof(line), complaints)) {
        line[strcspn(line, "\n")] = '\0';
        tg_events_message(events, TG_EVENT_OUTPUT, "%s", line);
    }
}

/* One list: of a folder's files, with "/" at its end, or of the folder itself. */
static struct tg_err *list(const struct tg_publish_target *t, const char *end, FILE *out,
                           FILE *complaints, int *code, int *stop)
{
    struct tg_arguments w = {.len = 0};
    struct tg_err *err;

    tg_arguments_add(&w, "rsync");
    tg_arguments_add(&w, "-s");
    tg_arguments_add(&w, "--list-only");
    if (!*end)
        tg_arguments_add(&w, "--ignore-missing-args");
    tg_publish_target_add_shell(t, &w);
    tg_arguments_add(&w, "--");
    tg_arguments_add_owned(&w, with_end(t->dest, end));
    err = run(&w, (const int[]){fileno(out), fileno(complaints)}, code, stop);
    tg_arguments_release(&w);
    rewind(out);
    return err;
}

/* Code 23 is for a folder that does not exist, and for one that cannot be read: the second list
 * decides. */
static struct tg_err *look(const struct tg_publish_target *t, const struct tg_events *events,
                           FILE *out, FILE *complaints, enum tg_publish_owner *owner, int *stop)
{
    enum { PARTIAL = 23 };
    int code = 0, again = -1;
    struct tg_err *err = list(t, "/", out, complaints, &code, stop);
    bool there = false;

    if (!err && code == PARTIAL) {
        err = list(t, "", out, complaints, &again, stop);
        there = !err && fgetc(out) != EOF;
    }
    if (err)
        return err;
    if (code == 0)
        read_list(out, owner);
    else if (again == 0 && !there)
        *owner = TG_OWNER_NONE;
    else {
        report(events, complaints);
        return failed(code);
    }
    return NULL;
}

struct tg_err *tg_publish_target_look(const struct tg_publish_target *t,
                                      const struct tg_events *events, enum tg_publish_owner *owner,
                                      int *stop)
{
    FILE *out = tmpfile(), *complaints = tmpfile();
    struct tg_err *err = out && complaints
                             ? look(t, events, out, complaints, owner, stop)
                             : tg_err_sys(errno, NULL, "cannot make a temporary file");

    if (out)
        (void)fclose(out);
    if (complaints)
        (void)fclose(complaints);
    return err;
}

static struct tg_err *send_mark(const struct tg_publish_options *o,
                                const struct tg_publish_target *t, const char *file, int *stop)
{
    struct tg_arguments w = {.len = 0};
    struct tg_err *err;

    tg_arguments_add(&w, "rsync");
    tg_arguments_add(&w, o->quiet ? "-tsq" : "-ts");
    tg_publish_target_add_shell(t, &w);
    tg_arguments_add(&w, "--");
    tg_arguments_add(&w, file);
    tg_arguments_add_owned(&w, with_end(t->dest, "/"));
    err = tg_rsync_run(&w, stop);
    tg_arguments_release(&w);
    return err;
}

struct tg_err *tg_publish_target_mark(const struct tg_publish_options *o,
                                      const struct tg_publish_target *t, const char *text,
                                      int *stop)
{
    char *folder = tg_path_join(o->tmpdir, "tirage-deploy.XXXXXX"), *file = NULL;
    struct tg_err *err = NULL;

    if (!folder)
        return tg_err_nomem();
    if (!mkdtemp(folder)) {
        err = tg_err_sys(errno, folder, "cannot make a temporary folder");
        free(folder);
        return err;
    }
    file = tg_path_join(folder, TG_PUBLISH_MARK);
    err = file ? tg_file_put(file, NULL, text, strlen(text)) : tg_err_nomem();
    if (!err)
        err = send_mark(o, t, file, stop);
    if (file)
        (void)unlink(file);
    (void)rmdir(folder);
    free(file);
    free(folder);
    return err;
}
