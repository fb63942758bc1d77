/* state_place.c - where commands find the state of a site, and what they say of one that cannot be used. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "core/base/path.h"
#include "gallery/source/state_setting.h"

struct tg_err *cli_state_given(const struct cli_options *o, const char *src, char **given)
{
    if (!o->state)
        return tg_site_state(src, o->follow_links, given);
    *given = strdup(o->state);
    return *given ? NULL : tg_err_nomem();
}

struct tg_err *cli_outdir_find(const struct cli_options *o, const char *src, const char *out,
                               struct tg_outdir *d)
{
    char *given = NULL;
    struct tg_err *err = cli_state_given(o, src, &given);

    d->aside = cli_say_aside;
    if (!err)
        err = tg_outdir_find(d, out, given);
    free(given);
    return err;
}

void cli_say_aside(const char *path, const char *to, bool later)
{
    cli_print_line(stderr, "tirage: warning: %s %s: set aside as %s; everything is made again",
                   path, later ? "is of a later tirage" : "was damaged", tg_path_base(to));
}
