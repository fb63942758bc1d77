/* publish.h - a site goes to a server, by rsync, or to another folder of this machine, by copies.
 *
 * Parts: publish_copy.c, publish_parts.h, publish_rsync.c, publish_target.c. */
#ifndef TG_PIPELINE_PUBLISH_H
#define TG_PIPELINE_PUBLISH_H

#include "core/base/err.h"
#include "pipeline/events.h"

/* All strings are borrowed. */
struct tg_publish_options {
    const char *src, *out;
    const char *to; /* [USER@]HOST:FOLDER, ssh://[USER@]HOST[:PORT]/FOLDER or FOLDER; NULL: as the
                         * settings of SRC say */
    const char *locale; /* as in struct tg_build_options */
    const char *tmpdir; /* for temporary files */
    bool follow_links;
    bool delete_files;  /* remove what is in the target and not in the site */
    bool force;         /* also where files are that we have not put there */
    bool dry_run;       /* send and remove nothing; TG_EVENT_FILE for what would be */
    bool quiet;         /* rsync prints nothing, */
    bool show_progress; /* or how far it is */
};

/* What becomes of a file of the target. */
enum tg_publish_what { TG_PUBLISH_NEW, TG_PUBLISH_CHANGED, TG_PUBLISH_REMOVED, TG_PUBLISH_WHATS };

struct tg_publish_result {
    bool counted; /* the following are known: of copies, and where nothing is sent */
    uint64_t files[TG_PUBLISH_WHATS], unchanged, bytes; /* bytes: that are sent, of copies */
    char *dest;    /* where the site is now, as rsync writes it; the caller frees it */
    int stop;      /* the signal that ended it early; 0: none */
    bool is_usage; /* what is wrong with the target stands in `to` */
};

/* rsync runs in the foreground with our terminal, since ssh may ask for a password.  A folder of
 * this machine needs none, unless the settings have options for it.  *result is filled also after
 * an error. */
struct tg_err *tg_publish(const struct tg_publish_options *options, const struct tg_events *events,
                          struct tg_publish_result *result) TG_MUST_USE;

#endif
