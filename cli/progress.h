/* progress.h - what a person sees while a run works, on stderr: one line that renews itself on a
 * terminal, a plain line every few seconds elsewhere, nothing with -q.  With --json, one object per
 * photo on stdout. */
#ifndef TG_CLI_PROGRESS_H
#define TG_CLI_PROGRESS_H

#include "cli/options.h"

struct tg_job;

struct cli_progress {
    const struct cli_options *options;
    const char *verb; /* "reading", "rendering" */
    size_t total, done;
    uint64_t start_ms, shown_ms;
    bool terminal, report; /* report: say what became of each photo */
    char alongside[96];    /* what is done alongside the photos, "video 1/2: 00:00:07 of a.mp4" */
};

void cli_progress_init(struct cli_progress *p, const struct cli_options *o, const char *verb,
                       size_t total);
void cli_progress_step(struct cli_progress *p, const struct tg_job *job);
void cli_progress_alongside(struct cli_progress *p, const char *text); /* empty: nothing now */
void cli_progress_end(struct cli_progress *p);

#endif
