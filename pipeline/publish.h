/* publish.h - a site goes to a server or to another folder, by rsync.
 *
 * Parts: publish_parts.h, publish_rsync.c, publish_target.c. */
#ifndef TG_PIPELINE_PUBLISH_H
#define TG_PIPELINE_PUBLISH_H

#include "core/base/err.h"
#include "pipeline/events.h"

/* All strings are borrowed. */
struct tg_publish_options {
    const char *src, *out;
    const char *to;     /* as rsync writes it; NULL: as the settings of SRC say */
    const char *locale; /* as in struct tg_build_options */
    const char *tmpdir; /* for temporary files */
    bool follow_links;
    bool delete_files;  /* remove what is in the target and not in the site */
    bool force;         /* also where files are that we have not put there */
    bool dry_run;       /* rsync prints what it would do */
    bool quiet;         /* rsync prints nothing, */
    bool show_progress; /* or how far it is */
};

struct tg_publish_result {
    char *dest;    /* where the site is now, as rsync writes it; the caller frees it */
    int stop;      /* the signal that ended it early; 0: none */
    bool is_usage; /* what is wrong with the target stands in `to` */
};

/* rsync runs in the foreground with our terminal, since ssh may ask for a password.  *result is
 * filled also after an error. */
struct tg_err *tg_publish(const struct tg_publish_options *options, const struct tg_events *events,
                          struct tg_publish_result *result) TG_MUST_USE;

#endif
