/* problems.c - see problems.h. */
#include "gallery/model/problems.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/grow.h"
#include "core/base/path.h"

enum { MESSAGE_MAX = 1024 };

static char *problem_text(struct tg_position position, const char *message)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_put_printable(&text, position.file);
    if (position.line)
        tg_buf_printf(&text, ":%" PRIu32 ":%" PRIu32, position.line, position.column);
    tg_buf_puts(&text, ": ");
    tg_buf_put_printable(&text, message);
    return tg_buf_steal(&text);
}

static void problem_release(struct tg_problem *problem)
{
    free((char *)(uintptr_t)problem->position.file);
    free(problem->text);
}

static bool fill(struct tg_problem *problem, enum tg_severity severity, struct tg_position position,
                 const char *message)
{
    *problem = (struct tg_problem){severity, position, problem_text(position, message)};
    problem->position.file = strdup(position.file);
    if (problem->position.file && problem->text)
        return true;
    problem_release(problem);
    return false;
}

void tg_report_add(struct tg_report *report, enum tg_severity severity, struct tg_position position,
                   const char *fmt, ...)
{
    struct tg_problem *problems;
    char message[MESSAGE_MAX];
    va_list ap;

    if (report->count[severity]++ >= TG_REPORT_MAX)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(message, sizeof(message), fmt, ap);
    va_end(ap);
    problems = tg_grow(report->problems, report->len, sizeof(*problems));
    if (problems)
        report->problems = problems;
    if (!problems || !fill(&problems[report->len], severity, position, message))
        report->nomem = true;
    else
        report->len++;
}

void tg_report_err(struct tg_report *report, const char *file, const struct tg_err *err)
{
    size_t len = strlen(file);
    const char *message;
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    message = tg_buf_str(&text);
    if (strncmp(message, file, len) == 0 && strncmp(message + len, ": ", 2) == 0)
        message += len + 2;
    tg_report_add(report, TG_ERROR, (struct tg_position){file, 0, 0}, "%s", message);
    tg_buf_release(&text);
}

static int by_place(const void *a, const void *b)
{
    const struct tg_position *x = &((const struct tg_problem *)a)->position;
    const struct tg_position *y = &((const struct tg_problem *)b)->position;
    bool x_root = !strchr(x->file, '/'), y_root = !strchr(y->file, '/');
    int order;

    if (x_root != y_root)
        return x_root ? -1 : 1;
    order = tg_path_natural_cmp(x->file, y->file);
    if (order)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return strcmp(((const struct tg_problem *)a)->text, ((const struct tg_problem *)b)->text);
}

void tg_report_sort(struct tg_report *report)
{
    if (report->len)
        qsort(report->problems, report->len, sizeof(*report->problems), by_place);
}

void tg_report_release(struct tg_report *report)
{
    for (size_t i = 0; i < report->len; i++)
        problem_release(&report->problems[i]);
    free(report->problems);
    *report = (struct tg_report){0};
}
