/* commands.h - the commands: what runs them and what their help says.
 *
 * Parts: help.c, help_json.c. */
#ifndef TG_CLI_COMMANDS_H
#define TG_CLI_COMMANDS_H

#include "cli/option_table.h"

struct cli_command_info {
    const char *name;
    const char *alias;                       /* another name, or NULL */
    int (*run)(const struct cli_options *o); /* returns an exit code */
    const char *arguments[3];   /* synopses, without the command's name; at least one, then NULL */
    enum cli_complete complete; /* what its arguments are */
    const char *summary;        /* for the list of all commands */
    const char *description;    /* paragraphs, each a line */
    const char *notes;          /* paragraphs below the options, or NULL */
};

/* One for each enum cli_command, in their order. */
extern const struct cli_command_info cli_commands[CMD_COUNT];

/* Prints the help of a command that was named, or of all; also for --help of every command. */
int cmd_help(const struct cli_options *o);

/* Prints the tables of commands and options on stdout, one JSON object a line. */
void cli_print_tables(void);

#endif
