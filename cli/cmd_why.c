/* cmd_why.c - tirage why FILE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/event_lines.h"
#include "core/base/formats.h"
#include "core/base/json.h"
#include "core/base/tags.h"
#include "pipeline/explain.h"

/* Each line of the text, those after the first without its name. */
static void print_text(const char *name, const char *text)
{
    while (text) {
        const char *end = strchr(text, '\n');
        size_t len = end ? (size_t)(end - text) : strlen(text);

        cli_print_line(stdout, "  %s%.*s", name, (int)len, text);
        name = "  ";
        text = end ? end + 1 : NULL;
    }
}

static void print_degrees(int32_t e6, const char *after)
{
    unsigned size = (unsigned)abs(e6);

    printf("%s%u.%06u%s", e6 < 0 ? "-" : "", size / 1000000, size % 1000000, after);
}

static const char *const labels[] = {"red", "yellow", "green", "blue", "purple"};

static void print_labels(unsigned bits)
{
    const char *before = "  labels: ";

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (bits >> i & 1) {
            printf("%s%s", before, labels[i]);
            before = ", ";
        }
    printf("%s", bits ? "\n" : "");
}

/* What the photo tells about itself. */
static void print_metadata(const struct tg_metadata *metadata)
{
    static const char *const names[TG_METADATA_TEXTS] = {
        "title: ",    "description: ", "camera: ", "lens: ",
        "exposure: ", "keywords: ",    "people: ", "place: "};

    for (int i = 0; i < TG_METADATA_MOTION; i++)
        print_text(names[i], metadata->text[i]);
    if (metadata->rating == TG_RATING_REJECTED)
        printf("  rating: rejected\n");
    else if (metadata->rating != TG_RATING_NONE)
        printf("  rating: %d\n", metadata->rating);
    print_labels(metadata->labels);
    if (!metadata->located)
        return;
    printf("  location: ");
    print_degrees(metadata->latitude_e6, ", ");
    print_degrees(metadata->longitude_e6, "\n");
}

/* ", "KEY": "TEXT"", or nothing without a text. */
static void put_text(struct tg_buf *b, const char *key, const char *text)
{
    if (!text || !*text)
        return;
    tg_buf_printf(b, ", \"%s\": ", key);
    tg_json_string(b, text);
}

/* ", "KEY": ["TAG", ...]", or nothing without one. */
static void put_tags(struct tg_buf *b, const char *key, const char *list)
{
    struct tg_tag tag = {NULL, 0};
    const char *before = "[";

    if (!list)
        return;
    tg_buf_printf(b, ", \"%s\": ", key);
    for (; tg_tags_next(list, &tag); before = ", ") {
        char text[TG_TAG_BYTES + 1];

        (void)snprintf(text, sizeof(text), "%.*s", (int)tag.len, tag.text);
        tg_buf_puts(b, before);
        tg_json_string(b, text);
    }
    tg_buf_putc(b, ']');
}

static void put_labels(struct tg_buf *b, unsigned bits)
{
    const char *before = ", \"labels\": [";

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (bits >> i & 1) {
            tg_buf_printf(b, "%s\"%s\"", before, labels[i]);
            before = ", ";
        }
    tg_buf_puts(b, bits ? "]" : "");
}

/* {"event": "EVENT", "path": "PATH", "state": "STATE"...; the rest is the caller's. */
static void begin_json(struct tg_buf *b, const char *event, const char *path, const char *state)
{
    tg_buf_init(b, TG_BUF_MAX);
    tg_buf_printf(b, "{\"event\": \"%s\"", event);
    put_text(b, "path", path);
    put_text(b, "state", state);
}

static void end_json(struct tg_buf *b)
{
    printf("%s}\n", tg_buf_str(b));
    tg_buf_release(b);
}

static void print_made(const struct cli_options *o, const char *event, const char *path,
                       const char *what)
{
    struct tg_buf b;

    if (!o->json) {
        cli_print_line(stdout, "%s: %s", path, what);
        return;
    }
    begin_json(&b, event, path, NULL);
    end_json(&b);
}

static void print_page(void *ctx, const char *path)
{
    print_made(ctx, "page", path,
               "a page or what pages need; written whenever its content changes");
}

static void print_archive(void *ctx, const char *path)
{
    print_made(ctx, "archive", path,
               "the pictures of its album in a ZIP file; written whenever one of them changes");
}

static void print_source_json(const char *key, const struct tg_source_state *row,
                              enum tg_source_fate fate)
{
    static const char *const fates[] = {[TG_SOURCE_UNCHANGED] = "unchanged",
                                        [TG_SOURCE_CHANGED] = "changed",
                                        [TG_SOURCE_GONE] = "gone",
                                        [TG_SOURCE_UNKNOWN] = "unknown"};
    static const char *const names[TG_METADATA_TEXTS] = {"title", "description", "camera", "lens",
                                                         "exposure"};
    struct tg_buf b;

    begin_json(&b, "source", key, fates[fate]);
    tg_buf_printf(&b, ", \"width\": %u, \"height\": %u", row->info.width, row->info.height);
    tg_buf_puts(&b, row->info.gain_map ? ", \"hdr\": true" : "");
    put_text(&b, "date", row->info.date);
    for (int i = 0; i < TG_METADATA_KEYWORDS; i++)
        put_text(&b, names[i], row->metadata.text[i]);
    put_tags(&b, "keywords", row->metadata.keywords);
    put_tags(&b, "people", row->metadata.people);
    put_text(&b, "place", row->metadata.place);
    if (row->metadata.rating != TG_RATING_NONE)
        tg_buf_printf(&b, ", \"rating\": %d", row->metadata.rating);
    put_labels(&b, row->metadata.labels);
    if (row->metadata.located)
        tg_buf_printf(&b, ", \"latitude\": %.6f, \"longitude\": %.6f",
                      row->metadata.latitude_e6 / 1e6, row->metadata.longitude_e6 / 1e6);
    end_json(&b);
}

static void print_source(void *ctx, const char *key, const struct tg_source_state *row,
                         enum tg_source_fate fate)
{
    static const char *const fates[] = {
        [TG_SOURCE_UNCHANGED] = "unchanged since it was read",
        [TG_SOURCE_CHANGED] = "size or time has changed since it was read: will be read again",
        [TG_SOURCE_GONE] = "is gone: its pictures are no longer wanted"};
    const struct cli_options *o = ctx;

    if (o->json) {
        print_source_json(key, row, fate);
        return;
    }
    if (row->info.width <= 1 && row->info.height <= 1 && !tg_format_of_suffix(key))
        cli_print_line(stdout, "video or audio %s", key);
    else
        cli_print_line(stdout, "photo %s: %ux%u pixels%s%s%s", key, row->info.width,
                       row->info.height, row->info.gain_map ? ", HDR" : "",
                       row->info.date[0] ? ", taken " : "", row->info.date);
    print_metadata(&row->metadata);
    if (fate != TG_SOURCE_UNKNOWN)
        printf("  %s\n", fates[fate]);
}

static void print_output(void *ctx, const char *path, enum tg_output_fate fate)
{
    static const char *const fates[] = {[TG_OUTPUT_UNCHANGED] = "as it was written",
                                        [TG_OUTPUT_CHANGED] =
                                            "changed since it was written: will be made again",
                                        [TG_OUTPUT_MISSING] = "missing: will be made again"};
    static const char *const words[] = {[TG_OUTPUT_UNCHANGED] = "unchanged",
                                        [TG_OUTPUT_CHANGED] = "changed",
                                        [TG_OUTPUT_MISSING] = "missing"};
    const struct cli_options *o = ctx;
    struct tg_buf b;

    if (!o->json) {
        cli_print_line(stdout, "  %s: %s", path, fates[fate]);
        return;
    }
    begin_json(&b, "output", path, words[fate]);
    end_json(&b);
}

int cmd_why(const struct cli_options *o)
{
    const struct tg_explain_visitor visitor = {.page = print_page,
                                               .archive = print_archive,
                                               .source = print_source,
                                               .output = print_output,
                                               .ctx = (void *)(uintptr_t)o};
    struct tg_explain_options options = {
        .out = o->output, .state = o->state, .follow_links = o->follow_links};
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);

    if (o->args_len != 1)
        return cli_usage(o, "why takes one file, not %zu", o->args_len);
    options.file = o->args[0];
    return cli_exit_code(tg_explain(&options, &events, &visitor), EXIT_DONE);
}
