/* sigal_equals.c - see sigal_equals.h. */
#include "gallery/source/sigal_equals.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/enclosure.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/settings/yaml.h"
#include "gallery/source/sigal_answers.h"
#include "gallery/source/sigal_conf.h"

enum {
    ANSWER_MAX = 8 << 10, /* bytes of a note */
    PLACES_SHOWN = 10     /* of lines that were not read */
};

struct teller {
    struct tg_site *site;
    const char *path; /* of the file */
    const struct tg_sigal_conf *conf;
    const struct tg_yaml *map; /* what album.md says */
    bool all;
    size_t pending;     /* lines that album.md has not */
    struct tg_buf rest; /* names of settings of which there is nothing to say */
    struct tg_buf told; /* " title lang ": keys that have a line already */
};

/* Whether album.md has the key already, or an answer above. */
static bool is_told(struct teller *t, const char *key)
{
    if (tg_yaml_get(t->map, key) || (t->told.len && tg_text_has_word(t->told.data, key)))
        return true;
    tg_buf_printf(&t->told, "%s%s ", t->told.len ? "" : " ", key);
    return false;
}

/* Whether the key belongs into the file of each album that has pictures, where nobody looks for
 * it. */
static bool is_of_albums(const char *key)
{
    return strcmp(key, "sort") == 0 || strcmp(key, "reverse") == 0;
}

static struct tg_err *note(struct teller *t, const struct tg_sigal_setting *setting,
                           const struct tg_sigal_answer *a)
{
    char where[64];

    if (a->line.failed || a->words.failed) /* too long for a note */
        return NULL;
    (void)snprintf(where, sizeof(where), "%s:%" PRIu32, t->path, setting->line);
    if (!a->line.len)
        return tg_site_note(t->site, where, "%s: %s", setting->name, tg_buf_str(&a->words));
    return tg_site_note(t->site, where, "%s: write into album.md: %s%s%s%s", setting->name,
                        tg_buf_str(&a->line), a->words.len ? " (" : "", tg_buf_str(&a->words),
                        a->words.len ? ")" : "");
}

static struct tg_err *tell(struct teller *t, const struct tg_sigal_setting *setting)
{
    struct tg_err *err = NULL;
    struct tg_sigal_answer a;

    tg_buf_init(&a.line, ANSWER_MAX);
    tg_buf_init(&a.words, ANSWER_MAX);
    if (!tg_sigal_answer(t->conf, setting, &a)) {
        tg_buf_printf(&t->rest, "%s%s", t->rest.len ? ", " : "", setting->name);
    } else if ((a.line.len || a.words.len) && !(a.key && is_told(t, a.key))) {
        t->pending += a.line.len && a.key && !is_of_albums(a.key);
        err = t->all ? note(t, setting, &a) : NULL;
    }
    tg_buf_release(&a.line);
    tg_buf_release(&a.words);
    return err;
}

static struct tg_err *tell_unread(struct teller *t)
{
    const struct tg_sigal_conf *conf = t->conf;
    struct tg_err *err = NULL;
    struct tg_buf lines;

    if (!conf->unread_len)
        return NULL;
    tg_buf_init(&lines, ANSWER_MAX);
    for (size_t i = 0; i < conf->unread_len && i < PLACES_SHOWN; i++) {
        const struct tg_sigal_unread *unread = &conf->unread[i];

        tg_buf_printf(&lines, "%s%" PRIu32, i ? ", " : "", unread->first);
        if (unread->last > unread->first)
            tg_buf_printf(&lines, "-%" PRIu32, unread->last);
    }
    if (conf->unread_len > PLACES_SHOWN)
        tg_buf_puts(&lines, " and more");
    err = tg_site_note(t->site, t->path,
                       "not understood, since Python is not run here: line %s; look into them "
                       "yourself",
                       tg_buf_str(&lines));
    tg_buf_release(&lines);
    return err;
}

static struct tg_err *tell_rest(struct teller *t)
{
    if (!t->rest.len || t->rest.failed)
        return NULL;
    return tg_site_note(t->site, t->path, "without an equal, or not needed: %s: see from-sigal.md",
                        tg_buf_str(&t->rest));
}

struct tg_err *tg_sigal_tell_conf(struct tg_site *site, const char *path,
                                  const struct tg_sigal_conf *conf, const struct tg_yaml *map,
                                  bool all)
{
    struct teller t = {.site = site, .path = path, .conf = conf, .map = map, .all = all};
    struct tg_err *err = NULL;

    tg_buf_init(&t.rest, ANSWER_MAX);
    tg_buf_init(&t.told, ANSWER_MAX);
    for (size_t i = 0; i < conf->len && !err; i++)
        err = tell(&t, &conf->settings[i]);
    if (!err && all)
        err = tell_rest(&t);
    if (!err && all)
        err = tell_unread(&t);
    if (!err && !all && t.pending)
        err = tg_site_note(
            site, path, "%zu of sigal's settings %s an equal in album.md: tirage check names %s",
            t.pending, t.pending == 1 ? "has" : "have", t.pending == 1 ? "its line" : "the lines");
    tg_buf_release(&t.rest);
    tg_buf_release(&t.told);
    return err;
}

/* The folder of a path; the caller frees.  NULL when memory is short. */
static char *folder_above(const char *src)
{
    size_t len = strlen(src);
    const char *base;

    while (len > 1 && src[len - 1] == '/')
        len--;
    base = src + len;
    while (base > src && base[-1] != '/')
        base--;
    if (base == src + len || *base == '.') /* "/", ".", ".." */
        return tg_path_join(src, "..");
    return base == src ? strdup(".") : strndup(src, (size_t)(base - src));
}

/* Whether the folder that `source` names, from `dir`, is SRC itself. */
static bool is_source(const struct tg_site *site, const char *dir, const char *source)
{
    char *path = *source == '/' ? NULL : tg_path_join(dir, source);
    struct stat here, there;
    bool is =
        !source || (fstat(site->source.fd, &here) == 0 && stat(path ? path : source, &there) == 0 &&
                    here.st_dev == there.st_dev && here.st_ino == there.st_ino);

    free(path);
    return is;
}

/* Settings in SRC whose photos lie in a folder below. */
static struct tg_err *tell_elsewhere(struct tg_site *site, const struct tg_sigal_setting *source)
{
    const char *folder = source->value.text;
    char where[64];
    struct stat st;
    int fd;

    if (!tg_path_is_below(folder))
        return NULL;
    fd = tg_enclosure_find(&site->source, folder, TG_WANT_FOLDER, &st, NULL);
    if (fd < 0)
        return NULL;
    close(fd);
    (void)snprintf(where, sizeof(where), "%s:%" PRIu32, TG_SIGAL_CONF, source->line);
    return tg_site_note(site, where,
                        "source: sigal's photos are in the folder '%s'; what is built here is a "
                        "gallery of all folders beside it too: name that folder instead",
                        folder);
}

/* Reads and tells of what the file holds. */
static struct tg_err *tell_file(struct tg_site *site, const struct tg_folder *root, bool above,
                                const char *data, size_t len, bool all)
{
    const struct tg_sigal_setting *source;
    struct tg_sigal_conf conf;
    struct tg_err *err = NULL;
    char *dir;

    if (!tg_sigal_conf_read(&site->arena, data, len, &conf))
        return tg_err_nomem();
    source = tg_sigal_conf_get(&conf, "source");
    if (source && !tg_literal_is_text(&source->value))
        source = NULL; /* it is named on the command line */
    dir = above ? folder_above(site->src) : strdup(site->src);
    if (!dir)
        return tg_err_nomem();
    if (!source || is_source(site, dir, source->value.text))
        err = tg_sigal_tell_conf(site, above ? "../" TG_SIGAL_CONF : TG_SIGAL_CONF, &conf,
                                 root->file ? root->file->map : NULL, all);
    else if (!above)
        err = tell_elsewhere(site, source);
    free(dir);
    return err;
}

static struct tg_err *read_above(const struct tg_site *site, char **data, size_t *len)
{
    struct tg_enclosure above = {.fd = -1};
    char *dir = folder_above(site->src);
    struct tg_err *err = dir ? tg_enclosure_open(&above, dir, false) : tg_err_nomem();

    if (!err)
        err = tg_enclosure_read(&above, TG_SIGAL_CONF, TG_SIGAL_CONF_MAX, data, len);
    tg_enclosure_close(&above);
    free(dir);
    return err;
}

struct tg_err *tg_sigal_tell(struct tg_site *site, const struct tg_folder *root,
                             const struct tg_listing *names, bool all)
{
    struct tg_err *err;
    bool above = true;
    char *data = NULL;
    size_t len = 0;

    for (size_t i = 0; i < names->len && above; i++)
        above = strcmp(names->names[i], TG_SIGAL_CONF) != 0;
    if (above)
        err = read_above(site, &data, &len);
    else
        err = tg_enclosure_read(&site->source, TG_SIGAL_CONF, TG_SIGAL_CONF_MAX, &data, &len);
    if (err && tg_err_code(err) == TG_E_NOMEM)
        return err;
    if (err) {
        tg_err_free(err);
        return NULL;
    }
    err = tell_file(site, root, above, data, len, all);
    free(data);
    return err;
}
