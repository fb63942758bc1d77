/* commands.h - the commands: what runs them and what their help says. */
#ifndef TG_CLI_COMMANDS_H
#define TG_CLI_COMMANDS_H

#include "cli/option_table.h"

struct cli_command_info {
    const char *name;
    const char *alias;                       /* another name, or NULL */
    int (*run)(const struct cli_options *o); /* returns an exit code */
    const char *arguments[4];   /* synopses, without the command's name; at least one, then NULL */
    enum cli_complete complete; /* what its arguments are */
    const char *summary;        /* for the list of all commands */
    const char *description;    /* paragraphs, each a line */
    const char *notes;          /* paragraphs below the options, or NULL */
};

/* One for each enum cli_command, in their order. */
extern const struct cli_command_info cli_commands[CMD_COUNT];

#endif
