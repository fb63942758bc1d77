/* options.c - see options.h. */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/option_values.h"
#include "core/run/cpus.h"
#include "core/run/memory.h"

enum option_id {
    OPT_CPU = 256,
    OPT_JSON,
    OPT_FORCE,
    OPT_ALL,
    OPT_DRY_RUN,
    OPT_STRICT,
    OPT_REQUIRE_SANDBOX,
    OPT_TIMEOUT,
    OPT_MAX_PIXELS,
    OPT_FIT,
    OPT_PROGRESSIVE,
    OPT_BASELINE,
    OPT_FAST,
    OPT_LIBJPEG,
    OPT_SUBSAMPLING,
    OPT_SKIP_EXISTING,
    OPT_SRGB,
    OPT_FORMAT,
    OPT_KEEP,
    OPT_BACKGROUND,
    OPT_MEMORY,
    OPT_MAX_LOAD,
    OPT_ISOLATION,
    OPT_VERIFY,
    OPT_DELETE,
    OPT_BIND,
    OPT_WATCH,
    OPT_TO,
    OPT_ORIGINAL,
    OPT_PHOTOS,
    OPT_ROUNDS,
    OPT_SCALE,
    OPT_TABLE,
    OPT_SHARD,
    OPT_SOURCE,
    OPT_STATE,
    OPT_INCLUDE,
    OPT_EXCLUDE,
    OPT_FOLLOW,
    OPT_LATER,
};

static const struct option long_options[] = {
    {"output", required_argument, NULL, 'o'},
    {"jobs", required_argument, NULL, 'j'},
    {"cpu", required_argument, NULL, OPT_CPU},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"json", no_argument, NULL, OPT_JSON},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {"force", no_argument, NULL, OPT_FORCE},
    {"directory", required_argument, NULL, 'd'},
    {"all", no_argument, NULL, OPT_ALL},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {"strict", no_argument, NULL, OPT_STRICT},
    {"require-sandbox", no_argument, NULL, OPT_REQUIRE_SANDBOX},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"max-pixels", required_argument, NULL, OPT_MAX_PIXELS},
    {"size", required_argument, NULL, 's'},
    {"fit", required_argument, NULL, OPT_FIT},
    {"quality", required_argument, NULL, 'Q'},
    {"progressive", no_argument, NULL, OPT_PROGRESSIVE},
    {"baseline", no_argument, NULL, OPT_BASELINE},
    {"fast", no_argument, NULL, OPT_FAST},
    {"libjpeg", no_argument, NULL, OPT_LIBJPEG}, /* for comparison; not in the help */
    {"subsampling", required_argument, NULL, OPT_SUBSAMPLING},
    {"skip-existing", no_argument, NULL, OPT_SKIP_EXISTING},
    {"memory", required_argument, NULL, OPT_MEMORY},
    {"max-load", required_argument, NULL, OPT_MAX_LOAD},
    {"isolation", required_argument, NULL, OPT_ISOLATION},
    {"srgb", no_argument, NULL, OPT_SRGB},
    {"verify", no_argument, NULL, OPT_VERIFY},
    {"delete", no_argument, NULL, OPT_DELETE},
    {"port", required_argument, NULL, 'p'},
    {"bind", required_argument, NULL, OPT_BIND},
    {"watch", no_argument, NULL, OPT_WATCH},
    {"to", required_argument, NULL, OPT_TO},
    {"original", no_argument, NULL, OPT_ORIGINAL},
    {"include", required_argument, NULL, OPT_INCLUDE},
    {"exclude", required_argument, NULL, OPT_EXCLUDE},
    {"follow-links", no_argument, NULL, OPT_FOLLOW},
    {"photos", required_argument, NULL, OPT_PHOTOS},
    {"rounds", required_argument, NULL, OPT_ROUNDS},
    {"scale", required_argument, NULL, OPT_SCALE},
    {"table", required_argument, NULL, OPT_TABLE},
    {"shard", required_argument, NULL, OPT_SHARD},
    {"source", required_argument, NULL, OPT_SOURCE},
    {"state", required_argument, NULL, OPT_STATE},
    {"background", required_argument, NULL, OPT_BACKGROUND},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"null", no_argument, NULL, '0'},
    {NULL, 0, NULL, 0},
};

/* Which commands take an option; those not listed are common to all. */
static const struct {
    int id;
    unsigned commands;
} valid_for[] = {
    {'o', 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_THUMB | 1u << CMD_GC | 1u << CMD_WHY |
              1u << CMD_PREVIEW | 1u << CMD_DEPLOY | 1u << CMD_BENCH},
    {OPT_PHOTOS, 1u << CMD_BENCH},
    {OPT_ROUNDS, 1u << CMD_BENCH},
    {OPT_SCALE, 1u << CMD_BENCH},
    {OPT_TABLE, 1u << CMD_BENCH},
    {OPT_TO, 1u << CMD_DEPLOY},
    {OPT_ORIGINAL, 1u << CMD_BUILD | 1u << CMD_CHECK},
    {OPT_INCLUDE, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_MERGE},
    {OPT_EXCLUDE, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_MERGE},
    {OPT_FOLLOW, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_MERGE | 1u << CMD_PREVIEW |
                     1u << CMD_DEPLOY | 1u << CMD_AUTOGEN},
    {'p', 1u << CMD_PREVIEW},
    {OPT_BIND, 1u << CMD_PREVIEW},
    {OPT_WATCH, 1u << CMD_PREVIEW},
    {OPT_SHARD, 1u << CMD_BUILD},
    {OPT_SOURCE, 1u << CMD_MERGE},
    {OPT_STATE, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_MERGE | 1u << CMD_GC | 1u << CMD_WHY |
                    1u << CMD_PREVIEW | 1u << CMD_DEPLOY},
    {OPT_FORCE, 1u << CMD_BUILD | 1u << CMD_AUTOGEN | 1u << CMD_MERGE | 1u << CMD_DEPLOY},
    {'d', 1u << CMD_AUTOGEN},
    {OPT_ALL, 1u << CMD_AUTOGEN},
    {OPT_DRY_RUN, 1u << CMD_BUILD | 1u << CMD_DEPLOY},
    {OPT_VERIFY, 1u << CMD_BUILD | 1u << CMD_MERGE},
    {OPT_DELETE, 1u << CMD_GC | 1u << CMD_DEPLOY},
    {OPT_STRICT, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_THUMB | 1u << CMD_MERGE},
    {OPT_REQUIRE_SANDBOX, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_THUMB | 1u << CMD_MERGE},
    {OPT_TIMEOUT, 1u << CMD_BUILD | 1u << CMD_CHECK | 1u << CMD_THUMB | 1u << CMD_MERGE},
    {OPT_MAX_PIXELS,
     1u << CMD_BUILD | 1u << CMD_MERGE | 1u << CMD_CHECK | 1u << CMD_AUTOGEN | 1u << CMD_THUMB},
    {OPT_MAX_LOAD, 1u << CMD_BUILD | 1u << CMD_MERGE},
    {OPT_ISOLATION, 1u << CMD_BUILD | 1u << CMD_MERGE | 1u << CMD_CHECK | 1u << CMD_THUMB},
    {OPT_MEMORY, 1u << CMD_BUILD | 1u << CMD_MERGE | 1u << CMD_CHECK | 1u << CMD_THUMB},
    {OPT_SUBSAMPLING, 1u << CMD_BUILD | 1u << CMD_THUMB},
    {OPT_SRGB, 1u << CMD_BUILD | 1u << CMD_THUMB},
    {OPT_BACKGROUND, 1u << CMD_BUILD | 1u << CMD_THUMB},
    {OPT_FORMAT, 1u << CMD_THUMB},
    {OPT_KEEP, 1u << CMD_THUMB},
    {'0', 1u << CMD_THUMB},
    {'s', 1u << CMD_THUMB},
    {OPT_FIT, 1u << CMD_THUMB},
    {'Q', 1u << CMD_THUMB},
    {OPT_PROGRESSIVE, 1u << CMD_THUMB},
    {OPT_BASELINE, 1u << CMD_THUMB},
    {OPT_FAST, 1u << CMD_THUMB},
    {OPT_LIBJPEG, 1u << CMD_THUMB},
    {OPT_SKIP_EXISTING, 1u << CMD_THUMB},
};

static const struct {
    const char *name;
    enum cli_command command;
} commands[] = {
    {"build", CMD_BUILD},     {"check", CMD_CHECK}, {"test", CMD_CHECK},
    {"autogen", CMD_AUTOGEN}, {"thumb", CMD_THUMB}, {"cpu", CMD_CPU},
    {"doctor", CMD_DOCTOR},   {"gc", CMD_GC},       {"why", CMD_WHY},
    {"example", CMD_EXAMPLE}, {"help", CMD_HELP},   {"preview", CMD_PREVIEW},
    {"deploy", CMD_DEPLOY},   {"bench", CMD_BENCH}, {"merge", CMD_MERGE},
};

static bool parse_sizes(struct cli_options *o, const char *list)
{
    const char *s = list;

    for (;;) {
        size_t len = strcspn(s, ",");
        char *text;

        if (o->sizes_len == CLI_SIZES) {
            cli_usage("-s: more than %d sizes", CLI_SIZES);
            return false;
        }
        text = strndup(s, len);
        if (!text)
            return false;
        o->sizes[o->sizes_len] = text;
        if (!tg_geometry_parse(text, &o->geometry[o->sizes_len++])) {
            cli_usage("-s: '%s' is no size; sizes are N, Wx, xH, WxH, P%%, copy or original", text);
            return false;
        }
        if (s[len] == '\0')
            return true;
        s += len + 1;
    }
}

static bool parse_cpu(struct cli_options *o, const char *name, const char *where)
{
    const char *const *levels = tg_cpu_level_names();

    if (tg_cpu_level(name, &o->cpu_mask))
        return true;
    cli_say_choice(levels, "%s: '%s' is no level of this processor; levels are best", where, name);
    return false;
}

static bool parse_jobs(struct cli_options *o, const char *text, const char *where)
{
    uint64_t v;

    if (!cli_parse_number(text, 0, 1024, &v)) {
        cli_usage("%s: '%s' is not a number of workers, 0 to 1024", where, text);
        return false;
    }
    o->jobs = (unsigned)v;
    return true;
}

/* How outputs are made. */
static bool apply_spec(struct tg_output_spec *spec, int id, const char *arg)
{
    static const char *const subs[] = {"keep", "420", "444", NULL};
    static const char *const formats[] = {"same", "jpeg", "png", "webp", NULL};
    unsigned word = 0;
    uint64_t v = 0;

    switch (id) {
    case 'Q':
        if (!cli_parse_limit("-Q", arg, 100, &v))
            return false;
        spec->quality = (int)v;
        return true;
    case OPT_SUBSAMPLING:
        if (!cli_parse_word("--subsampling", arg, subs, &word))
            return false;
        spec->subsampling = (enum tg_subsampling)word;
        return true;
    case OPT_FORMAT:
        if (!cli_parse_word("--format", strcmp(arg, "jpg") == 0 ? "jpeg" : arg, formats, &word))
            return false;
        spec->target = (enum tg_target)word;
        return true;
    case OPT_KEEP:
        return cli_parse_keep(arg, &spec->keep);
    case OPT_BACKGROUND:
        return cli_parse_background(arg, spec->background);
    case OPT_SRGB:
        spec->colour = TG_COLOUR_SRGB;
        return true;
    case OPT_LIBJPEG:
        spec->libjpeg = true;
        return true;
    default:
        spec->jpeg_mode = id == OPT_PROGRESSIVE ? TG_JPEG_PROGRESSIVE
                          : id == OPT_FAST      ? TG_JPEG_FAST
                                                : TG_JPEG_BASELINE;
        return true;
    }
}

/* Sizes and limits. */
static bool apply_limits(struct cli_options *o, int id, const char *arg)
{
    static const char *const fits[] = {"inside", "cover", "exact", NULL};
    static const char *const tables[] = {"text", "markdown", "csv", NULL};
    static const char *const isolations[] = {"album", "photo", NULL};
    unsigned word;
    uint64_t v;

    switch (id) {
    case 's':
        return parse_sizes(o, arg);
    case OPT_FIT:
        if (!cli_parse_word("--fit", arg, fits, &word))
            return false;
        o->fit = (enum tg_fit)word;
        return true;
    case OPT_MAX_PIXELS:
        return cli_parse_limit("--max-pixels", arg, UINT64_C(1) << 32, &o->max_pixels);
    case OPT_MEMORY:
        return cli_parse_memory(arg, &o->memory);
    case OPT_ROUNDS:
        if (!cli_parse_limit("--rounds", arg, 25, &v))
            return false;
        o->rounds = (unsigned)v;
        return true;
    case OPT_SCALE:
        if (!cli_parse_limit("--scale", arg, 100, &v))
            return false;
        o->scale_percent = (unsigned)v;
        return true;
    case OPT_TABLE:
        if (!cli_parse_word("--table", arg, tables, &word))
            return false;
        o->table = (enum cli_table)word;
        return true;
    case OPT_MAX_LOAD:
        return cli_parse_load(arg, &o->max_load);
    case OPT_ISOLATION:
        if (!cli_parse_word("--isolation", arg, isolations, &word))
            return false;
        o->isolate_photos = word == 1;
        return true;
    case OPT_TIMEOUT:
        if (!cli_parse_limit("--timeout", arg, 1000000, &v))
            return false;
        o->timeout_s = (uint32_t)v;
        return true;
    default:
        return apply_spec(&o->spec, id, arg);
    }
}

/* Options that need nothing but to be remembered. */
static const struct {
    int id;
    size_t at; /* of a bool */
} flags[] = {
    {'q', offsetof(struct cli_options, quiet)},
    {'v', offsetof(struct cli_options, verbose)},
    {'h', offsetof(struct cli_options, help)},
    {'V', offsetof(struct cli_options, version)},
    {OPT_JSON, offsetof(struct cli_options, json)},
    {OPT_FORCE, offsetof(struct cli_options, force)},
    {OPT_ALL, offsetof(struct cli_options, all)},
    {OPT_DRY_RUN, offsetof(struct cli_options, dry_run)},
    {OPT_VERIFY, offsetof(struct cli_options, verify)},
    {OPT_DELETE, offsetof(struct cli_options, delete_files)},
    {OPT_ORIGINAL, offsetof(struct cli_options, original)},
    {OPT_WATCH, offsetof(struct cli_options, watch)},
    {OPT_FOLLOW, offsetof(struct cli_options, follow_links)},
    {OPT_STRICT, offsetof(struct cli_options, strict)},
    {OPT_REQUIRE_SANDBOX, offsetof(struct cli_options, require_sandbox)},
    {OPT_SKIP_EXISTING, offsetof(struct cli_options, skip_existing)},
    {'0', offsetof(struct cli_options, stdin_list)},
};

static bool apply(struct cli_options *o, int id, const char *arg)
{
    uint64_t v;

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if (flags[i].id == id) {
            *(bool *)((char *)o + flags[i].at) = true;
            return true;
        }
    switch (id) {
    case 'o':
    case OPT_STATE:
        if (!*arg) {
            cli_usage("%s: the name is empty", id == 'o' ? "-o" : "--state");
            return false;
        }
        *(id == 'o' ? &o->output : &o->state) = arg;
        return true;
    case 'j':
        return parse_jobs(o, arg, "-j");
    case OPT_CPU:
        return parse_cpu(o, arg, "--cpu");
    case 'd':
        o->folder = arg;
        return true;
    case 'p':
        if (!cli_parse_number(arg, 0, 65535, &v)) {
            cli_usage("-p: '%s' is no port; ports are numbers from 0 to 65535", arg);
            return false;
        }
        o->port = (int)v;
        return true;
    case OPT_BIND:
        o->address = arg;
        return true;
    case OPT_PHOTOS:
        o->photos = arg;
        return true;
    case OPT_INCLUDE:
        o->include[o->include_len++] = arg;
        return true;
    case OPT_EXCLUDE:
        o->exclude[o->exclude_len++] = arg;
        return true;
    case OPT_TO:
        o->to = arg;
        return true;
    case OPT_SHARD:
        return cli_shard_parse(arg, &o->shard.index, &o->shard.count);
    case OPT_SOURCE:
        o->source = arg;
        return true;
    default:
        return apply_limits(o, id, arg);
    }
}

static const char *option_name(int id)
{
    for (const struct option *l = long_options; l->name; l++)
        if (l->val == id)
            return l->name;
    return "?";
}

static bool was_used(const int *used, size_t n, int id)
{
    for (size_t i = 0; i < n; i++)
        if (used[i] == id)
            return true;
    return false;
}

static bool check_valid(const struct cli_options *o, const int *used, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof(valid_for) / sizeof(valid_for[0]); k++)
            if (valid_for[k].id == used[i] && !(valid_for[k].commands & 1u << o->command)) {
                cli_usage("--%s does not belong to this command", option_name(used[i]));
                return false;
            }
    return true;
}

/* The first argument names the command; anything else is the SRC of a build. */
static bool take_command(struct cli_options *o)
{
    const char *word = o->args_len ? o->args[0] : "";

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(word, commands[i].name) == 0) {
            o->command = commands[i].command;
            o->named = true;
            o->args_len--;
            memmove(o->args, o->args + 1, o->args_len * sizeof(*o->args));
            return true;
        }
    return true;
}

static bool parse_options(struct cli_options *o, int argc, char **argv, int *used, size_t *n)
{
    int id, index = 0;

    opterr = 0;
    while ((id = getopt_long(argc, argv, "o:j:qvhVs:Q:0d:p:", long_options, &index)) != -1) {
        if (id == '?' || id == ':') {
            const char *what = optind > 0 && optind <= argc ? argv[optind - 1] : "";

            cli_usage("'%s': unknown option, or its value is missing", what);
            return false;
        }
        if (id == OPT_LATER) {
            cli_usage("--%s is planned but not part of this version", long_options[index].name);
            return false;
        }
        if (!apply(o, id, optarg))
            return false;
        used[(*n)++] = id;
    }
    o->args_len = (size_t)(argc - optind);
    if (o->args_len)
        memcpy(o->args, argv + optind, o->args_len * sizeof(*o->args));
    return true;
}

static bool apply_environment(struct cli_options *o)
{
    const char *cpu = getenv("TIRAGE_CPU"), *jobs = getenv("TIRAGE_JOBS");

    if (cpu && *cpu && !parse_cpu(o, cpu, "TIRAGE_CPU"))
        return false;
    return !jobs || !*jobs || parse_jobs(o, jobs, "TIRAGE_JOBS");
}

bool cli_options_parse(struct cli_options *o, int argc, char **argv)
{
    int *used = calloc((size_t)argc + 1, sizeof(*used));
    size_t n = 0;
    bool ok;

    *o = (struct cli_options){
        .command = CMD_BUILD,
        .jobs = tg_cpus_available(),
        .max_pixels = 500000000,
        .memory = tg_memory_available(),
        .address = "127.0.0.1",
        .port = -1,
        .rounds = 3,
        .scale_percent = 100,
        .spec = {.quality = 75, .background = {255, 255, 255}},
        .args = calloc((size_t)argc + 1, sizeof(*o->args)),
        .include = calloc((size_t)argc + 1, sizeof(*o->include)),
        .exclude = calloc((size_t)argc + 1, sizeof(*o->exclude)),
    };
    (void)tg_cpu_level("best", &o->cpu_mask);
    ok = used && o->args && o->include && o->exclude && apply_environment(o) &&
         parse_options(o, argc, argv, used, &n) && take_command(o) && check_valid(o, used, n);
    /* Pages are for looking at, not for editing: a ninth of the bytes is saved unless asked otherwise. */
    o->subsampling_given = was_used(used, n, OPT_SUBSAMPLING);
    if (ok && o->command == CMD_BUILD && !o->subsampling_given)
        o->spec.subsampling = TG_SUB_420;
    for (size_t i = 0; i < o->sizes_len; i++)
        o->geometry[i].fit = o->fit;
    free(used);
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
