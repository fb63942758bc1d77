/* cli_project.h - récitale projects on the command line. */
#ifndef TG_CLI_CLI_PROJECT_H
#define TG_CLI_CLI_PROJECT_H

#include "cli/cli.h"
#include "gallery/model/problems.h"
#include "gallery/source/scan.h"

/* Whether SRC is one. */
struct tg_err *cli_project_exists(const char *src, bool *exists) TG_MUST_USE;

/* Loads it; prints everything that is wrong with it on standard error.  An error if it cannot be
 * built. */
struct tg_err *cli_project_load(const char *src, const char *out, bool follow_links,
                                struct tg_site **site) TG_MUST_USE;

/* The same for a plain folder tree and the files of its albums. */
struct tg_err *cli_tree_scan(const char *src, const char *out, const struct tg_scan_rules *rules,
                             struct tg_site **site) TG_MUST_USE;

/* Everything that a report has, warnings and errors, a line each on standard error. */
void cli_print_report(const struct tg_report *report);

/* Changes `spec`, that of the command line, to what a rendition of a project wants. */
void cli_project_spec(const struct cli_options *o, const struct tg_rendition *r,
                      struct tg_output_spec *spec);

#endif
