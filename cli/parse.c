/* parse.c - see parse.h. */
#include "cli/parse.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/mistakes.h"
#include "cli/option_values.h"
#include "cli/report.h"
#include "core/run/cpus.h"
#include "core/run/memory.h"
#include "gallery/model/hdr_rule.h"

enum {
    ID = 256, /* an option's is this and its index, which no letter is */
    NAME_MAX_BYTES = 32,
};

/* What getopt_long() wants. */
struct getopt_tables {
    struct option names[CLI_OPTIONS_MAX + 1];
    char letters[2 * CLI_OPTIONS_MAX + 2];
};

static void fill_tables(struct getopt_tables *t)
{
    char *letter = t->letters;

    memset(t, 0, sizeof(*t));
    *letter++ = ':'; /* tell missing values from unknown options */
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

static bool exists(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

/* The first argument names the command; anything else is the SRC of a build.  What options mean
 * depends on it, so it is found before they are parsed: in a copy, which getopt_long() sorts. */
static bool find_command(struct cli_options *o, int argc, char **argv,
                         const struct getopt_tables *tables)
{
    char **copy = calloc((size_t)argc + 1, sizeof(*copy));
    enum cli_command command;

    if (!copy)
        return false;
    memcpy(copy, argv, (size_t)argc * sizeof(*copy));
    while (getopt_long(argc, copy, tables->letters, tables->names, NULL) != -1)
        ;
    command = optind < argc ? cli_find_command(copy[optind]) : CMD_COUNT;
    if (command != CMD_COUNT) {
        o->command = command;
        o->name = cli_commands[command].name;
    } else if (optind < argc) {
        o->args[0] = copy[optind]; /* for parse_option() */
    }
    free(copy);
    optind = 0; /* from the beginning */
    return true;
}

/* What getopt_long() stumbled over; `id` is its '?' or ':'. */
static bool refuse(const struct cli_options *o, int id, int argc, char **argv)
{
    const char *what = optind > 0 && optind <= argc ? argv[optind - 1] : "";
    const struct cli_option_use *use;
    const struct cli_option *option;

    if (id == '?' && optopt < ID)
        return cli_refuse_option(o, (char)optopt, what);
    option = found(optopt);
    if (id == '?')
        return cli_refuse_value(o, option, NULL);
    use = cli_option_use(option, o->command);
    cli_usage(o, "'%s': its value, %s, is missing", what,
              use ? cli_option_value(option, use) : option->value);
    return false;
}

/* A letter's value does not begin with "=", which people write who think of words; and numbers are
 * no values of -q, which means something else in many programs. */
static bool check_letter(const struct cli_options *o, const struct cli_option *option, int argc,
                         char **argv)
{
    if (optarg && *optarg == '=' && optarg != argv[optind - 1]) {
        cli_usage(o, "'-%c%s': a letter's value comes without '=': say --%s%s", option->letter,
                  optarg, option->name, optarg);
        return false;
    }
    if (option->letter == 'q' && optind < argc && (o->command == CMD_THUMB || !o->name) &&
        *argv[optind] && !argv[optind][strspn(argv[optind], "0123456789")] &&
        access(argv[optind], F_OK) != 0)
        return cli_refuse_value(o, option, argv[optind]);
    return true;
}

/* The name of a file or folder, twice and not the same: one of them would be ignored. */
static bool check_twice(const struct cli_options *o, const struct cli_option *option)
{
    const void *field = (const char *)o + option->field;
    const char *before;

    if (option->parse != cli_parse_text)
        return true;
    before = *(const char *const *)field;
    if (strcmp(before, optarg) == 0)
        return true;
    cli_usage(o, "--%s is there twice: '%s' and '%s'", option->name, before, optarg);
    return false;
}

static bool parse_option(struct cli_options *o, int id, int argc, char **argv, bool *given)
{
    const struct cli_option *option = found(id);
    bool *before = &given[option - cli_option_table];
    char name[NAME_MAX_BYTES];

    if (!cli_option_use(option, o->command) && !o->name && o->args[0] && !exists(o->args[0])) {
        (void)cli_refuse_command(o, "command or folder", o->args[0]);
        return false;
    }
    if (!cli_option_use(option, o->command))
        return cli_refuse_foreign(o, option);
    if ((id < ID && !check_letter(o, option, argc, argv)) || (*before && !check_twice(o, option)))
        return false;
    *before = true;
    o->bare = o->bare && cli_option_is_common(option);
    return option->parse(o, option, shown_name(option, name, sizeof(name)), optarg);
}

static bool parse_options(struct cli_options *o, int argc, char **argv)
{
    bool given[CLI_OPTIONS_MAX] = {false};
    struct getopt_tables tables;
    int id;

    fill_tables(&tables);
    opterr = 0;
    if (!find_command(o, argc, argv, &tables))
        return false;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (!cli_check_dashes(o, argv[i]))
            return false;
    while ((id = getopt_long(argc, argv, tables.letters, tables.names, NULL)) != -1) {
        if (id == '?' || id == ':')
            return refuse(o, id, argc, argv);
        if (!parse_option(o, id, argc, argv, given))
            return false;
    }
    optind += o->name != NULL;
    o->args_len = (size_t)(argc - optind);
    if (o->args_len)
        memcpy(o->args, argv + optind, o->args_len * sizeof(*o->args));
    return true;
}

/* Arguments that no command can mean; and where none was named, that SRC is there. */
static bool check_arguments(struct cli_options *o)
{
    for (size_t i = 0; i < o->args_len; i++)
        if (!*o->args[i]) {
            cli_usage(o, "argument %zu is empty: a variable without a value?", i + 1);
            return false;
        }
    if (!o->name && o->args_len && !exists(o->args[0])) {
        (void)cli_refuse_command(o, "command or folder", o->args[0]);
        return false;
    }
    /* Nobody wants a gallery of whatever folder they happen to be in. */
    if (!o->name && o->bare && !o->args_len && !exists("settings.yaml") && !exists("album.md"))
        o->help = true;
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
    o->format_given = false; /* but by its default */
    return true;
}

bool cli_options_parse(struct cli_options *o, int argc, char **argv)
{
    size_t n = (size_t)argc + 1;
    bool ok;

    *o = (struct cli_options){
        .command = CMD_BUILD,
        .bare = true,
        .jobs = tg_cpus_available(),
        .memory = tg_memory_available(),
        .port = -1,
        .args = calloc(n, sizeof(*o->args)),
        .include = calloc(n, sizeof(*o->include)),
        .exclude = calloc(n, sizeof(*o->exclude)),
        .roots = calloc(n, sizeof(*o->roots)),
    };
    (void)tg_cpu_level("best", &o->cpu_mask);
    ok = o->args && o->include && o->exclude && o->roots && apply_defaults(o) &&
         parse_options(o, argc, argv) && check_arguments(o);
    /* Pages are for looking at, not for editing: a ninth of the bytes is saved unless asked
     * otherwise. */
    if (o->command == CMD_BUILD && !o->subsampling_given)
        o->spec.subsampling = TG_SUB_420;
    if (o->hdr != TG_HDR_DROP)
        o->spec.keep |= TG_KEEP_GAIN_MAP;
    return ok && cli_settle_geometry(o);
}

void cli_options_release(struct cli_options *o)
{
    for (size_t i = 0; i < o->sizes_len; i++)
        free((char *)(uintptr_t)o->sizes[i]);
    free(o->args);
    free(o->include);
    free(o->exclude);
    free(o->roots);
}
