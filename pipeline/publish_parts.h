/* publish_parts.h (private to publishing) - where a site is published to, and rsync. */
#ifndef TG_PIPELINE_PUBLISH_PARTS_H
#define TG_PIPELINE_PUBLISH_PARTS_H

#include "gallery/model/site.h"
#include "pipeline/publish.h"

/* Arguments of a command; strings that were made for it are owned. */
struct tg_arguments {
    const char *argv[64 + 1];
    size_t len;
    char *owned[64];
    size_t owned_len;
    bool failed; /* memory was short or they are too many */
};

void tg_arguments_add(struct tg_arguments *w, const char *argument);
void tg_arguments_add_owned(struct tg_arguments *w,
                            char *argument); /* takes the string; NULL: memory is short */
void tg_arguments_release(struct tg_arguments *w);

struct tg_publish_target {
    struct tg_site *site; /* whose settings it is from; NULL: --to */
    struct tg_deploy deploy;
    const char *plain_file;     /* the album.md that they are from; NULL: a project's, or --to */
    char *dest;                 /* as rsync writes it */
    struct tg_arguments others; /* options of rsync from the settings */
    char *owned[3];             /* parts of an address */
    size_t owned_len;
    bool is_local; /* a folder of this machine */
    bool is_usage; /* see struct tg_publish_result */
};

/* Finds out where the site `out` of `src` is to go.  A folder of this machine is refused that is
 * the one of the photos or of the site, inside it or above it.  The target is the caller's to
 * release, also after an error. */
struct tg_err *tg_publish_target_find(const struct tg_publish_options *o, const char *src,
                                      const char *out, const struct tg_events *events,
                                      struct tg_publish_target *t) TG_MUST_USE;
void tg_publish_target_release(struct tg_publish_target *t);

/* Whose the target's files are: what is there at first decides whether --delete may remove what OUT
 * lacks. */
enum tg_publish_owner {
    TG_OWNER_NONE,    /* it is empty or does not exist */
    TG_OWNER_US,      /* it has our mark */
    TG_OWNER_ANOTHER, /* it has files and no mark */
};

/* The file in a target that says so; neither sent from a site nor deleted. */
#define TG_PUBLISH_MARK ".tirage-deployed"

/* Everything but the pages goes first; they take their places at the end. */
enum tg_publish_pass { TG_PUBLISH_MEDIA, TG_PUBLISH_PAGES };

/* Names that are neither sent nor removed, and those of pages: patterns as rsync's --exclude has
 * them, "/" at the beginning for the site's root, at the end for folders alone; ended by NULL. */
extern const char *const tg_publish_kept[], *const tg_publish_pages[];

/* The same of a path, relative to the site. */
bool tg_publish_keeps(const char *path, bool is_folder);
bool tg_publish_is_page(const char *path);

/* Counts a file and tells of it. */
void tg_publish_tell(struct tg_publish_result *result, const struct tg_events *events,
                     enum tg_publish_what what, const char *path);

/* publish_copy.c: the same for a folder of this machine as of rsync below, by our own copies. */
struct tg_err *tg_publish_copy_look(const struct tg_publish_target *t,
                                    enum tg_publish_owner *owner) TG_MUST_USE;
struct tg_err *tg_publish_copy_mark(const struct tg_publish_target *t,
                                    const char *text) TG_MUST_USE;
struct tg_err *tg_publish_copy(const struct tg_publish_options *o,
                               const struct tg_publish_target *t, const struct tg_events *events,
                               struct tg_publish_result *result) TG_MUST_USE;

/* Runs rsync in the foreground, with --dry-run and --itemize-changes, and tells what it would do.
 */
struct tg_err *tg_rsync_tell(const struct tg_arguments *w, const struct tg_events *events,
                             struct tg_publish_result *result) TG_MUST_USE;

/* Runs rsync in the foreground.  *stop: the signal that ended it early; else left alone. */
struct tg_err *tg_rsync_run(const struct tg_arguments *w, int *stop) TG_MUST_USE;

/* Lists the target over the same transport that the site takes. */
struct tg_err *tg_publish_target_look(const struct tg_publish_target *t,
                                      const struct tg_events *events, enum tg_publish_owner *owner,
                                      int *stop) TG_MUST_USE;

/* Writes the mark. */
struct tg_err *tg_publish_target_mark(const struct tg_publish_options *o,
                                      const struct tg_publish_target *t, const char *text,
                                      int *stop) TG_MUST_USE;

/* Adds the program that rsync reaches the target through, if it is not ssh alone. */
void tg_publish_target_add_shell(const struct tg_publish_target *t, struct tg_arguments *w);

#endif
