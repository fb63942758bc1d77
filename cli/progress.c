/* progress.c - see progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/report.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/run/run.h"

enum { BAR = 24, TERMINAL_MS = 100, PLAIN_MS = 5000 };

void cli_progress_init(struct cli_progress *p, const struct cli_options *o, const char *verb,
                       size_t total)
{
    *p = (struct cli_progress){.options = o, .verb = verb, .total = total};
    p->start_ms = p->shown_ms = tg_clock_ms();
    p->terminal = isatty(STDERR_FILENO);
}

static void clear_line(const struct cli_progress *p)
{
    if (p->terminal && !p->options->quiet)
        (void)fputs("\r\033[K", stderr);
}

/* At most `max` bytes, and no half of a UTF-8 sequence. */
static size_t cut(const char *text, size_t max)
{
    size_t len = strlen(text);

    if (len > max)
        for (len = max; len && (text[len] & 0xC0) == 0x80; len--)
            ;
    return len;
}

/* One row of the terminal: what wraps cannot be taken back. */
static void show_row(const char *text)
{
    struct winsize size;
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;

    fprintf(stderr, "\r\033[K%.*s", (int)cut(text, (known ? size.ws_col : 80) - 1u), text);
}

static void show_line(struct cli_progress *p, uint64_t now)
{
    uint64_t ms = now - p->start_ms;
    double rate = ms ? (double)p->done * 1000 / (double)ms : 0;
    uint64_t left_s = rate > 0 ? (uint64_t)((double)(p->total - p->done) / rate + 0.5) : 0;
    char bar[BAR + 1], row[256];

    p->shown_ms = now;
    memset(bar, '.', BAR);
    memset(bar, '#', p->total ? BAR * p->done / p->total : 0);
    bar[BAR] = '\0';
    if (!p->terminal && p->total) {
        fprintf(stderr, "tirage: %s: %zu of %zu photos, %.1f photos/s, %llu:%02llu left\n", p->verb,
                p->done, p->total, rate, (unsigned long long)left_s / 60,
                (unsigned long long)left_s % 60);
    } else if (p->terminal && p->done == p->total && *p->alongside) {
        show_row(p->alongside);
    } else if (p->terminal) {
        (void)snprintf(row, sizeof(row), "%s [%s] %zu/%zu  %.1f photos/s  %llu:%02llu left  %s",
                       p->verb, bar, p->done, p->total, rate, (unsigned long long)left_s / 60,
                       (unsigned long long)left_s % 60, p->alongside);
        show_row(row);
    }
}

static void show_if_due(struct cli_progress *p)
{
    uint64_t now = tg_clock_ms();

    if (!p->options->quiet && now - p->shown_ms >= (p->terminal ? TERMINAL_MS : PLAIN_MS))
        show_line(p, now);
}

void cli_progress_alongside(struct cli_progress *p, const char *text)
{
    size_t len = cut(text, sizeof(p->alongside) - 1);

    memcpy(p->alongside, text, len);
    p->alongside[len] = '\0';
    if (len)
        show_if_due(p);
    else
        clear_line(p);
}

static void report_json(const struct tg_job *job, const struct tg_buf *message)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_puts(&b, "{\"event\": \"photo\", \"path\": ");
    tg_json_string(&b, job->src);
    tg_buf_printf(&b, ", \"status\": \"%s\"",
                  job->err            ? "failed"
                  : job->damage.count ? "recovered"
                                      : "ok");
    tg_buf_puts(&b, job->info.gain_map ? ", \"hdr\": true" : "");
    if (message->len) {
        tg_buf_puts(&b, ", \"message\": ");
        tg_json_string(&b, tg_buf_str(message));
    }
    tg_buf_puts(&b, ", \"outputs\": [");
    for (size_t i = 0; !job->err && i < job->outputs_len; i++) {
        const struct tg_job_output *o = &job->outputs[i];

        tg_buf_puts(&b, i ? ", {\"path\": " : "{\"path\": ");
        tg_json_string(&b, o->path);
        tg_buf_printf(&b, ", \"width\": %u, \"height\": %u, \"bytes\": %llu", o->result.width,
                      o->result.height, (unsigned long long)o->result.bytes);
        if (o->result.gain_map)
            tg_buf_printf(&b, ", \"gain_map\": %llu", (unsigned long long)o->result.gain_map);
        tg_buf_puts(&b, "}");
    }
    tg_buf_puts(&b, "]}\n");
    (void)fputs(tg_buf_str(&b), stdout);
    tg_buf_release(&b);
}

/* What went wrong with a photo, if anything did: on stderr always, with --json in the report too.
 */
static void report(struct cli_progress *p, const struct tg_job *job)
{
    struct tg_buf message;

    tg_buf_init(&message, TG_BUF_MAX);
    if (job->err) {
        tg_err_text(job->err, &message);
        clear_line(p);
        fprintf(stderr, "tirage: %s\n", tg_buf_str(&message));
    } else if (job->damage.count) {
        tg_buf_printf(&message, "%s: damaged, shown as far as it could be read (%s)", job->src,
                      job->damage.first);
        clear_line(p);
        cli_print_line(stderr, "tirage: warning: %s", tg_buf_str(&message));
    } else if (job->damage.note[0]) {
        tg_buf_printf(&message, "%s: %s", job->src, job->damage.note);
        clear_line(p);
        cli_print_line(stderr, "tirage: note: %s", tg_buf_str(&message));
    }
    if (p->options->json && (p->report || job->err))
        report_json(job, &message);
    tg_buf_release(&message);
}

void cli_progress_step(struct cli_progress *p, const struct tg_job *job)
{
    p->done++;
    if (p->total < p->done) /* of videos, first frames join the photos when they are there */
        p->total = p->done;
    report(p, job);
    show_if_due(p);
}

void cli_progress_end(struct cli_progress *p)
{
    clear_line(p);
}
