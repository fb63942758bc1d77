/* cmd_thumb.c - tirage thumb: a batch thumbnailer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "cli/mistakes.h"
#include "core/base/clock.h"
#include "pipeline/thumbs.h"

/* The pictures to work on: arguments and what standard input lists. */
struct names {
    const char **name; /* owned array */
    size_t len;
    char *input; /* owned; what the names of standard input point into */
};

static bool is_dash(const char *text)
{
    return text && strcmp(text, "-") == 0;
}

/* Names ended by NUL; the last one may lack it. */
static struct tg_err *split_input(struct names *n, size_t args, size_t len)
{
    size_t count = 1;

    for (size_t i = 0; i < len; i++)
        count += n->input[i] == '\0';
    n->name = calloc(args + count + 1, sizeof(*n->name));
    if (!n->name)
        return tg_err_nomem();
    n->len = args;
    for (size_t at = 0; at < len; at += strlen(n->input + at) + 1)
        if (n->input[at])
            n->name[n->len++] = is_dash(n->input + at) ? "./-" : n->input + at;
    return NULL;
}

static struct tg_err *read_names(const struct cli_options *o, struct names *n)
{
    struct tg_buf b;
    char chunk[4096];
    size_t got, len;
    struct tg_err *err;

    *n = (struct names){0};
    tg_buf_init(&b, TG_BUF_MAX);
    while (o->stdin_list && (got = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
        tg_buf_put(&b, chunk, got);
    if (o->stdin_list && ferror(stdin)) {
        tg_buf_release(&b);
        return tg_err_new(TG_E_SYS, NULL, "cannot read the list of pictures from standard input");
    }
    len = b.len;
    n->input = tg_buf_steal(&b);
    err = n->input ? split_input(n, o->args_len, len) : tg_err_nomem();
    for (size_t i = 0; !err && i < o->args_len; i++)
        n->name[i] = o->args[i];
    return err;
}

static void names_release(struct names *n)
{
    free(n->name);
    free(n->input);
}

/* -o - */
static int check_stream(const struct cli_options *o)
{
    if (o->sizes_len > 1 || o->args_len > 1 || o->stdin_list || o->recurse)
        return cli_usage(o, "-o - takes one picture in one size");
    if (o->json || o->dry_run)
        return cli_usage(o, "-o - leaves no standard output for --%s",
                         o->json ? "json" : "dry-run");
    if (isatty(STDOUT_FILENO))
        return cli_usage(o, "-o -: standard output is a terminal; add > FILE");
    return EXIT_DONE;
}

static int check_usage(const struct cli_options *o)
{
    bool input = false;

    if (o->sizes_len == 0)
        return cli_usage(o, "thumb needs -s SIZE");
    if (o->args_len == 0 && !o->stdin_list)
        return cli_usage(o, "thumb needs at least one picture file, or -0");
    if (o->output && !cli_check_names(o, o->output))
        return EXIT_USAGE;
    for (size_t i = 0; i < o->args_len; i++)
        input = input || is_dash(o->args[i]);
    if (o->recurse && !o->output)
        return cli_usage(o,
                         "-r needs -o, which says where the tree of thumbnails goes: for example "
                         "-o thumbs/");
    if (input && o->stdin_list)
        return cli_usage(o, "-0 and the file - would both read standard input");
    return is_dash(o->output) ? check_stream(o) : EXIT_DONE;
}

static struct tg_err *make_thumbs(const struct cli_options *o, const struct names *names,
                                  struct tg_thumbs_result *result)
{
    const struct tg_thumbs_options options = {.files = names->name,
                                              .files_len = names->len,
                                              .recurse = o->recurse,
                                              .follow_links = o->follow_links,
                                              .input = STDIN_FILENO,
                                              .input_name = "stdin",
                                              .names =
                                                  is_dash(o->output) ? "/dev/stdout" : o->output,
                                              .sizes = o->sizes,
                                              .geometry = o->geometry,
                                              .sizes_len = o->sizes_len,
                                              .spec = o->spec,
                                              .format_given = o->format_given,
                                              .dry_run = o->dry_run,
                                              .skip_existing = o->skip_existing,
                                              .engine = cli_engine_options(o)};
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);

    return tg_thumbs(&options, &events, result);
}

static void print_summary(const struct cli_options *o, const struct tg_thumbs_result *r,
                          uint64_t ms)
{
    char there[64] = "", failed[64] = "";

    if (o->json) {
        printf("{\"event\": \"done\", \"photos\": %zu, \"failed\": %zu, \"outputs\": %zu, "
               "\"skipped\": %zu, \"ms\": %llu}\n",
               r->photos + r->failed, r->failed, r->made, r->there, (unsigned long long)ms);
        return;
    }
    if (o->quiet || (!r->made && !r->there))
        return;
    if (r->there)
        (void)snprintf(there, sizeof(there), ", %zu %s there", r->there,
                       r->there == 1 ? "was" : "were");
    if (r->failed)
        (void)snprintf(failed, sizeof(failed), "; %zu failed", r->failed);
    fprintf(stderr, "tirage: %zu photo%s, %zu picture%s made in %.1f s%s%s\n", r->photos,
            cli_plural(r->photos), r->made, cli_plural(r->made), (double)ms / 1000, there, failed);
}

int cmd_thumb(const struct cli_options *o)
{
    uint64_t start = tg_clock_ms();
    struct tg_thumbs_result result = {.failed = 0};
    struct names names;
    struct tg_err *err;
    int code;

    if (o->thumbnailer)
        return cmd_thumbnailer(o);
    code = check_usage(o);
    if (code != EXIT_DONE)
        return code;
    err = read_names(o, &names);
    if (!err)
        err = make_thumbs(o, &names, &result);
    names_release(&names);
    if (err && result.is_usage)
        return cli_usage_err(o, err);
    if (!err && result.end == TG_RUN_DONE && !o->dry_run)
        print_summary(o, &result, tg_clock_ms() - start);
    return cli_run_code(err, result.end == TG_RUN_STOPPED, result.failed);
}
