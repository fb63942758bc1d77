/* publish_target.c - where tirage deploy sends a site; see publish_parts.h.
 *
 * Settings may come with a project that somebody else made, and rsync can be told to run programs:
 * of `others` only options that cannot do so are let through. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/source/album_file.h"
#include "pipeline/load.h"
#include "pipeline/publish_parts.h"

enum { OTHERS_MAX = 32 };

#define SSH   "ssh://"
#define FORMS "write ssh://[USER@]HOST[:PORT]/FOLDER"

/* ---- Options of rsync from the settings ------------------------------------------------------ */

/* The next word of *s, split as a shell splits words, without its other meanings; NULL at the end.
 * *bad: a quote that is not closed. */
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

static struct tg_err *read_others(const struct tg_publish_options *o, struct tg_publish_target *t,
                                  const char *path, const char *where,
                                  const struct tg_events *events)
{
    const char *rest = t->deploy.others ? t->deploy.others : "";
    bool bad = false;
    char *word;

    while ((word = next_word(&rest, &bad))) {
        if (!bad && is_deletion(word)) {
            if (!o->delete_files)
                tg_events_message(events, TG_EVENT_NOTE,
                                  "'%s' of the settings does nothing by itself: "
                                  "'tirage deploy --delete' removes what OUT does not have",
                                  word);
            free(word);
            continue;
        }
        if (bad || t->others.owned_len == OTHERS_MAX || !is_harmless(word)) {
            struct tg_err *err = tg_err_new(
                TG_E_USAGE, path,
                "%s: others: '%s' is not an option that may be given to rsync here; those with a "
                "value are written --name=value",
                where, word);

            free(word);
            return err;
        }
        tg_arguments_add_owned(&t->others, word);
    }
    return NULL;
}

/* ---- Where to -------------------------------------------------------------------------------- */

static bool is_set(const char *s)
{
    return s && *s;
}

/* Of a host or a user, as they are written on command lines: letters, digits and some of `signs`.
 */
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

/* Of `where`: the settings, or --to. */
static struct tg_err *check_remote(const struct tg_deploy *d, const char *path, const char *where)
{
    if (!is_set(d->hostname))
        return tg_err_new(TG_E_USAGE, path, "%s: with 'ssh' a 'hostname' is needed", where);
    if (!is_host(d->hostname) ||
        (is_set(d->username) && !is_name(d->username, strlen(d->username), "._-")))
        return tg_err_new(TG_E_USAGE, path,
                          "%s: hostname or username has signs that no such name has", where);
    if (*d->dest == ':') /* rsync's own protocol, which nothing encrypts */
        return tg_err_new(TG_E_USAGE, path, "%s: dest: begins with a colon", where);
    if (d->port && !is_port(d->port))
        return tg_err_new(TG_E_USAGE, path, "%s: port: invalid port '%s'", where, d->port);
    return NULL;
}

/* Also of a folder that is not there yet, with slashes behind its name, which are removed. */
static char *absolute(char *path)
{
    for (size_t len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
    return tg_path_absolute(path);
}

/* A folder of this machine, seen from SRC where settings name it, must share nothing with the
 * photos or the site itself: pages would be spilled among them, and --delete would remove what is
 * no page. */
static struct tg_err *local_dest(const char *src, const char *out, const char *dest,
                                 struct tg_publish_target *t)
{
    char *joined = *dest == '/' || !t->site ? strdup(dest) : tg_path_join(src, dest);
    char *to = joined ? absolute(joined) : NULL;
    const char *const own[] = {src, out};
    struct tg_err *err = joined ? NULL : tg_err_nomem();

    if (!err && !to)
        err = tg_err_new(TG_E_USAGE, joined, "the folder that it is to be in does not exist");
    for (size_t i = 0; !err && i < sizeof(own) / sizeof(own[0]); i++) {
        char *folder = tg_path_absolute(own[i]);

        if (!folder)
            err = tg_err_nomem();
        else if (tg_path_lies_in(to, folder) || tg_path_lies_in(folder, to)) {
            t->is_usage = t->site == NULL;
            err = tg_err_new(TG_E_USAGE, joined,
                             "is, holds or lies in the folder of the photos or of the site itself "
                             "(%s): choose another",
                             own[i]);
        }
        free(folder);
    }
    free(joined);
    if (err)
        free(to);
    else
        t->dest = to;
    return err;
}

/* "host:folder" or "user@host:folder", a colon before the first slash. */
static bool is_remote(const char *to)
{
    const char *colon = strchr(to, ':'), *slash = strchr(to, '/');

    return colon && (!slash || colon < slash);
}

/* No host or user may pass for an option of ssh. */
static bool is_like_option(const char *to)
{
    size_t len = strcspn(to, ":");

    for (size_t i = 0; i < len; i++)
        if (to[i] == '-' && (i == 0 || to[i - 1] == '@'))
            return true;
    return false;
}

/* A copy of `text` up to `end`, which lives as long as the target. */
static const char *keep(struct tg_publish_target *t, const char *text, const char *end)
{
    char *copy = strndup(text, (size_t)(end - text));

    if (copy && t->owned_len < sizeof(t->owned) / sizeof(t->owned[0]))
        t->owned[t->owned_len++] = copy;
    return copy;
}

/* ssh://[USER@]HOST[:PORT]/FOLDER; "/~/" begins at the user's home there. */
static struct tg_err *read_address(const char *to, struct tg_publish_target *t)
{
    const char *host = to + strlen(SSH), *folder = strchr(host, '/'), *end = folder, *at, *port;
    struct tg_deploy *d = &t->deploy;

    t->is_usage = true;
    if (!folder || !folder[1])
        return tg_err_new(TG_E_USAGE, NULL, "--to: '%s' names no folder; " FORMS, to);
    d->ssh = true;
    at = memchr(host, '@', (size_t)(end - host));
    if (at)
        d->username = keep(t, host, at);
    host = at ? at + 1 : host;
    port = *host == '[' ? memchr(host, ']', (size_t)(end - host)) : host;
    port = port ? memchr(port, ':', (size_t)(end - port)) : NULL;
    d->hostname = keep(t, host, port ? port : end);
    if (port)
        d->port = keep(t, port + 1, end);
    d->dest = strncmp(folder, "/~/", 3) == 0 ? folder + 3 : folder;
    if (!d->hostname || (at && !d->username) || (port && !d->port))
        return tg_err_nomem();
    if (at && !*d->username)
        return tg_err_new(TG_E_USAGE, NULL, "--to: '%s' names no user; " FORMS, to);
    return check_remote(d, NULL, "--to");
}

static struct tg_err *read_target(const struct tg_publish_options *o, const char *src,
                                  const char *out, const struct tg_events *events,
                                  struct tg_publish_target *t)
{
    const struct tg_deploy *d = &t->deploy;
    const char *where = t->plain_file ? "deploy" : "settings: deploy";
    char *file = tg_path_join(src, t->plain_file ? t->plain_file : "settings.yaml");
    struct tg_err *err = NULL;
    struct tg_buf dest;

    tg_buf_init(&dest, TG_BUF_MAX);
    if (o->to && strncmp(o->to, SSH, strlen(SSH)) == 0)
        err = read_address(o->to, t);
    else if (!o->to && d->ssh)
        err = check_remote(d, file, where);
    if (!err && d->ssh) {
        t->is_usage = false;
        tg_buf_printf(&dest, "%s%s%s:%s", is_set(d->username) ? d->username : "",
                      is_set(d->username) ? "@" : "", d->hostname, d->dest);
    } else if (!err && o->to && is_remote(o->to)) {
        tg_buf_puts(&dest, o->to);
        t->is_usage = true;
        if (strstr(o->to, "://"))
            err = tg_err_new(TG_E_USAGE, NULL,
                             "--to: '%s': only ssh://, HOST:FOLDER and folders are known", o->to);
        else if (is_like_option(o->to))
            err = tg_err_new(TG_E_USAGE, NULL, "--to: '%s' begins like an option", o->to);
        t->is_usage = err;
    } else if (!err) {
        t->is_local = true;
        err = local_dest(src, out, o->to ? o->to : d->dest, t);
    }
    if (!err && !t->dest)
        t->dest = tg_buf_steal(&dest);
    tg_buf_release(&dest);
    if (!err && !t->dest)
        err = tg_err_nomem();
    if (!err)
        err = read_others(o, t, file, where, events);
    free(file);
    return err;
}

/* What a project's settings or the first album.md say of the target. */
static struct tg_err *read_deploy(const struct tg_publish_options *o, const char *src,
                                  const char *out, const struct tg_events *events,
                                  struct tg_publish_target *t)
{
    const struct tg_build_options build = {.src = src, .out = out, .follow_links = o->follow_links};
    bool is_project = false;
    struct tg_err *err = tg_load_is_project(src, &is_project);
    const struct tg_album_file *file;

    if (!err && is_project)
        err = tg_load_project(src, out, o->locale, o->follow_links, NULL, events, &t->site);
    else if (!err)
        err = tg_load_site(&build, events, &t->site);
    if (err)
        return err;
    t->deploy = t->site->deploy;
    file = is_project ? NULL : tg_folder_of(t->site->root)->file;
    if (!is_project)
        t->plain_file = file ? file->path : "album.md";
    if (is_set(t->deploy.dest))
        return NULL;
    if (is_project)
        return tg_err_new(TG_E_USAGE, src,
                          "settings.yaml has no 'dest' in 'settings: deploy:': write one, or use "
                          "--to");
    return tg_err_new(TG_E_USAGE, src,
                      "has no settings.yaml, and no album.md with a 'dest' in 'deploy:', that says "
                      "where to: use --to");
}

struct tg_err *tg_publish_target_find(const struct tg_publish_options *o, const char *src,
                                      const char *out, const struct tg_events *events,
                                      struct tg_publish_target *t)
{
    struct tg_err *err = o->to ? NULL : read_deploy(o, src, out, events, t);

    return err ? err : read_target(o, src, out, events, t);
}

void tg_publish_target_release(struct tg_publish_target *t)
{
    tg_arguments_release(&t->others);
    for (size_t i = 0; i < t->owned_len; i++)
        free(t->owned[i]);
    free(t->dest);
    tg_site_free(t->site);
}
