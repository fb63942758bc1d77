/* help_json.c - the tables of commands and options as JSON. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "core/base/json.h"

/* ,"key":"text", or nothing for NULL. */
static void put_text(struct tg_buf *b, const char *key, const char *text)
{
    if (!text)
        return;
    tg_buf_printf(b, ",\"%s\":", key);
    tg_json_string(b, text);
}

static void put_texts(struct tg_buf *b, const char *key, const char *const *texts)
{
    tg_buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0; texts[i]; i++) {
        tg_buf_puts(b, i ? "," : "");
        tg_json_string(b, texts[i]);
    }
    tg_buf_putc(b, ']');
}

static void put_complete(struct tg_buf *b, enum cli_complete complete)
{
    static const char *const words[] = {
        [CLI_COMPLETE_FILE] = "file", [CLI_COMPLETE_FOLDER] = "folder"};

    put_text(b, "complete", words[complete]);
}

static void put_command(struct tg_buf *b, const struct cli_command_info *command)
{
    tg_buf_puts(b, "{\"command\":");
    tg_json_string(b, command->name);
    put_text(b, "alias", command->alias);
    put_texts(b, "arguments", command->arguments);
    put_complete(b, command->complete);
    put_text(b, "summary", command->summary);
    put_text(b, "description", command->description);
    put_text(b, "notes", command->notes);
    tg_buf_puts(b, "}\n");
}

static void put_use(struct tg_buf *b, const struct cli_option *option,
                    const struct cli_option_use *use)
{
    const char *names[CMD_COUNT + 1];
    size_t n = 0;

    for (unsigned i = 0; i < CMD_COUNT; i++)
        if (use->commands & 1u << i)
            names[n++] = cli_commands[i].name;
    names[n] = NULL;
    tg_buf_puts(b, "{\"help\":");
    tg_json_string(b, use->help);
    put_texts(b, "commands", names);
    put_text(b, "value", cli_option_value(option, use));
    put_complete(b, use->value ? use->complete : option->complete);
    tg_buf_putc(b, '}');
}

static void put_option(struct tg_buf *b, const struct cli_option *option)
{
    const char letter[] = {option->letter, '\0'};

    tg_buf_puts(b, "{\"option\":");
    tg_json_string(b, option->name);
    put_text(b, "letter", *letter ? letter : NULL);
    if (option->words)
        put_texts(b, "words", option->words);
    put_text(b, "default", option->initial);
    put_text(b, "manual", option->manual);
    tg_buf_puts(b, cli_option_is_common(option) ? ",\"common\":true" : "");
    tg_buf_puts(b, option->repeats ? ",\"repeats\":true" : "");
    tg_buf_puts(b, ",\"uses\":[");
    for (size_t i = 0; i < CLI_USES && option->uses[i].commands; i++) {
        tg_buf_puts(b, i ? "," : "");
        put_use(b, option, &option->uses[i]);
    }
    tg_buf_puts(b, "]}\n");
}

void cli_print_tables(void)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    for (int i = 0; i < CMD_COUNT; i++)
        put_command(&b, &cli_commands[i]);
    for (const struct cli_option *option = cli_option_table; option->name; option++)
        if (option->uses[0].help)
            put_option(&b, option);
    (void)fputs(tg_buf_str(&b), stdout);
    tg_buf_release(&b);
}
