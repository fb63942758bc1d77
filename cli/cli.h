/* cli.h - the commands.
 *
 * Parts: cmd_autogen.c, cmd_bench.c, cmd_build.c, cmd_cache.c, cmd_cpu.c, cmd_deploy.c,
 * cmd_doctor.c, cmd_example.c, cmd_gc.c, cmd_merge.c, cmd_preview.c, cmd_serve.c, cmd_thumb.c,
 * cmd_thumbnailer.c, cmd_why.c, commands.h, commands.c, help.c, help_json.c, mistakes.h,
 * mistakes.c, versions.c. */
#ifndef TG_CLI_CLI_H
#define TG_CLI_CLI_H

#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/signals.h"

/* Commands return an exit code. */
int cmd_build(const struct cli_options *o); /* and check, which ends before anything is written */
int cmd_autogen(const struct cli_options *o);
int cmd_thumb(const struct cli_options *o);
int cmd_serve(const struct cli_options *o);
int cmd_thumbnailer(const struct cli_options *o); /* thumb --thumbnailer */
int cmd_cache(const struct cli_options *o);
int cmd_cpu(const struct cli_options *o);
int cmd_doctor(const struct cli_options *o);
int cmd_example(const struct cli_options *o);
int cmd_gc(const struct cli_options *o);
int cmd_why(const struct cli_options *o);
int cmd_preview(const struct cli_options *o);
int cmd_deploy(const struct cli_options *o);
int cmd_bench(const struct cli_options *o);
int cmd_merge(const struct cli_options *o);
int cmd_help(const struct cli_options *o);    /* also for --help of every command */
int cmd_version(const struct cli_options *o); /* also for --version */

/* Print on stdout: levels and kernels; versions of tirage and of its libraries. */
void cli_print_cpu(const struct cli_options *o);
void cli_print_versions(void);

/* How many times as fast libjpeg decodes with SIMD as without; 0: it could not be measured. */
double cli_jpeg_speedup(void);

/* Prints the tables of commands and options on stdout, one JSON object a line. */
void cli_print_tables(void);

#endif
