/* autogenerate.c - see autogenerate.h. */
#include "pipeline/autogenerate.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/base/enclosure.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/dates.h"
#include "gallery/settings/yaml.h"
#include "gallery/source/autogen.h"
#include "pipeline/load.h"

enum { DEPTH_MAX = 64 }; /* of folders inside each other */

struct autogen {
    const struct tg_autogenerate_options *options;
    const struct tg_events *events;
    struct tg_autogenerate_result *result;
    struct tg_engine engine; /* older than what is read of settings */
    size_t folders;          /* whose photos were read */
};

static int is_photo(const struct dirent *entry)
{
    return tg_autogen_takes(entry->d_name);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return tg_path_natural_cmp((*a)->d_name, (*b)->d_name);
}

/* When the photo was taken, as it says or its name; else when its file was changed, in UTC. */
static void set_date(struct tg_autogen_photo *photo, const struct tg_job *job, const char *path)
{
    struct stat st;
    struct tm tm;

    memcpy(photo->date, job->info.date, sizeof(photo->date));
    if (*photo->date || tg_date_of_name(tg_path_base(path), photo->date))
        return;
    if (stat(path, &st) != 0 || !gmtime_r(&st.st_mtime, &tm) ||
        strftime(photo->date, sizeof(photo->date), "%Y-%m-%dT%H:%M:%S", &tm) != 19)
        strcpy(photo->date, "1970-01-01T00:00:00");
}

static struct tg_err *probe(struct autogen *a, struct tg_job *jobs, size_t n)
{
    enum tg_run_end end = TG_RUN_DONE;
    struct tg_err *err = NULL;

    a->folders++;
    err = tg_engine_ready(&a->engine, a->events, NULL, NULL);
    for (size_t i = 0; i < n; i++)
        jobs[i].group = a->folders;
    if (!err)
        err = tg_runner_probe(a->engine.runner, jobs, n, NULL, &end);
    a->result->stopped = end == TG_RUN_STOPPED;
    return err;
}

/* The good ones of n photos to *photos, which the caller frees; names are borrowed from `entries`.
 */
static struct tg_err *read_photos(struct autogen *a, const char *dir, struct dirent **entries,
                                  size_t n, struct tg_autogen_photo *photos, size_t *good)
{
    struct tg_job *jobs = calloc(n + 1, sizeof(*jobs));
    struct tg_err *err = jobs ? NULL : tg_err_nomem();

    for (size_t i = 0; i < n && !err; i++) {
        jobs[i].src = tg_path_join(dir, entries[i]->d_name);
        err = jobs[i].src ? NULL : tg_err_nomem();
    }
    if (!err && n)
        err = probe(a, jobs, n);
    for (size_t i = 0; i < n && !err && !a->result->stopped; i++) {
        const struct tg_info *info = &jobs[i].info;
        bool swap = tg_orientation_swaps(info->orientation);

        if (jobs[i].err) {
            tg_events_err(a->events, TG_EVENT_PROBLEM, jobs[i].err);
            a->result->failed++;
            continue;
        }
        photos[*good] = (struct tg_autogen_photo){.name = entries[i]->d_name,
                                                  .width = swap ? info->height : info->width,
                                                  .height = swap ? info->width : info->height};
        set_date(&photos[(*good)++], &jobs[i], jobs[i].src);
    }
    if (jobs)
        tg_jobs_free(jobs, n);
    return err;
}

/* Writes the new settings alongside the old ones and renames; through a symlink to where it
 * leads. */
static struct tg_err *replace(const char *file, const struct tg_buf *text)
{
    char *real = realpath(file, NULL);
    struct tg_err *err = real ? tg_file_put(real, NULL, text->data, text->len)
                              : tg_err_sys(errno, file, "cannot be found");

    free(real);
    return err;
}

/* The project, or a folder elsewhere that was named with -d; *real is the folder's path from the
 * root, owned. */
static struct tg_err *enclose(const struct autogen *a, const char *dir, struct tg_enclosure *e,
                              char **real)
{
    struct tg_err *err = tg_enclosure_open(e, a->options->src, a->options->follow_links);

    *real = err ? NULL : tg_path_absolute(dir);
    if (err || !*real)
        return err ? err : tg_err_sys(errno, dir, "cannot open the folder");
    if (!tg_enclosure_leads_out(e, *real))
        return NULL;
    tg_enclosure_close(e);
    return tg_enclosure_open(e, *real, a->options->follow_links);
}

/* Whether a name in the folder leads out of what it is enclosed by, which is said. */
static bool is_outside(struct autogen *a, const struct tg_enclosure *e, const char *real,
                       const char *name)
{
    char *path = tg_path_join(real, name);
    bool outside = !path || tg_enclosure_leads_out(e, path);

    if (outside) {
        struct tg_err *err = path ? tg_enclosure_err(EXDEV, path) : tg_err_nomem();

        tg_events_err(a->events, TG_EVENT_PROBLEM, err);
        tg_err_free(err);
    }
    a->result->failed += outside;
    free(path);
    return outside;
}

/* Leaves out the pictures that are links to elsewhere. */
static struct tg_err *drop_outside(struct autogen *a, const char *dir, struct dirent **entries,
                                   int *n)
{
    struct tg_enclosure e;
    char *real = NULL;
    struct tg_err *err = enclose(a, dir, &e, &real);
    int kept = 0;

    for (int i = 0; i < *n && !err; i++)
        if (is_outside(a, &e, real, entries[i]->d_name))
            free(entries[i]);
        else
            entries[kept++] = entries[i];
    *n = err ? *n : kept;
    tg_enclosure_close(&e);
    free(real);
    return err;
}

/* The settings, which are written where they are read: not by a link to elsewhere. */
static struct tg_err *read_settings(const struct autogen *a, const char *dir, const char *file,
                                    char **text, size_t *len)
{
    struct tg_enclosure e;
    char *real = NULL, *path = NULL;
    struct tg_err *err = enclose(a, dir, &e, &real);

    if (!err && !(path = tg_path_join(real, tg_path_base(file))))
        err = tg_err_nomem();
    if (!err && tg_enclosure_leads_out(&e, path))
        err = tg_enclosure_err(EXDEV, file);
    if (!err)
        err = tg_file_read(file, TG_YAML_BYTES, text, len);
    tg_enclosure_close(&e);
    free(real);
    free(path);
    return err;
}

static void say(const struct autogen *a, const char *file, const char *what)
{
    tg_events_message(a->events, TG_EVENT_INFO, "%s: %s", file, what);
}

struct settings {
    char *file, *text; /* owned */
    size_t len;
};

static struct tg_err *fill(struct autogen *a, const char *dir, const struct settings *s,
                           struct tg_report *report)
{
    struct dirent **entries = NULL;
    int n = scandir(dir, &entries, is_photo, by_name);
    struct tg_autogen_photo *photos;
    struct tg_err *err = NULL;
    struct tg_buf out;
    size_t good = 0;

    if (n < 0)
        return tg_err_sys(errno, dir, "cannot read the folder");
    tg_buf_init(&out, TG_BUF_MAX);
    photos = calloc((size_t)n + 1, sizeof(*photos));
    err = photos ? drop_outside(a, dir, entries, &n) : tg_err_nomem();
    if (!err)
        err = read_photos(a, dir, entries, (size_t)n, photos, &good);
    if (!err && !a->result->stopped && good == 0)
        err = tg_err_new(TG_E_USAGE, dir, "no JPEG or PNG picture in this folder");
    if (!err && !a->result->stopped &&
        tg_autogen_write(s->file, s->text, s->len, photos, good, &out, report) == TG_AUTOGEN_DONE) {
        err = replace(s->file, &out);
        if (!err)
            say(a, s->file, "sections written");
    }
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
    free(photos);
    tg_buf_release(&out);
    return err;
}

static struct tg_err *one_folder(struct autogen *a, const char *dir)
{
    struct settings s = {.file = tg_path_join(dir, "settings.yaml")};
    struct tg_report report = {0};
    struct tg_err *err = s.file ? read_settings(a, dir, s.file, &s.text, &s.len) : tg_err_nomem();

    if (!err)
        switch (tg_autogen_check(s.file, s.text, s.len, a->options->force, &report)) {
        case TG_AUTOGEN_DONE:
            err = fill(a, dir, &s, &report);
            break;
        case TG_AUTOGEN_STATIC:
            say(a, s.file, "skipped: it has the key 'static'");
            break;
        case TG_AUTOGEN_SECTIONS:
            say(a, s.file, "skipped: it has sections; --force replaces them");
            break;
        case TG_AUTOGEN_BAD:
            break;
        }
    if (err && tg_err_code(err) == TG_E_OUTSIDE) {
        tg_events_err(a->events, TG_EVENT_PROBLEM, err);
        tg_err_free(err);
        err = NULL;
        a->result->failed++;
    }
    tg_events_report(a->events, &report);
    a->result->bad |= report.count[TG_ERROR] > 0;
    if (!err && report.nomem)
        err = tg_err_nomem();
    tg_report_release(&report);
    free(s.file);
    free(s.text);
    return err;
}

static int may_be_gallery(const struct dirent *entry)
{
    return *entry->d_name != '.' && entry->d_type != DT_REG;
}

/* Every gallery below `dir` that has none below it; *found says whether there was one. */
static struct tg_err *all_below(struct autogen *a, const char *dir, unsigned depth, bool *found)
{
    char *settings = tg_path_join(dir, "settings.yaml"), *mark = tg_path_join(dir, ".tirage");
    struct dirent **entries = NULL;
    struct tg_err *err = settings && mark ? NULL : tg_err_nomem();
    bool below = false;
    struct stat st;
    int n = 0;

    if (!err && depth <= DEPTH_MAX && lstat(mark, &st) != 0)
        n = scandir(dir, &entries, may_be_gallery, by_name);
    for (int i = 0; i < n; i++) {
        char *path = tg_path_join(dir, entries[i]->d_name);
        /* récitale's output */
        bool skip = depth == 0 && strcmp(entries[i]->d_name, "build") == 0;

        if (!path)
            err = err ? err : tg_err_nomem();
        else if (!err && !skip && !a->result->stopped && lstat(path, &st) == 0 &&
                 S_ISDIR(st.st_mode))
            err = all_below(a, path, depth + 1, &below);
        free(path);
        free(entries[i]);
    }
    free(entries);
    if (!err && !below && depth > 0 && settings && lstat(settings, &st) == 0) {
        below = true;
        err = one_folder(a, dir);
    }
    *found |= below;
    free(settings);
    free(mark);
    return err;
}

static struct tg_err *run(struct autogen *a)
{
    const char *src = a->options->src;
    bool found = false;
    struct tg_err *err = tg_load_is_project(src, &found);

    if (!err && !found)
        return tg_err_new(TG_E_USAGE, src, "no récitale project: there is no settings.yaml");
    found = false;
    if (!err && a->options->folder)
        return one_folder(a, a->options->folder);
    if (!err)
        err = all_below(a, src, 0, &found);
    if (!err && !found)
        err = tg_err_new(TG_E_USAGE, src, "no gallery below this folder");
    return err;
}

struct tg_err *tg_autogenerate(const struct tg_autogenerate_options *options,
                               const struct tg_events *events,
                               struct tg_autogenerate_result *result)
{
    struct autogen a = {.options = options, .events = events, .result = result};
    struct tg_err *err;

    *result = (struct tg_autogenerate_result){.failed = 0};
    err = tg_engine_start(&a.engine, &options->engine, &(struct tg_engine_hooks){.ctx = NULL});
    if (!err)
        err = run(&a);
    tg_engine_stop(&a.engine);
    return err;
}
