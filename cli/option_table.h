/* option_table.h - the options of every command.  The parser, --help and "help --json" read this
 * table; from the latter packaging/generate.py writes the completions and the manual's lists.
 *
 * Parts: option_pictures.inc, option_rows.inc, option_values.h, option_values.c, shard_option.c. */
#ifndef TG_CLI_OPTION_TABLE_H
#define TG_CLI_OPTION_TABLE_H

#include "cli/options.h"

/* What an option's value or a command's arguments are, for completion. */
enum cli_complete { CLI_COMPLETE_NONE, CLI_COMPLETE_FILE, CLI_COMPLETE_FOLDER };

struct cli_option;

/* Stores the value `text` (NULL for a flag) in *o.  Prints a usage error that begins with `where`,
 * "-j" or the environment's "TIRAGE_JOBS", before it returns false. */
typedef bool cli_option_fn(struct cli_options *o, const struct cli_option *option,
                           const char *where, const char *text);

enum { CLI_OPTIONS_MAX = 100, CLI_USES = 6 };

/* What an option means to some commands.  Help begins with a short phrase, which completions show;
 * what follows a semicolon is for --help and the manual only. */
struct cli_option_use {
    unsigned commands;          /* 1 << enum cli_command, or several; 0 ends the list */
    const char *help;           /* NULL: the option is not shown */
    const char *value;          /* NULL: that of the option */
    enum cli_complete complete; /* NONE: that of the option, unless value is set */
};

struct cli_option {
    const char *name;  /* without its dashes; NULL ends the table */
    char letter;       /* 0: none */
    const char *value; /* its name in the help; NULL: the option is a flag */
    cli_option_fn *parse;
    size_t field;      /* in struct cli_options, of the type that parse wants */
    uint64_t min, max; /* of a number */
    const char *const
        *words;       /* the choices, NULL-ended, or those that completion offers; NULL: none */
    bool repeats;     /* it may be given several times */
    bool in_requests; /* it is about one output of thumb, and a field of those of serve: its
                         parser keeps no pointer to the text */
    const char *
        initial; /* the default, parsed before everything else; NULL: as cli_options_parse() says */
    const char *environment; /* the variable that is read where the option is absent, or NULL */
    enum cli_complete complete;
    struct cli_option_use uses[CLI_USES];
    const char *manual; /* sentences that only the manual has, or NULL */
};

extern const struct cli_option cli_option_table[];

/* What the option means to a command; NULL: the command does not take it. */
const struct cli_option_use *cli_option_use(const struct cli_option *option,
                                            enum cli_command command);

/* Every command takes it. */
bool cli_option_is_common(const struct cli_option *option);

/* The name of its value there; NULL: it is a flag. */
const char *cli_option_value(const struct cli_option *option, const struct cli_option_use *use);

#endif
