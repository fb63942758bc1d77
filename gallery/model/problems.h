/* problems.h - what is wrong with a project's settings, collected so that its owner sees all of it
 * at once. */
#ifndef TG_GALLERY_PROBLEMS_H
#define TG_GALLERY_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/base/err.h"

enum tg_severity { TG_WARNING, TG_ERROR };

/* A position in a settings file; `file` is relative to SRC and borrowed, line and column begin at
 * 1, and 0 stands for the whole file. */
struct tg_position {
    const char *file;
    uint32_t line, column;
};

struct tg_problem {
    enum tg_severity severity;
    struct tg_position position; /* its file is owned here */
    char *text;                  /* "FILE:LINE:COLUMN: message", one line; owned */
};

/* Zeroed is empty. */
struct tg_report {
    struct tg_problem *problems; /* owned; at most TG_REPORT_MAX of each severity */
    size_t len;
    size_t count[2]; /* of each severity, also of those that are not kept */
    bool nomem;      /* something could not be noted: the project must not be used */
};

enum { TG_REPORT_MAX = 100 };

void tg_report_add(struct tg_report *report, enum tg_severity severity, struct tg_position position,
                   const char *fmt, ...) TG_PRINTF(4, 5);

/* An error about the whole of `file`, whose path it may begin with. */
void tg_report_err(struct tg_report *report, const char *file, const struct tg_err *err);

/* Puts problems into the order of files (by name, the root's first), lines and columns. */
void tg_report_sort(struct tg_report *report);

void tg_report_release(struct tg_report *report);

#endif
