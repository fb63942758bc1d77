/* locate.h - where a site's state is. */
#ifndef TG_PIPELINE_LOCATE_H
#define TG_PIPELINE_LOCATE_H

#include "core/incremental/outdir.h"
#include "pipeline/events.h"

/* Where the state is to be: as `asked` or, if that is NULL, the settings in `src` say; NULL:
 * neither does.  The caller frees *given. */
struct tg_err *tg_locate_state(const char *asked, const char *src, bool follow_links,
                               char **given) TG_MUST_USE;

/* tg_outdir_find() with that.  The events must outlive *d. */
struct tg_err *tg_locate_outdir(const char *asked, const char *src, bool follow_links,
                                const char *out, struct tg_events *events,
                                struct tg_outdir *d) TG_MUST_USE;

/* What the output folder reports becomes events. */
void tg_outdir_listen(struct tg_outdir *d, struct tg_events *events);

/* An error unless a site was built in `out`. */
struct tg_err *tg_require_site(const char *out) TG_MUST_USE;

#endif
