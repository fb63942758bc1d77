/* mistakes.c - see mistakes.h. */
#include "cli/mistakes.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/nearest.h"
#include "core/base/path.h"

/* What people type who know other programs: vipsthumbnail, ImageMagick, sigal, hugo. */
static const struct {
    const char *name; /* of an option */
    char letter;      /* 0: none */
    bool thumb;       /* for tirage thumb alone */
    const char *hint;
} habits[] = {
    {"smartcrop", 'm', true, "--gravity attention crops to what is worth seeing"},
    {"position", 0, true, "--gravity says which part a crop shows"},
    {"crop", 'c', true, "--fit cover fills the size and crops"},
    {"export-profile", 'e', true, "--srgb converts colours"},
    {"eprofile", 0, true, "--srgb converts colours"},
    {"output-profile", 0, true, "--srgb converts colours"},
    {"import-profile", 'i', true, "the colour profile of a photo always counts"},
    {"iprofile", 0, true, "the colour profile of a photo always counts"},
    {"", 't', true, "photos come out upright; --rotate turns them further"},
    {"unsharp", 0, true, "--sharpen light, medium or strong sharpens what was reduced"},
    {"define", 0, true, "--max-bytes says how large a file may become"},
    {"extent", 0, true, "--pad COLOUR fills a size around the picture"},
    {"embed", 0, true, "--pad COLOUR fills a size around the picture"},
    {"no-rotate", 0, true, "photos come out upright"},
    {"auto-orient", 0, true, "photos come out upright"},
    {"strip", 0, true, "metadata is removed unless --keep says otherwise"},
    {"interlace", 0, true, "--progressive makes progressive JPEG"},
    {"resize", 0, true, "-s says the sizes"},
    {"thumbnail", 0, true, "-s says the sizes"},
    {"width", 0, true, "-s says the sizes, like 300x for a width and x200 for a height"},
    {"height", 0, true, "-s says the sizes, like 300x for a width and x200 for a height"},
    {"geometry", 'g', true, "-s says the sizes"},
    {"", 'f', true, "--format says the format"},
    {"", 'n', false, "--dry-run only lists"},
    {"destination", 0, false, "-o names what is written"},
    {"threads", 0, false, "-j says how many processes work"},
    {"workers", 0, false, "-j says how many processes work"},
    {"silent", 0, false, "-q is silent"},
};

static const struct {
    const char *name;
    enum cli_command command;
} other_commands[] = {{"watch", CMD_PREVIEW},  {"publish", CMD_DEPLOY}, {"upload", CMD_DEPLOY},
                      {"clean", CMD_GC},       {"resize", CMD_THUMB},   {"convert", CMD_THUMB},
                      {"generate", CMD_BUILD}, {"explain", CMD_WHY}};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Commands -------------------------------------------------------------------------------- */

enum cli_command cli_find_command(const char *name)
{
    int i = 0;

    while (i < CMD_COUNT && strcmp(name, cli_commands[i].name) != 0 &&
           (!cli_commands[i].alias || strcmp(name, cli_commands[i].alias) != 0))
        i++;
    return (enum cli_command)i;
}

int cli_refuse_command(const struct cli_options *o, const char *what, const char *word)
{
    struct cli_nearest n;

    cli_nearest_init(&n, word);
    for (size_t i = 0; i < LENGTH(other_commands) && !n.best; i++)
        if (strcmp(word, other_commands[i].name) == 0)
            n.best = cli_commands[other_commands[i].command].name;
    for (int i = 0; i < CMD_COUNT && (!n.best || n.distance); i++) {
        cli_nearest_try(&n, cli_commands[i].name);
        if (cli_commands[i].alias)
            cli_nearest_try(&n, cli_commands[i].alias);
    }
    if (n.best)
        return cli_usage(o, "there is no %s '%s'; did you mean tirage %s?", what, word, n.best);
    return cli_usage(o, "there is no %s '%s'", what, word);
}

/* ---- Options --------------------------------------------------------------------------------- */

/* The commands that take an option, as "tirage build and tirage thumb". */
static void list_users(struct tg_buf *b, const struct cli_option *option)
{
    enum cli_command users[CMD_COUNT];
    size_t n = 0;

    for (int i = 0; i < CMD_COUNT; i++)
        if (cli_option_use(option, (enum cli_command)i))
            users[n++] = (enum cli_command)i;
    for (size_t i = 0; i < n; i++)
        tg_buf_printf(b, "%stirage %s",
                      !i          ? ""
                      : i + 1 < n ? ", "
                                  : " and ",
                      cli_commands[users[i]].name);
}

bool cli_refuse_foreign(const struct cli_options *o, const struct cli_option *option)
{
    struct tg_buf users;

    tg_buf_init(&users, TG_BUF_MAX);
    list_users(&users, option);
    cli_usage(o, "--%s does not belong to this command but to %s", option->name,
              tg_buf_str(&users));
    tg_buf_release(&users);
    return false;
}

bool cli_refuse_value(const struct cli_options *o, const struct cli_option *option,
                      const char *value)
{
    if (strcmp(option->name, "quiet") == 0 && value && strspn(value, "0123456789") > 0 &&
        (o->command == CMD_THUMB || !o->name))
        cli_usage(o, "-q is quiet and takes no value; for quality say --quality %s", value);
    else
        cli_usage(o, "--%s takes no value", option->name);
    return false;
}

static bool is_shown(const struct cli_option *option, enum cli_command command)
{
    const struct cli_option_use *use = cli_option_use(option, command);

    return use && use->help;
}

/* The options that begin so: those of the command, if there are any. */
static size_t list_beginnings(struct tg_buf *b, const char *name, const enum cli_command *command)
{
    size_t n = 0;

    for (const struct cli_option *option = cli_option_table; option->name; option++)
        if (strncmp(option->name, name, strlen(name)) == 0 && option->uses[0].help &&
            (!command || is_shown(option, *command)))
            tg_buf_printf(b, "%s--%s", n++ ? ", " : "", option->name);
    return n;
}

/* An option that has a name like this one: of the command, or else of another. */
static const struct cli_option *find_near(const struct cli_options *o, const char *name)
{
    const struct cli_option *best = NULL;
    struct cli_nearest n;

    cli_nearest_init(&n, name);
    for (int own = 1; own >= 0 && !best; own--)
        for (const struct cli_option *option = cli_option_table; option->name; option++) {
            if (!option->uses[0].help || (own && !is_shown(option, o->command)))
                continue;
            cli_nearest_try(&n, option->name);
            if (n.best == option->name)
                best = option;
        }
    return best;
}

static bool suggest_option(const struct cli_options *o, const char *word, const char *name)
{
    const struct cli_option *near = find_near(o, name);
    struct tg_buf users;

    tg_buf_init(&users, TG_BUF_MAX);
    if (near && !is_shown(near, o->command))
        list_users(&users, near);
    if (near)
        cli_usage(o, "'%s': there is no such option; did you mean --%s%s%s?", word, near->name,
                  users.len ? " of " : "", tg_buf_str(&users));
    else
        cli_usage(o, "'%s': there is no such option", word);
    tg_buf_release(&users);
    return false;
}

static const char *find_habit(const struct cli_options *o, char letter, const char *name)
{
    for (size_t i = 0; i < LENGTH(habits); i++)
        if ((letter ? habits[i].letter == letter : *name && strcmp(habits[i].name, name) == 0) &&
            (!habits[i].thumb || o->command == CMD_THUMB || !o->name))
            return habits[i].hint;
    return NULL;
}

bool cli_refuse_option(const struct cli_options *o, char letter, const char *word)
{
    char shown[3] = {'-', letter, '\0'};
    char *name = strndup(word + strspn(word, "-"), strcspn(word + strspn(word, "-"), "="));
    const char *hint = name ? find_habit(o, letter, name) : NULL;
    struct tg_buf list;
    size_t n;

    tg_buf_init(&list, TG_BUF_MAX);
    if (hint)
        cli_usage(o, "'%s': there is no such option; %s", letter ? shown : word, hint);
    else if (letter || !name || !*name)
        cli_usage(o, "'%s': there is no such option", letter ? shown : word);
    else if ((n = list_beginnings(&list, name, &o->command)) == 1)
        cli_usage(o, "'%s' is too short; did you mean %s?", word, tg_buf_str(&list));
    else if (n || list_beginnings(&list, name, NULL) > 1)
        cli_usage(o, "'%s' is short for several options: %s", word, tg_buf_str(&list));
    else
        (void)suggest_option(o, word, name);
    tg_buf_release(&list);
    free(name);
    return false;
}

/* ImageMagick's words have one dash: "-extent". */
static bool check_habit(const struct cli_options *o, const char *argument, size_t len)
{
    char *name = strndup(argument + 1, len);
    const char *hint = name ? find_habit(o, '\0', name) : NULL;

    if (hint)
        cli_usage(o, "'%s': there is no such option; %s", argument, hint);
    free(name);
    return !hint;
}

bool cli_check_dashes(const struct cli_options *o, const char *argument)
{
    const char *name = argument + 1;
    size_t len = strcspn(argument, "=") - 1;

    if (argument[0] != '-' || name[0] == '-' || len < 2)
        len = 0;
    if (len && !check_habit(o, argument, len))
        return false;
    for (const struct cli_option *option = cli_option_table; len && option->name; option++)
        if (strlen(option->name) == len && strncmp(option->name, name, len) == 0) {
            cli_usage(o, "'%s': words have two dashes: --%s", argument, name);
            return false;
        }
    if (argument[0] == '-' && name[0] == 'q' && name[1]) {
        const char *value = name + 1 + (name[1] == '=');

        if (*value && !value[strspn(value, "0123456789")]) {
            cli_usage(o, "'%s': -q is quiet and takes no value; for quality say --quality %s",
                      argument, value);
            return false;
        }
    }
    return true;
}

/* ---- Names of outputs ------------------------------------------------------------------------ */

/* "tn_%s.jpg[Q=80,strip]" in our words; `end` is where its name ends. */
static bool translate(const struct cli_options *o, const char *names, const char *end)
{
    const char *percent = strstr(names, "%s"), *quality = strstr(end, "Q=");
    size_t digits = quality ? strspn(quality + 2, "0123456789") : 0;
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    if (percent && percent < end)
        tg_buf_printf(&b, "'%s%.*s{stem}%.*s'", strchr(names, '/') ? "" : "{dir}/",
                      (int)(percent - names), names, (int)(end - percent - 2), percent + 2);
    else
        tg_buf_put(&b, names, (size_t)(end - names));
    if (digits)
        tg_buf_printf(&b, " -Q %.*s", (int)digits, quality + 2);
    if (strstr(end, "interlace"))
        tg_buf_puts(&b, " --progressive");
    cli_usage(o, "-o: '%s' is a name for vipsthumbnail; here say -o %s", names, tg_buf_str(&b));
    tg_buf_release(&b);
    return false;
}

bool cli_check_names(const struct cli_options *o, const char *names)
{
    const char *base = tg_path_base(names), *dot = strchr(base, '.');
    const char *bracket = dot ? strchr(dot, '[') : NULL, *end = names + strlen(names);

    if (bracket && end[-1] == ']')
        end = bracket;
    if (dot == names && end > names + 1 &&
        strspn(names + 1, "abcdefghijklmnopqrstuvwxyz") == (size_t)(end - names) - 1) {
        cli_usage(
            o, "-o: '%s' has no name before its suffix; for standard output say -o - and --format",
            names);
        return false;
    }
    return *end || strstr(names, "%s") ? translate(o, names, end) : true;
}
