/* locate.c - see locate.h. */
#include "pipeline/locate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "gallery/source/state_setting.h"

struct tg_err *tg_locate_state(const char *asked, const char *src, bool follow_links, char **given)
{
    if (!asked)
        return tg_site_state(src, follow_links, given);
    *given = strdup(asked);
    return *given ? NULL : tg_err_nomem();
}

void tg_outdir_listen(struct tg_outdir *d, struct tg_events *events)
{
    d->aside = tg_events_aside;
    d->waiting = tg_events_waiting;
    d->ctx = events;
}

struct tg_err *tg_locate_outdir(const char *asked, const char *src, bool follow_links,
                                const char *out, struct tg_events *events, struct tg_outdir *d)
{
    char *given = NULL;
    struct tg_err *err = tg_locate_state(asked, src, follow_links, &given);

    tg_outdir_listen(d, events);
    if (!err)
        err = tg_outdir_find(d, out, given);
    free(given);
    return err;
}

struct tg_err *tg_require_site(const char *out)
{
    char *index = tg_path_join(out, "index.html");
    struct stat st;
    bool there = index && stat(index, &st) == 0;

    free(index);
    return there ? NULL
                 : tg_err_new(TG_E_USAGE, out, "there is no site yet: make it with 'tirage build'");
}
