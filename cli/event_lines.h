/* event_lines.h - what pipeline/ reports, as lines on standard error and, with --json, on standard
 * output. */
#ifndef TG_CLI_EVENT_LINES_H
#define TG_CLI_EVENT_LINES_H

#include "cli/progress.h"
#include "pipeline/events.h"

/* Initialises the progress, which must outlive the events. */
struct tg_events cli_events(struct cli_progress *p, const struct cli_options *o);

#endif
