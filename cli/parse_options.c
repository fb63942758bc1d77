/* parse_options.c - see parse_options.h. */
#include "cli/parse_options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/report.h"
#include "core/run/cpus.h"
#include "core/run/memory.h"

enum {
    ID = 256, /* an option's is this and its index, which no letter is */
    NAME_MAX_BYTES = 32,
};

/* What getopt_long() wants. */
struct getopt_tables {
    struct option names[CLI_OPTIONS_MAX + 1];
    char letters[2 * CLI_OPTIONS_MAX + 1];
};

static void fill_tables(struct getopt_tables *t)
{
    char *letter = t->letters;

    memset(t, 0, sizeof(*t));
    for (int i = 0; cli_option_table[i].name; i++) {
        const struct cli_option *option = &cli_option_table[i];

        t->names[i] = (struct option){
            .name = option->name,
            .has_arg = option->value ? required_argument : no_argument,
            .val = ID + i,
        };
        if (option->letter)
            *letter++ = option->letter;
        if (option->letter && option->value)
            *letter++ = ':';
    }
}

/* The option that getopt_long() has found. */
static const struct cli_option *found(int id)
{
    const struct cli_option *option = cli_option_table;

    if (id >= ID)
        return option + (id - ID);
    while (option->letter != id)
        option++;
    return option;
}

/* As messages name it: -j, --cpu. */
static const char *shown_name(const struct cli_option *option, char *name, size_t size)
{
    if (option->letter)
        (void)snprintf(name, size, "-%c", option->letter);
    else
        (void)snprintf(name, size, "--%s", option->name);
    return name;
}

/* `given` has a member for each option of the table. */
static bool check_valid(const struct cli_options *o, const bool *given)
{
    for (size_t i = 0; cli_option_table[i].name; i++)
        if (given[i] && !cli_option_use(&cli_option_table[i], o->command)) {
            cli_usage("--%s does not belong to this command", cli_option_table[i].name);
            return false;
        }
    return true;
}

/* The first argument names the command; anything else is the SRC of a build. */
static void take_command(struct cli_options *o)
{
    const char *word = o->args_len ? o->args[0] : "";

    for (int i = 0; i < CMD_COUNT; i++) {
        const struct cli_command_info *command = &cli_commands[i];

        if (strcmp(word, command->name) != 0 &&
            (!command->alias || strcmp(word, command->alias) != 0))
            continue;
        o->command = (enum cli_command)i;
        o->named = true;
        o->args_len--;
        memmove(o->args, o->args + 1, o->args_len * sizeof(*o->args));
        return;
    }
}

static bool parse_options(struct cli_options *o, int argc, char **argv, bool *given)
{
    struct getopt_tables tables;
    char name[NAME_MAX_BYTES];
    int id;

    fill_tables(&tables);
    opterr = 0;
    while ((id = getopt_long(argc, argv, tables.letters, tables.names, NULL)) != -1) {
        const struct cli_option *option;

        if (id == '?' || id == ':') {
            const char *what = optind > 0 && optind <= argc ? argv[optind - 1] : "";

            cli_usage("'%s': unknown option, or its value is missing", what);
            return false;
        }
        option = found(id);
        if (!option->parse(o, option, shown_name(option, name, sizeof(name)), optarg))
            return false;
        given[option - cli_option_table] = true;
    }
    o->args_len = (size_t)(argc - optind);
    if (o->args_len)
        memcpy(o->args, argv + optind, o->args_len * sizeof(*o->args));
    return true;
}

/* What holds where the command line says nothing. */
static bool apply_defaults(struct cli_options *o)
{
    for (const struct cli_option *option = cli_option_table; option->name; option++) {
        const char *value = option->environment ? getenv(option->environment) : NULL;

        if (option->initial && !option->parse(o, option, option->name, option->initial))
            return false;
        if (value && *value && !option->parse(o, option, option->environment, value))
            return false;
    }
    return true;
}

bool cli_options_parse(struct cli_options *o, int argc, char **argv)
{
    size_t n = (size_t)argc + 1;
    bool given[CLI_OPTIONS_MAX] = {false};
    bool ok;

    *o = (struct cli_options){
        .command = CMD_BUILD,
        .jobs = tg_cpus_available(),
        .memory = tg_memory_available(),
        .port = -1,
        .args = calloc(n, sizeof(*o->args)),
        .include = calloc(n, sizeof(*o->include)),
        .exclude = calloc(n, sizeof(*o->exclude)),
    };
    (void)tg_cpu_level("best", &o->cpu_mask);
    ok = o->args && o->include && o->exclude && apply_defaults(o) &&
         parse_options(o, argc, argv, given);
    if (ok) {
        take_command(o);
        ok = check_valid(o, given);
    }
    /* Pages are for looking at, not for editing: a ninth of the bytes is saved unless asked
     * otherwise. */
    if (o->command == CMD_BUILD && !o->subsampling_given)
        o->spec.subsampling = TG_SUB_420;
    for (size_t i = 0; i < o->sizes_len; i++)
        o->geometry[i].fit = o->fit;
    return ok;
}

void cli_options_release(struct cli_options *o)
{
    for (size_t i = 0; i < o->sizes_len; i++)
        free((char *)(uintptr_t)o->sizes[i]);
    free(o->args);
    free(o->include);
    free(o->exclude);
}
