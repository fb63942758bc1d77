/* bench_compare.c - results of several machines as tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/machine/machine.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/text.h"

enum { ROWS = 80, RESULTS = TG_BENCH_RESULTS, CELL = 96 };

/* Rows are named in the first column, results in the first row. */
struct table {
    const char *title;
    size_t rows, cols;
    char cell[ROWS][RESULTS + 1][CELL];
};

struct comparison {
    struct tg_bench_result *results[RESULTS];
    size_t n;
    char labels[RESULTS][CELL];
    struct table table;
    const struct tg_bench_comparison *asked;
};

/* ---- Printing -------------------------------------------------------------------------------- */

/* Columns on a terminal: a character is taken to be one wide. */
static size_t width(const char *s)
{
    size_t n = 0;

    for (; *s; n++)
        (void)tg_text_next(&s);
    return n;
}

static void print_csv_cell(FILE *out, const char *s)
{
    (void)fputc('"', out);
    for (; *s; s++) {
        if (*s == '"')
            (void)fputc('"', out);
        (void)fputc(*s, out);
    }
    (void)fputc('"', out);
}

static void print_csv(FILE *out, const struct table *t)
{
    for (size_t i = 1; i < t->rows; i++)
        for (size_t k = 1; k < t->cols; k++) {
            print_csv_cell(out, t->title);
            (void)fputc(',', out);
            print_csv_cell(out, t->cell[i][0]);
            (void)fputc(',', out);
            print_csv_cell(out, t->cell[0][k]);
            (void)fputc(',', out);
            print_csv_cell(out, t->cell[i][k]);
            fprintf(out, "\r\n");
        }
}

static void print_markdown_cell(FILE *out, const char *s)
{
    for (; *s; s++) {
        if (strchr("|\\<*_`", *s))
            (void)fputc('\\', out);
        (void)fputc(*s, out);
    }
    fprintf(out, " |");
}

static void print_markdown(FILE *out, const struct table *t)
{
    fprintf(out, "## %s\n\n", t->title);
    for (size_t i = 0; i < t->rows; i++) {
        (void)fputc('|', out);
        for (size_t k = 0; k < t->cols; k++) {
            (void)fputc(' ', out);
            print_markdown_cell(out, t->cell[i][k]);
        }
        (void)fputc('\n', out);
        if (i == 0) {
            for (size_t k = 0; k < t->cols; k++)
                fprintf(out, "|---");
            fprintf(out, "|\n");
        }
    }
    (void)fputc('\n', out);
}

static void print_text(FILE *out, const struct table *t)
{
    size_t widths[RESULTS + 1] = {0};

    for (size_t i = 0; i < t->rows; i++)
        for (size_t k = 0; k < t->cols; k++) {
            size_t w = width(t->cell[i][k]);

            widths[k] = w > widths[k] ? w : widths[k];
        }
    fprintf(out, "%s\n", t->title);
    for (size_t i = 0; i < t->rows; i++) {
        for (size_t k = 0; k < t->cols; k++) {
            int pad = (int)(widths[k] - width(t->cell[i][k]));

            if (k == 0)
                fprintf(out, "  %s%*s", t->cell[i][k], pad, "");
            else
                fprintf(out, "  %*s%s", pad, "", t->cell[i][k]);
        }
        (void)fputc('\n', out);
    }
    (void)fputc('\n', out);
}

static void print_table(const struct comparison *c)
{
    switch (c->asked->table) {
    case TG_BENCH_CSV:
        print_csv(c->asked->out, &c->table);
        break;
    case TG_BENCH_MARKDOWN:
        print_markdown(c->asked->out, &c->table);
        break;
    case TG_BENCH_TEXT:
        print_text(c->asked->out, &c->table);
    }
}

/* ---- Filling --------------------------------------------------------------------------------- */

static void begin(struct comparison *c, const char *title)
{
    struct table *t = &c->table;

    memset(t, 0, sizeof(*t));
    t->title = title;
    t->rows = 1;
    t->cols = c->n + 1;
    for (size_t k = 0; k < c->n; k++)
        (void)snprintf(t->cell[0][k + 1], CELL, "%s", c->labels[k]);
}

/* Texts of other machines may hold anything; a table's cell is one line. */
static void set_text(char *cell, const char *text)
{
    struct tg_buf b;

    tg_buf_init(&b, CELL - 1);
    tg_buf_put_printable(&b, text);
    (void)snprintf(cell, CELL, "%s", tg_buf_str(&b));
    tg_buf_release(&b);
}

/* Adds a row; NULL if there is no more room. */
static char (*add_row(struct comparison *c, const char *name))[CELL]
{
    struct table *t = &c->table;

    if (t->rows == ROWS)
        return NULL;
    set_text(t->cell[t->rows][0], name);
    return &t->cell[t->rows++][1];
}

static bool has_row(const struct comparison *c, const char *name)
{
    char cell[CELL];

    set_text(cell, name);
    for (size_t i = 1; i < c->table.rows; i++)
        if (strcmp(c->table.cell[i][0], cell) == 0)
            return true;
    return false;
}

typedef void fact_fn(const struct tg_bench_result *r, char *cell);

static void fact_processor(const struct tg_bench_result *r, char *cell)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    for (size_t i = 0; i < r->machine.clusters_len; i++) {
        const struct tg_bench_cluster *m = &r->machine.clusters[i];

        tg_buf_printf(&b, "%s%u x %s", i ? " + " : "", m->cores, *m->cpu ? m->cpu : "?");
        if (m->mhz)
            tg_buf_printf(&b, " %u MHz", m->mhz);
    }
    set_text(cell, tg_buf_str(&b));
    tg_buf_release(&b);
}

static void fact_board(const struct tg_bench_result *r, char *cell)
{
    set_text(cell, r->machine.board);
}

static void fact_memory(const struct tg_bench_result *r, char *cell)
{
    (void)snprintf(cell, CELL, "%u MiB", r->machine.memory_mib);
}

static void fact_storage(const struct tg_bench_result *r, char *cell)
{
    set_text(cell, r->machine.storage);
}

static void fact_system(const struct tg_bench_result *r, char *cell)
{
    set_text(cell, r->machine.os);
}

static void fact_program(const struct tg_bench_result *r, char *cell)
{
    char text[CELL];

    (void)snprintf(text, sizeof(text), "tirage %.20s, %.20s, %.30s", r->version, r->machine.libc,
                   r->machine.compiler);
    set_text(cell, text);
}

static void fact_level(const struct tg_bench_result *r, char *cell)
{
    char text[CELL];

    (void)snprintf(text, sizeof(text), "%.20s; libjpeg x %.1f", r->level, r->machine.jpeg_speedup);
    set_text(cell, text);
}

static void fact_heat(const struct tg_bench_result *r, char *cell)
{
    if (r->degrees_most > 0)
        (void)snprintf(cell, CELL, "%.0f to %.0f °C%s", r->degrees_before, r->degrees_most,
                       r->throttled ? ", SLOWED DOWN" : "");
    else
        (void)snprintf(cell, CELL, "%s", r->throttled ? "SLOWED DOWN" : "?");
}

static void put_machines(struct comparison *c)
{
    static const struct {
        const char *name;
        fact_fn *fact;
    } facts[] = {{"processor", fact_processor}, {"board", fact_board},   {"memory", fact_memory},
                 {"storage", fact_storage},     {"system", fact_system}, {"program", fact_program},
                 {"kernels; SIMD", fact_level}, {"heat", fact_heat}};

    begin(c, "Machines");
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        char(*cells)[CELL] = add_row(c, facts[i].name);

        for (size_t k = 0; cells && k < c->n; k++)
            facts[i].fact(c->results[k], cells[k]);
    }
    print_table(c);
}

static const struct tg_bench_build *find_build(const struct tg_bench_result *r, const char *name,
                                               unsigned jobs)
{
    for (size_t i = 0; i < r->builds_len; i++)
        if (r->builds[i].jobs == jobs && strcmp(r->builds[i].name, name) == 0)
            return &r->builds[i];
    return NULL;
}

/* Wall and CPU seconds of one kind of build with one number of workers. */
static void put_build(struct comparison *c, const char *name, unsigned jobs)
{
    char title[CELL];
    char(*wall)[CELL], (*cpu)[CELL];

    (void)snprintf(title, sizeof(title), "%.30s -j %u, s", name, jobs);
    if (has_row(c, title))
        return; /* another machine had it first */
    wall = add_row(c, title);
    (void)snprintf(title, sizeof(title), "%.30s -j %u, CPU s", name, jobs);
    cpu = add_row(c, title);
    for (size_t k = 0; wall && cpu && k < c->n; k++) {
        const struct tg_bench_build *b = find_build(c->results[k], name, jobs);

        if (!b)
            continue;
        (void)snprintf(wall[k], CELL, "%.2f", tg_bench_median(&b->wall_s));
        (void)snprintf(cpu[k], CELL, "%.2f", tg_bench_median(&b->cpu_s));
    }
}

static void put_builds(struct comparison *c)
{
    begin(c, "Builds");
    for (size_t k = 0; k < c->n; k++)
        for (size_t i = 0; i < c->results[k]->builds_len; i++)
            put_build(c, c->results[k]->builds[i].name, c->results[k]->builds[i].jobs);
    print_table(c);
}

/* Of the fastest cold build. */
static void put_speed(struct comparison *c)
{
    static const char *const names[] = {"photos/s",         "megapixels/s",
                                        "CPU ms per photo", "times as fast as the first",
                                        "peak MiB",         "joules per photo"};
    const struct tg_bench_build *first = tg_bench_best(c->results[0]);
    char(*cells[6])[CELL];

    begin(c, "Speed of the fastest cold build");
    for (size_t i = 0; i < 6; i++)
        cells[i] = add_row(c, names[i]);
    for (size_t k = 0; k < c->n; k++) {
        const struct tg_bench_result *r = c->results[k];
        const struct tg_bench_build *b = tg_bench_best(r);
        double wall = b ? tg_bench_median(&b->wall_s) : 0;

        if (wall <= 0 || r->photos == 0)
            continue;
        (void)snprintf(cells[0][k], CELL, "%.2f", r->photos / wall);
        (void)snprintf(cells[1][k], CELL, "%.1f", r->megapixels / wall);
        (void)snprintf(cells[2][k], CELL, "%.1f", tg_bench_median(&b->cpu_s) * 1000 / r->photos);
        if (first && strcmp(r->work, c->results[0]->work) == 0)
            (void)snprintf(cells[3][k], CELL, "%.2f", tg_bench_median(&first->wall_s) / wall);
        (void)snprintf(cells[4][k], CELL, "%.0f", b->peak_mib);
        if (b->joules >= 0)
            (void)snprintf(cells[5][k], CELL, "%.2f", b->joules / r->photos);
    }
    print_table(c);
}

static void put_stage(struct comparison *c, const struct tg_bench_stage *stage)
{
    char title[CELL];
    char(*cells)[CELL];

    (void)snprintf(title, sizeof(title), "%.40s%s%.20s", stage->name, *stage->level ? ", " : "",
                   stage->level);
    if (has_row(c, title))
        return;
    cells = add_row(c, title);
    for (size_t k = 0; cells && k < c->n; k++)
        for (size_t i = 0; i < c->results[k]->stages_len; i++) {
            const struct tg_bench_stage *s = &c->results[k]->stages[i];

            if (strcmp(s->name, stage->name) == 0 && strcmp(s->level, stage->level) == 0)
                (void)snprintf(cells[k], CELL, "%.3f", tg_bench_median(&s->ms_per_mp));
        }
}

static void put_stages(struct comparison *c)
{
    begin(c, "Steps, CPU ms per megapixel (pages: per photo)");
    for (size_t k = 0; k < c->n; k++)
        for (size_t i = 0; i < c->results[k]->stages_len; i++)
            put_stage(c, &c->results[k]->stages[i]);
    print_table(c);
}

/* ---- What does not fit together -------------------------------------------------------------- */

/* The site that a result's cold builds gave; NULL if they differ among themselves. */
static const char *tree_of(const struct tg_bench_result *r)
{
    const char *tree = NULL;

    for (size_t i = 0; i < r->builds_len; i++) {
        if (strcmp(r->builds[i].name, "cold") != 0)
            continue;
        if (tree && strcmp(tree, r->builds[i].tree) != 0)
            return NULL;
        tree = r->builds[i].tree;
    }
    return tree ? tree : "";
}

static bool warn(const struct comparison *c)
{
    const struct tg_bench_result *first = c->results[0];
    const char *tree = tree_of(first);
    bool differs = false;

    for (size_t k = 0; k < c->n; k++) {
        const struct tg_bench_result *r = c->results[k];
        const char *own = tree_of(r);

        if (!own)
            tg_events_message(c->asked->events, TG_EVENT_WARNING,
                              "%s: the site depends on the number of workers", c->labels[k]);
        else if (strcmp(r->work, first->work) != 0)
            tg_events_message(c->asked->events, TG_EVENT_WARNING,
                              "%s built other photos than %s: compare rates, not "
                              "seconds",
                              c->labels[k], c->labels[0]);
        else if (tree && strcmp(r->version, first->version) == 0 && strcmp(own, tree) != 0)
            tg_events_message(c->asked->events, TG_EVENT_WARNING,
                              "%s made another site of the same photos than %s", c->labels[k],
                              c->labels[0]);
        if (r->throttled)
            tg_events_message(c->asked->events, TG_EVENT_WARNING,
                              "%s was slowed down by heat or lack of power while it "
                              "was measured",
                              c->labels[k]);
        differs |=
            !own || (strcmp(r->work, first->work) == 0 && strcmp(r->version, first->version) == 0 &&
                     tree && strcmp(own, tree) != 0);
    }
    return differs;
}

/* Machines are called by their names, or by their files where two have the same. */
static void label(struct comparison *c)
{
    for (size_t k = 0; k < c->n; k++) {
        bool twice = *c->results[k]->machine.name == '\0';

        for (size_t i = 0; i < c->n; i++)
            twice |=
                i != k && strcmp(c->results[i]->machine.name, c->results[k]->machine.name) == 0;
        set_text(c->labels[k], twice ? c->results[k]->file : c->results[k]->machine.name);
        c->results[k]->label = c->labels[k];
    }
}

static struct tg_err *write_html(const struct comparison *c)
{
    struct tg_err *err;
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_bench_html((const struct tg_bench_result *const *)c->results, c->n, &b);
    err = b.failed ? tg_err_nomem() : tg_file_put(c->asked->html, NULL, b.data, b.len);
    tg_buf_release(&b);
    return err;
}

static struct tg_err *compare(struct comparison *c, struct tg_bench_result *results, bool *differs)
{
    for (size_t k = 0; k < c->n; k++) {
        struct tg_err *err = tg_bench_read(c->asked->files[k], &results[k]);

        if (err)
            return err;
        c->results[k] = &results[k];
    }
    label(c);
    if (c->asked->table == TG_BENCH_CSV)
        fprintf(c->asked->out, "table,row,machine,value\r\n");
    put_machines(c);
    put_speed(c);
    put_builds(c);
    put_stages(c);
    *differs = warn(c);
    return c->asked->html ? write_html(c) : NULL;
}

struct tg_err *tg_bench_compare(const struct tg_bench_comparison *comparison, bool *differs)
{
    struct tg_bench_result *results = calloc(RESULTS, sizeof(*results));
    struct comparison *c = calloc(1, sizeof(*c));
    struct tg_err *err = results && c ? NULL : tg_err_nomem();

    *differs = false;
    if (!err) {
        c->asked = comparison;
        c->n = comparison->len;
        err = compare(c, results, differs);
    }
    for (size_t k = 0; results && k < RESULTS; k++)
        tg_arena_release(&results[k].arena);
    free(results);
    free(c);
    return err;
}
