/* cli_project.c - récitale projects on the command line: loading with a report, and how their pictures
 * are to be made. */
#include "cli/cli_project.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "gallery/source/project_load.h"

struct tg_err *cli_project_exists(const char *src, bool *exists)
{
    char *settings = tg_path_join(src, "settings.yaml");
    struct stat st;

    if (!settings)
        return tg_err_nomem();
    *exists = lstat(settings, &st) == 0;
    free(settings);
    return NULL;
}

/* In the order that récitale looks at them. */
static const char *locale_of_environment(void)
{
    static const char *const names[] = {"LC_TIME", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return NULL;
}

void cli_print_report(const struct tg_report *report)
{
    size_t shown[2] = {0, 0};

    for (size_t i = 0; i < report->len; i++) {
        const struct tg_problem *problem = &report->problems[i];

        shown[problem->severity]++;
        cli_print_line(stderr, "tirage: %s%s", problem->severity == TG_WARNING ? "warning: " : "",
                       problem->text);
    }
    for (int severity = 0; severity < 2; severity++)
        if (report->count[severity] > shown[severity])
            fprintf(stderr, "tirage: and %zu more %s\n", report->count[severity] - shown[severity],
                    severity == TG_WARNING ? "warnings" : "errors");
}

/* Prints and releases the report of what was loaded with the result `err`. */
static struct tg_err *settle(struct tg_err *err, const char *src, struct tg_report *report,
                             const char *where)
{
    cli_print_report(report);
    if (!err && report->count[TG_ERROR])
        err = tg_err_new(TG_E_USAGE, src, "%zu error%s in %s", report->count[TG_ERROR],
                         report->count[TG_ERROR] == 1 ? "" : "s", where);
    tg_report_release(report);
    return err;
}

struct tg_err *cli_project_load(const char *src, const char *out, bool follow_links,
                                struct tg_site **site)
{
    struct tg_report report = {0};
    struct tg_err *err =
        tg_project_load(src, out, locale_of_environment(), follow_links, &report, site);

    return settle(err, src, &report, "the settings");
}

struct tg_err *cli_tree_scan(const char *src, const char *out, const struct tg_scan_rules *rules,
                             struct tg_site **site)
{
    struct tg_report report = {0};
    struct tg_err *err = tg_site_scan(src, out, rules, &report, site);

    return settle(err, src, &report, "the files of albums");
}

/* What the command line says about all pictures stays; the rest is the settings'. */
void cli_project_spec(const struct cli_options *o, const struct tg_rendition *r,
                      struct tg_output_spec *spec)
{
    const struct tg_picture_options *options = r->options;

    if (r->percent == 100)
        spec->geometry.kind = r->original ? TG_GEO_ORIGINAL : TG_GEO_COPY;
    else if (r->percent)
        spec->geometry = (struct tg_geometry){.kind = TG_GEO_PERCENT, .percent = r->percent};
    spec->jpeg_mode = options->progressive ? TG_JPEG_PROGRESSIVE : TG_JPEG_BASELINE;
    spec->quality = options->quality ? options->quality : 1;
    spec->turn = options->auto_orient ? TG_TURN_UPRIGHT : TG_TURN_LEAVE;
    spec->keep = options->strip ? 0 : TG_KEEP_EXIF;
    if (!o->subsampling_given)
        spec->subsampling = TG_SUB_KEEP;
}
