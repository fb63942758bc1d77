/* sandbox_report.h - what this system lacks of the workers' sandbox. */
#ifndef TG_CLI_SANDBOX_REPORT_H
#define TG_CLI_SANDBOX_REPORT_H

#include "cli/options.h"

/* Says, also with -q, which layers of the workers' confinement this system lacks, or that there is
 * none. */
void cli_note_sandbox(const struct cli_options *o);

/* EXIT_DONE, or what was printed about: --require-sandbox, and this system lacks a layer, or there
 * are no workers. */
int cli_require_sandbox(const struct cli_options *o);

#endif
