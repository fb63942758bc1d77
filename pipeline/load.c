/* load.c - see load.h. */
#include "pipeline/load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "gallery/model/problems.h"
#include "gallery/source/project_load.h"
#include "gallery/source/scan.h"
#include "pipeline/ffmpeg.h"

struct tg_err *tg_load_is_project(const char *src, bool *is_project)
{
    char *settings = tg_path_join(src, "settings.yaml");
    struct stat st;

    if (!settings)
        return tg_err_nomem();
    *is_project = lstat(settings, &st) == 0;
    free(settings);
    return NULL;
}

/* Tells and releases the report of what was loaded with the result `err`. */
static struct tg_err *settle(struct tg_err *err, const char *src, struct tg_report *report,
                             const char *where, const struct tg_events *events)
{
    tg_events_report(events, report);
    if (!err && report->count[TG_ERROR])
        err = tg_err_new(TG_E_USAGE, src, "%zu error%s in %s", report->count[TG_ERROR],
                         report->count[TG_ERROR] == 1 ? "" : "s", where);
    tg_report_release(report);
    return err;
}

struct tg_err *tg_load_project(const char *src, const char *out, const char *locale,
                               bool follow_links, const struct tg_override *override,
                               const struct tg_events *events, struct tg_site **site)
{
    struct tg_report report = {0};
    struct tg_err *err = tg_project_load(src, out, locale, follow_links, override, &report, site);

    return settle(err, src, &report, "the settings", events);
}

static struct tg_err *load_tree(const struct tg_build_options *o, const struct tg_scan_rules *rules,
                                const struct tg_events *events, struct tg_site **site)
{
    struct tg_report report = {0};
    struct tg_err *err = tg_site_scan(o->src, o->out, rules, &report, site);

    return settle(err, o->src, &report, "the files of albums", events);
}

struct tg_err *tg_load_site(const struct tg_build_options *options, const struct tg_events *events,
                            struct tg_site **site)
{
    const struct tg_build_options *o = options;
    const struct tg_scan_rules rules = {.include = o->include,
                                        .include_len = o->include_len,
                                        .exclude = o->exclude,
                                        .exclude_len = o->exclude_len,
                                        .videos =
                                            o->programs && tg_ffmpeg_exists(o->programs, events),
                                        .tell_sigal = o->mode == TG_BUILD_CHECK,
                                        .follow_links = o->follow_links,
                                        .raw = o->raw,
                                        .override = o->override};
    struct tg_err *err;
    bool is_project = false;
    DIR *d = opendir(o->src);

    if (!d)
        return tg_err_sys(errno, o->src, "cannot open the folder of photos");
    closedir(d);
    err = tg_load_is_project(o->src, &is_project);
    if (err)
        return err;
    if (!is_project)
        return load_tree(o, &rules, events, site);
    if (rules.raw)
        return tg_err_new(TG_E_USAGE, o->src,
                          "--raw is for plain folders: this one has a settings.yaml, which names "
                          "its pictures");
    if (rules.include_len || rules.exclude_len)
        return tg_err_new(TG_E_USAGE, o->src,
                          "--include and --exclude are for plain folders: this one has a "
                          "settings.yaml, which names its pictures");
    return tg_load_project(o->src, o->out, o->locale, o->follow_links, &o->override, events, site);
}
