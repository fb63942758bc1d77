/* help.c - --help, from the tables of commands and options. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/mistakes.h"

enum { WIDTH = 80, COMMAND_COLUMN = 13, OPTION_COLUMN = 27, LABEL_MAX_BYTES = 64 };

/* Columns of a text: bytes that do not continue a character. */
static int columns(const char *text, size_t len)
{
    int n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* Prints one paragraph in lines that begin at column `indent`, where the cursor is. */
static void print_wrapped(const char *text, size_t len, int indent)
{
    const char *end = text + len;
    bool first = true;
    int at = indent;

    while (text < end) {
        size_t word = strcspn(text, " \n");
        int width = columns(text, word);

        if (!first && at + 1 + width > WIDTH) {
            printf("\n%*s", indent, "");
            at = indent;
        } else if (!first) {
            putchar(' ');
            at++;
        }
        printf("%.*s", (int)word, text);
        at += width;
        text += word + 1;
        first = false;
    }
    putchar('\n');
}

/* Paragraphs with `between` after each but the last. */
static void print_paragraphs(const char *text, const char *between)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        print_wrapped(text, len, 0);
        text += len;
        if (*text == '\n') {
            (void)fputs(between, stdout);
            text++;
        }
    }
}

/* A label and its text, which begins at `column`, on a line of its own if the label is long. */
static void print_item(const char *label, int column, const char *text)
{
    printf("%-*s", column, label);
    if ((int)strlen(label) + 2 > column)
        printf("\n%*s", column, "");
    print_wrapped(text, strlen(text), column);
}

static void print_option(const struct cli_option *option, const struct cli_option_use *use)
{
    const char *value = cli_option_value(option, use);
    char label[LABEL_MAX_BYTES], text[1024];

    if (option->letter)
        (void)snprintf(label, sizeof(label), "  -%c, --%s%s%s", option->letter, option->name,
                       value ? " " : "", value ? value : "");
    else
        (void)snprintf(label, sizeof(label), "      --%s%s%s", option->name, value ? " " : "",
                       value ? value : "");
    (void)snprintf(text, sizeof(text), "%s%s%s", use->help, option->initial ? "; default: " : "",
                   option->initial ? option->initial : "");
    print_item(label, OPTION_COLUMN, text);
}

/* Options of every command, or those that only some take, of which `command` is one. */
static void print_options(enum cli_command command, bool common)
{
    for (const struct cli_option *option = cli_option_table; option->name; option++) {
        const struct cli_option_use *use = cli_option_use(option, command);

        if (use && use->help && cli_option_is_common(option) == common)
            print_option(option, use);
    }
}

static void print_overview(void)
{
    printf("tirage - turns folders of photos into a static web gallery\n"
           "\n"
           "tirage [COMMAND] [OPTION...] [ARGUMENT...]\n"
           "\n"
           "Commands; tirage COMMAND --help lists their options:\n");
    for (int i = 0; i < CMD_HELP; i++) {
        char label[LABEL_MAX_BYTES];

        (void)snprintf(label, sizeof(label), "  %s", cli_commands[i].name);
        print_item(label, COMMAND_COLUMN, cli_commands[i].summary);
    }
    printf("\nOptions of every command, before or after it:\n");
    print_options(CMD_HELP, true);
    printf(
        "\ntirage FOLDER builds that folder; tirage alone the current one, if it has a\n"
        "settings.yaml or an album.md.\n"
        "Exit codes: 0 done; 1 failed; 2 wrong command line; 3 done, but some pictures failed.\n");
}

static void print_synopses(const struct cli_command_info *command, const char *name)
{
    for (const char *const *line = command->arguments; *line; line++)
        printf("tirage %s%s%s\n", name, **line ? " " : "", *line);
}

static void print_command(enum cli_command id)
{
    const struct cli_command_info *command = &cli_commands[id];
    bool options = false;

    print_synopses(command, command->name);
    if (command->alias)
        print_synopses(command, command->alias);
    putchar('\n');
    print_paragraphs(command->description, "\n");
    for (const struct cli_option *option = cli_option_table; option->name; option++)
        options = options || (cli_option_use(option, id) && !cli_option_is_common(option));
    if (options) {
        putchar('\n');
        print_options(id, false);
    }
    if (command->notes) {
        putchar('\n');
        print_paragraphs(command->notes, "");
    }
    printf("\nOptions of every command: tirage --help\n");
}

int cmd_help(const struct cli_options *o)
{
    enum cli_command command = o->name ? o->command : CMD_HELP;

    if (command == CMD_HELP && o->args_len > 1)
        return cli_usage(o, "help takes one command, not %zu", o->args_len);
    if (command == CMD_HELP && o->args_len)
        command = cli_find_command(o->args[0]);
    if (command == CMD_COUNT)
        return cli_refuse_command(o, "command", o->args[0]);
    if (o->json)
        cli_print_tables();
    else if (command != CMD_HELP)
        print_command(command);
    else
        print_overview();
    return EXIT_DONE;
}
