/* site_model.c - what a project costs alongside its pictures: settings read, renditions planned,
 * pages and feed written.  Every photo is taken for one of 3000x2000; none is opened.
 *
 * Usage: tg_site_model SRC OUT */
#include <stdio.h>
#include <sys/resource.h>

#include "bench/measure.h"
#include "gallery/pages/pages.h"
#include "gallery/plan/plan.h"
#include "gallery/source/project_load.h"

int main(int argc, char **argv)
{
    struct tg_report report = {0};
    struct tg_site *site = NULL;
    size_t renditions = 0;
    struct rusage usage;
    double loaded, planned;

    if (argc != 3) {
        fprintf(stderr, "usage: tg_site_model SRC OUT\n");
        return 2;
    }
    measure_check(tg_project_load(argv[1], argv[2], NULL, false, NULL, &report, &site), "load");
    for (size_t i = 0; !site && i < report.len; i++)
        fprintf(stderr, "%s\n", report.problems[i].text);
    if (!site)
        return 1;
    loaded = measure_cpu_seconds();
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 3000;
        site->photos[i]->height = 2000;
    }
    measure_check(tg_site_plan(site), "plan");
    planned = measure_cpu_seconds();
    measure_check(tg_site_write(site, NULL, NULL, NULL), "write");
    for (size_t i = 0; i < site->photos_len; i++)
        renditions += site->photos[i]->renditions_len;
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("%zu %zu %.3f %.3f %.3f %.1f\n", site->photos_len, renditions, loaded, planned - loaded,
           measure_cpu_seconds() - planned, (double)usage.ru_maxrss / 1024);
    tg_report_release(&report);
    tg_site_free(site);
    return 0;
}
