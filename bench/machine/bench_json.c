/* bench_json.c - results as JSON and back.  JSON is YAML too, so that the settings' reader reads
 * it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/machine/machine.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "gallery/settings/yaml.h"

static const char format_name[] = "tirage-bench";

/* ---- Writing --------------------------------------------------------------------------------- */

static void put_text(struct tg_buf *out, const char *before, const char *text)
{
    tg_buf_puts(out, before);
    tg_json_string(out, text);
}

static void put_series(struct tg_buf *out, const char *name, const struct tg_bench_series *s)
{
    tg_buf_printf(out, "\"%s\": {\"median\": %.6f, \"min\": %.6f, \"max\": %.6f, \"runs\": [", name,
                  tg_bench_median(s), tg_bench_least(s), tg_bench_most(s));
    for (size_t i = 0; i < s->n; i++)
        tg_buf_printf(out, "%s%.6f", i ? ", " : "", s->v[i]);
    tg_buf_puts(out, "]}");
}

static void put_machine(struct tg_buf *out, const struct tg_bench_machine *m)
{
    put_text(out, "  \"machine\": {\"name\": ", m->name);
    put_text(out, ", \"board\": ", m->board);
    put_text(out, ", \"arch\": ", m->arch);
    tg_buf_puts(out, ",\n    \"clusters\": [");
    for (size_t i = 0; i < m->clusters_len; i++) {
        const struct tg_bench_cluster *c = &m->clusters[i];

        put_text(out, i ? ", {\"cpu\": " : "{\"cpu\": ", c->cpu);
        tg_buf_printf(out, ", \"cores\": %u, \"mhz\": %u", c->cores, c->mhz);
        put_text(out, ", \"governor\": ", c->governor);
        tg_buf_puts(out, "}");
    }
    tg_buf_printf(out, "],\n    \"memory_mib\": %u", m->memory_mib);
    put_text(out, ", \"storage\": ", m->storage);
    put_text(out, ", \"os\": ", m->os);
    put_text(out, ", \"kernel\": ", m->kernel);
    put_text(out, ",\n    \"libc\": ", m->libc);
    put_text(out, ", \"compiler\": ", m->compiler);
    tg_buf_printf(out, ", \"jpeg_speedup\": %.2f},\n", m->jpeg_speedup);
}

static void put_stages(struct tg_buf *out, const struct tg_bench_result *r)
{
    tg_buf_puts(out, "  \"stages\": [");
    for (size_t i = 0; i < r->stages_len; i++) {
        put_text(out, i ? ",\n    {\"name\": " : "\n    {\"name\": ", r->stages[i].name);
        put_text(out, ", \"level\": ", r->stages[i].level);
        tg_buf_puts(out, ", ");
        put_series(out, "cpu_ms", &r->stages[i].ms_per_mp);
        tg_buf_puts(out, "}");
    }
    tg_buf_puts(out, "],\n");
}

static void put_builds(struct tg_buf *out, const struct tg_bench_result *r)
{
    tg_buf_puts(out, "  \"builds\": [");
    for (size_t i = 0; i < r->builds_len; i++) {
        const struct tg_bench_build *b = &r->builds[i];
        double wall = tg_bench_median(&b->wall_s);

        put_text(out, i ? ",\n    {\"name\": " : "\n    {\"name\": ", b->name);
        tg_buf_printf(out, ", \"jobs\": %u, ", b->jobs);
        put_series(out, "wall_s", &b->wall_s);
        tg_buf_puts(out, ", ");
        put_series(out, "cpu_s", &b->cpu_s);
        tg_buf_printf(out, ", \"photos_per_s\": %.3f, \"megapixels_per_s\": %.3f",
                      wall > 0 ? r->photos / wall : 0, wall > 0 ? r->megapixels / wall : 0);
        tg_buf_printf(out, ", \"peak_mib\": %.1f", b->peak_mib);
        if (b->joules >= 0)
            tg_buf_printf(out, ", \"joules\": %.1f", b->joules);
        put_text(out, ", \"tree\": ", b->tree);
        tg_buf_puts(out, "}");
    }
    tg_buf_puts(out, "],\n");
}

void tg_bench_write(const struct tg_bench_result *r, struct tg_buf *out)
{
    tg_buf_printf(out, "{\n  \"format\": \"%s\", \"version\": %d,\n", format_name, TG_BENCH_FORMAT);
    put_text(out, "  \"tirage\": ", r->version);
    put_text(out, ", \"level\": ", r->level);
    tg_buf_puts(out, ",\n");
    put_machine(out, &r->machine);
    tg_buf_printf(out,
                  "  \"work\": {\"photos\": %u, \"albums\": %u, \"megapixels\": %.1f, "
                  "\"megabytes\": %.1f, \"made\": %s",
                  r->photos, r->albums, r->megapixels, r->megabytes, r->made ? "true" : "false");
    put_text(out, ", \"hash\": ", r->work);
    tg_buf_puts(out, "},\n");
    put_stages(out, r);
    put_builds(out, r);
    tg_buf_printf(out, "  \"degrees_before\": %.1f, \"degrees_most\": %.1f, \"throttled\": %s\n}\n",
                  r->degrees_before, r->degrees_most, r->throttled ? "true" : "false");
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* The first thing that is wrong. */
struct reader {
    const char *path;
    struct tg_err *err;
};

static void wrong(struct reader *in, const struct tg_yaml *node, const char *key, const char *what)
{
    if (!in->err)
        in->err = tg_err_new(TG_E_CORRUPT, in->path,
                             "line %u, column %u: %s: %s is missing or not as tirage bench writes "
                             "it",
                             node->line, node->column, key, what);
}

static const struct tg_yaml *get(struct reader *in, const struct tg_yaml *map, const char *key,
                                 enum tg_yaml_kind kind)
{
    static const struct tg_yaml none = {.kind = TG_YAML_NULL};
    const struct tg_yaml *node = map->kind == TG_YAML_MAP ? tg_yaml_get(map, key) : NULL;

    if (node && (node->kind == kind || (kind == TG_YAML_FLOAT && node->kind == TG_YAML_INT)))
        return node;
    wrong(in, map, key,
          kind == TG_YAML_TEXT   ? "a text"
          : kind == TG_YAML_BOOL ? "true or false"
          : kind == TG_YAML_LIST ? "a list"
          : kind == TG_YAML_MAP  ? "an object"
                                 : "a number");
    return &none;
}

static const char *get_text(struct reader *in, const struct tg_yaml *map, const char *key)
{
    const char *text = get(in, map, key, TG_YAML_TEXT)->text;

    return text ? text : "";
}

/* A number from 0 to 1e12. */
static double get_number(struct reader *in, const struct tg_yaml *map, const char *key)
{
    const struct tg_yaml *node = get(in, map, key, TG_YAML_FLOAT);
    double v = node->text ? strtod(node->text, NULL) : 0;

    if (v >= 0 && v <= 1e12)
        return v;
    wrong(in, map, key, "a number");
    return 0;
}

static unsigned get_count(struct reader *in, const struct tg_yaml *map, const char *key)
{
    const struct tg_yaml *node = get(in, map, key, TG_YAML_INT);

    if (node->number >= 0 && node->number <= UINT32_MAX)
        return (unsigned)node->number;
    wrong(in, map, key, "a number");
    return 0;
}

static size_t get_list(struct reader *in, const struct tg_yaml *map, const char *key, size_t max,
                       const struct tg_yaml **list)
{
    *list = get(in, map, key, TG_YAML_LIST);
    if ((*list)->len > max)
        wrong(in, *list, key, "a shorter list");
    return (*list)->len < max ? (*list)->len : max;
}

static void get_series(struct reader *in, const struct tg_yaml *map, const char *key,
                       struct tg_bench_series *s)
{
    const struct tg_yaml *runs;
    size_t n = get_list(in, get(in, map, key, TG_YAML_MAP), "runs", TG_BENCH_RUNS, &runs);

    if (n == 0)
        wrong(in, runs, key, "a measurement");
    for (size_t i = 0; i < n; i++) {
        const struct tg_yaml *run = runs->items[i];
        double v =
            run->kind == TG_YAML_FLOAT || run->kind == TG_YAML_INT ? strtod(run->text, NULL) : -1;

        if (v >= 0 && v <= 1e12)
            tg_bench_add(s, v);
        else
            wrong(in, run, key, "a number");
    }
}

static void get_machine(struct reader *in, const struct tg_yaml *map, struct tg_bench_machine *m)
{
    const struct tg_yaml *clusters;
    size_t n = get_list(in, map, "clusters", TG_BENCH_CLUSTERS, &clusters);

    m->name = get_text(in, map, "name");
    m->board = get_text(in, map, "board");
    m->arch = get_text(in, map, "arch");
    m->storage = get_text(in, map, "storage");
    m->os = get_text(in, map, "os");
    m->kernel = get_text(in, map, "kernel");
    m->libc = get_text(in, map, "libc");
    m->compiler = get_text(in, map, "compiler");
    m->memory_mib = get_count(in, map, "memory_mib");
    m->jpeg_speedup = get_number(in, map, "jpeg_speedup");
    for (size_t i = 0; i < n; i++) {
        const struct tg_yaml *c = clusters->items[i];

        m->clusters[m->clusters_len++] =
            (struct tg_bench_cluster){get_text(in, c, "cpu"), get_text(in, c, "governor"),
                                      get_count(in, c, "cores"), get_count(in, c, "mhz")};
    }
}

static void get_stages(struct reader *in, const struct tg_yaml *root, struct tg_bench_result *r)
{
    const struct tg_yaml *list;
    size_t n = get_list(in, root, "stages", TG_BENCH_STAGES, &list);

    for (size_t i = 0; i < n; i++) {
        struct tg_bench_stage *s = &r->stages[r->stages_len++];

        s->name = get_text(in, list->items[i], "name");
        s->level = get_text(in, list->items[i], "level");
        get_series(in, list->items[i], "cpu_ms", &s->ms_per_mp);
    }
}

static void get_builds(struct reader *in, const struct tg_yaml *root, struct tg_bench_result *r)
{
    const struct tg_yaml *list;
    size_t n = get_list(in, root, "builds", TG_BENCH_BUILDS, &list);

    for (size_t i = 0; i < n; i++) {
        const struct tg_yaml *map = list->items[i];
        struct tg_bench_build *b = &r->builds[r->builds_len++];

        b->name = get_text(in, map, "name");
        b->jobs = get_count(in, map, "jobs");
        if (b->jobs > TG_BENCH_JOBS)
            wrong(in, map, "jobs", "a number of workers");
        b->tree = get_text(in, map, "tree");
        b->peak_mib = get_number(in, map, "peak_mib");
        b->joules = map->kind == TG_YAML_MAP && tg_yaml_get(map, "joules")
                        ? get_number(in, map, "joules")
                        : -1;
        get_series(in, map, "wall_s", &b->wall_s);
        get_series(in, map, "cpu_s", &b->cpu_s);
    }
}

static void get_result(struct reader *in, const struct tg_yaml *root, struct tg_bench_result *r)
{
    const struct tg_yaml *work = get(in, root, "work", TG_YAML_MAP);

    r->version = get_text(in, root, "tirage");
    r->level = get_text(in, root, "level");
    r->photos = get_count(in, work, "photos");
    r->albums = get_count(in, work, "albums");
    r->megapixels = get_number(in, work, "megapixels");
    r->megabytes = get_number(in, work, "megabytes");
    r->made = get(in, work, "made", TG_YAML_BOOL)->truth;
    r->work = get_text(in, work, "hash");
    r->degrees_before = get_number(in, root, "degrees_before");
    r->degrees_most = get_number(in, root, "degrees_most");
    r->throttled = get(in, root, "throttled", TG_YAML_BOOL)->truth;
    get_machine(in, get(in, root, "machine", TG_YAML_MAP), &r->machine);
    get_stages(in, root, r);
    get_builds(in, root, r);
}

static struct tg_err *check_format(const char *path, const struct tg_yaml *root,
                                   const struct tg_report *report)
{
    const struct tg_yaml *format, *version;

    if (report->len)
        return tg_err_new(TG_E_CORRUPT, NULL, "%s", report->problems[0].text);
    format = root && root->kind == TG_YAML_MAP ? tg_yaml_get(root, "format") : NULL;
    if (!format || !format->text || strcmp(format->text, format_name) != 0)
        return tg_err_new(TG_E_CORRUPT, path, "is not a result of tirage bench");
    version = tg_yaml_get(root, "version");
    if (!version || version->kind != TG_YAML_INT || version->number != TG_BENCH_FORMAT)
        return tg_err_new(TG_E_UNSUPPORTED, path,
                          "is of version %s of the format, this program reads version %d: measure "
                          "again, or compare with the other program",
                          version && version->text ? version->text : "?", TG_BENCH_FORMAT);
    return NULL;
}

struct tg_err *tg_bench_parse(const char *path, const char *data, size_t len,
                              struct tg_bench_result *r)
{
    struct tg_report report = {0};
    struct reader in = {.path = path};
    const struct tg_yaml *root;
    struct tg_err *err;

    *r = (struct tg_bench_result){.file = path};
    root = tg_yaml_parse(&r->arena, path, data, len, &report);
    err = report.nomem ? tg_err_nomem() : check_format(path, root, &report);
    if (!err)
        get_result(&in, root, r);
    tg_report_release(&report);
    return err ? err : in.err;
}

struct tg_err *tg_bench_read(const char *path, struct tg_bench_result *r)
{
    char *data = NULL;
    size_t len = 0;
    struct tg_err *err = tg_file_read(path, TG_YAML_BYTES, &data, &len);

    if (err)
        return err;
    err = tg_bench_parse(path, data, len, r);
    free(data);
    return err;
}
