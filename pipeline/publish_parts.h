/* publish_parts.h - the parts of tirage deploy: where to, and rsync. */
#ifndef TG_PIPELINE_PUBLISH_PARTS_H
#define TG_PIPELINE_PUBLISH_PARTS_H

#include "pipeline/load.h"

/* Words of a command; strings that were made for it are owned. */
struct cli_words {
    const char *argv[64 + 1];
    size_t len;
    char *owned[64];
    size_t owned_len;
    bool failed; /* memory was short or they are too many */
};

void cli_words_add(struct cli_words *w, const char *word);
void cli_words_add_owned(struct cli_words *w,
                         char *word); /* takes the string; NULL: memory is short */
void cli_words_release(struct cli_words *w);

struct cli_target {
    struct tg_site *site; /* whose settings it is from; NULL: --to */
    struct tg_deploy deploy;
    char *dest;              /* as rsync writes it */
    struct cli_words others; /* options of rsync from the settings */
    bool is_usage;           /* what is wrong with it stands on the command line */
};

/* Finds out where the site `out` of `src` is to go.  A folder of this machine is refused that is the one of the
 * photos or of the site, inside it or above it.  The target is the caller's to release, also after an error. */
struct tg_err *cli_target_find(const struct cli_options *o, const char *src, const char *out,
                               struct cli_target *t) TG_MUST_USE;
void cli_target_release(struct cli_target *t);

/* Whose the target's files are: what is there at first decides whether --delete may remove what OUT lacks. */
enum cli_owner {
    CLI_OWNER_NONE,    /* it is empty or does not exist */
    CLI_OWNER_US,      /* it has our mark */
    CLI_OWNER_ANOTHER, /* it has files and no mark */
};

/* The file in a target that says so; neither sent from a site nor deleted. */
#define CLI_DEPLOY_MARK ".tirage-deployed"

/* Runs rsync in the foreground.  *stop: the signal that ended it early; else left alone. */
struct tg_err *cli_rsync_run(const struct cli_words *w, int *stop) TG_MUST_USE;

/* Lists the target over the same transport that the site takes. */
struct tg_err *cli_target_look(const struct cli_target *t, enum cli_owner *owner,
                               int *stop) TG_MUST_USE;

/* Writes the mark. */
struct tg_err *cli_target_mark(const struct cli_options *o, const struct cli_target *t,
                               int *stop) TG_MUST_USE;

/* Adds the program that rsync reaches the target through, if it is not ssh alone. */
void cli_target_add_shell(const struct cli_target *t, struct cli_words *w);

#endif
