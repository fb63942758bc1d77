/* bench_html.c - results as one page with charts: SVG in HTML, nothing from elsewhere, no script.
 */
#include <stdio.h>
#include <string.h>

#include "bench/machine/machine.h"
#include "gallery/model/html.h"
#include "gallery/model/text.h"

enum { WIDTH = 720, LABEL = 190, LABEL_LETTERS = 22, BAR = 22, GAP = 10, PLOT = 260, COLOURS = 8 };

static const char *const colours[COLOURS] = {"#2f6db5", "#d1792c", "#3f8f4f", "#b5443f",
                                             "#7a5aa6", "#8a6d3b", "#c45d9b", "#5f6b76"};

/* One bar or piece of one. */
struct piece {
    const char *name;
    double value;
};

static void put_text(struct tg_buf *out, double x, double y, const char *anchor, const char *text)
{
    tg_buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
    tg_html_text(out, text);
    TG_HTML_LIT(out, "</text>\n");
}

static void open_chart(struct tg_buf *out, const char *title, double height)
{
    TG_HTML_LIT(out, "<figure>\n<figcaption>");
    tg_html_text(out, title);
    tg_buf_printf(out, "</figcaption>\n<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"",
                  WIDTH, height);
    tg_html_attr(out, title);
    TG_HTML_LIT(out, "\">\n");
}

static void close_chart(struct tg_buf *out)
{
    TG_HTML_LIT(out, "</svg>\n</figure>\n");
}

static void put_rect(struct tg_buf *out, double x, double y, double w, size_t colour)
{
    tg_buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                  x, y, w > 0 ? w : 0, BAR, colours[colour % COLOURS]);
}

/* A name alongside a bar, as much of it as there is room for. */
static void put_label(struct tg_buf *out, double y, const char *name)
{
    const char *end = name;
    struct tg_buf text;

    for (size_t i = 0; i < LABEL_LETTERS && *end; i++)
        (void)tg_text_next(&end);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_put(&text, name, (size_t)(end - name));
    tg_buf_puts(&text, *end ? "…" : "");
    put_text(out, LABEL - 8, y, "end", tg_buf_str(&text));
    tg_buf_release(&text);
}

/* A bar of pieces, `most` being as wide as there is room; its sum stands behind it. */
static void put_bar(struct tg_buf *out, size_t row, const char *label, const struct piece *pieces,
                    size_t n, double most)
{
    const double room = WIDTH - LABEL - 80;
    double y = (double)row * (BAR + GAP), x = LABEL, sum = 0;
    char text[32];

    put_label(out, y + BAR - 6, label);
    for (size_t i = 0; i < n; i++) {
        double w = most > 0 ? pieces[i].value / most * room : 0;

        put_rect(out, x, y, w, i);
        x += w;
        sum += pieces[i].value;
    }
    (void)snprintf(text, sizeof(text), sum < 10 ? "%.2f" : "%.1f", sum);
    put_text(out, x + 6, y + BAR - 6, "start", text);
}

static void put_legend(struct tg_buf *out, const char *const *names, size_t n)
{
    TG_HTML_LIT(out, "<p class=\"legend\">");
    for (size_t i = 0; i < n; i++) {
        tg_buf_printf(out, "<span style=\"--c:%s\">", colours[i % COLOURS]);
        tg_html_text(out, names[i]);
        TG_HTML_LIT(out, "</span> ");
    }
    TG_HTML_LIT(out, "</p>\n");
}

/* Seconds of the fastest cold build. */
static void chart_time(const struct tg_bench_result *const *results, size_t n, struct tg_buf *out)
{
    double most = 0;

    for (size_t k = 0; k < n; k++) {
        const struct tg_bench_build *b = tg_bench_best(results[k]);

        if (b && tg_bench_median(&b->wall_s) > most)
            most = tg_bench_median(&b->wall_s);
    }
    open_chart(out, "Whole build, seconds (the fastest number of workers)",
               (double)n * (BAR + GAP));
    for (size_t k = 0; k < n; k++) {
        const struct tg_bench_build *b = tg_bench_best(results[k]);
        struct piece wall = {"wall", b ? tg_bench_median(&b->wall_s) : 0};

        put_bar(out, k, results[k]->label, &wall, 1, most);
    }
    close_chart(out);
}

static double cold_seconds(const struct tg_bench_result *r, unsigned jobs)
{
    for (size_t i = 0; i < r->builds_len; i++)
        if (strcmp(r->builds[i].name, "cold") == 0 && r->builds[i].jobs == jobs)
            return tg_bench_median(&r->builds[i].wall_s);
    return 0;
}

/* How many times as fast as with one worker; 0: unknown. */
static double times_as_fast(const struct tg_bench_result *r, unsigned jobs)
{
    double s = cold_seconds(r, jobs);

    return s > 0 ? cold_seconds(r, 1) / s : 0;
}

static void chart_scaling(const struct tg_bench_result *const *results, size_t n,
                          struct tg_buf *out)
{
    const char *labels[16];
    unsigned most = 1;
    double tall; /* more than `most` where one worker was slow by chance */

    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < results[k]->builds_len; i++)
            if (results[k]->builds[i].jobs > most)
                most = results[k]->builds[i].jobs;
    tall = most;
    for (size_t k = 0; k < n; k++)
        for (unsigned jobs = 1; jobs <= most; jobs++)
            if (times_as_fast(results[k], jobs) > tall)
                tall = times_as_fast(results[k], jobs);
    open_chart(out, "Times as fast as with one worker, by workers", PLOT + 30);
    tg_buf_printf(out, "<path d=\"M40 %d V10 M40 %d H%d\" class=\"axis\"/>\n", PLOT, PLOT,
                  WIDTH - 20);
    for (unsigned jobs = 1; jobs <= most; jobs *= 2) {
        char text[16];

        (void)snprintf(text, sizeof(text), "%u", jobs);
        put_text(out, 40 + (double)jobs / most * (WIDTH - 80), PLOT + 20, "middle", text);
        put_text(out, 32, PLOT - jobs / tall * (PLOT - 20) + 4, "end", text);
    }
    for (size_t k = 0; k < n; k++) {
        labels[k] = results[k]->label;
        tg_buf_printf(out, "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"",
                      colours[k % COLOURS]);
        for (unsigned jobs = 1; jobs <= most; jobs++) {
            double times = times_as_fast(results[k], jobs);

            if (times > 0)
                tg_buf_printf(out, "%.1f,%.1f ", 40 + (double)jobs / most * (WIDTH - 80),
                              PLOT - times / tall * (PLOT - 20));
        }
        TG_HTML_LIT(out, "\"/>\n");
    }
    close_chart(out);
    put_legend(out, labels, n);
}

static double stage_ms(const struct tg_bench_result *r, const char *name, const char *level)
{
    for (size_t i = 0; i < r->stages_len; i++)
        if (strcmp(r->stages[i].name, name) == 0 && strcmp(r->stages[i].level, level) == 0)
            return tg_bench_median(&r->stages[i].ms_per_mp);
    return 0;
}

/* What a photo's pixels cost at the level in use. */
static void chart_stages(const struct tg_bench_result *const *results, size_t n, struct tg_buf *out)
{
    static const char *const names[] = {"decode", "resample", "encode progressive"};
    struct piece pieces[16][3];
    double most = 0;

    for (size_t k = 0; k < n; k++) {
        double sum = 0;

        for (size_t i = 0; i < 3; i++) {
            pieces[k][i] = (struct piece){
                names[i], stage_ms(results[k], names[i], i ? results[k]->level : "")};
            sum += pieces[k][i].value;
        }
        most = sum > most ? sum : most;
    }
    open_chart(out, "Steps, CPU ms per megapixel of the photo", (double)n * (BAR + GAP));
    for (size_t k = 0; k < n; k++)
        put_bar(out, k, results[k]->label, pieces[k], 3, most);
    close_chart(out);
    put_legend(out, names, 3);
}

/* The same step at each level of a machine. */
static void chart_levels(const struct tg_bench_result *r, struct tg_buf *out)
{
    double most = 0;
    size_t rows = 0;
    char title[160];

    for (size_t i = 0; i < r->stages_len; i++)
        if (strcmp(r->stages[i].name, "resample") == 0) {
            double ms = tg_bench_median(&r->stages[i].ms_per_mp);

            most = ms > most ? ms : most;
            rows++;
        }
    (void)snprintf(title, sizeof(title), "%.100s: resampling by level, CPU ms per megapixel",
                   r->label);
    open_chart(out, title, (double)rows * (BAR + GAP));
    for (size_t i = 0, row = 0; i < r->stages_len; i++)
        if (strcmp(r->stages[i].name, "resample") == 0) {
            struct piece ms = {"resample", tg_bench_median(&r->stages[i].ms_per_mp)};

            put_bar(out, row++, r->stages[i].level, &ms, 1, most);
        }
    close_chart(out);
}

void tg_bench_html(const struct tg_bench_result *const *results, size_t n, struct tg_buf *out)
{
    TG_HTML_LIT(out,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n<title>tirage bench</title>\n"
                "<link rel=\"icon\" href=\"data:,\">\n<style>\n"
                ":root { color-scheme: light dark; }\n"
                "body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 "
                "sans-serif; }\n"
                "figure { margin: 2rem 0 .5rem; }\n"
                "figcaption { margin-bottom: .5rem; font-weight: 600; }\n"
                "svg { display: block; width: 100%; height: auto; font-size: 13px; }\n"
                "text { fill: currentColor; }\n"
                ".axis { fill: none; stroke: currentColor; opacity: .4; }\n"
                ".legend span::before { content: \"\\25A0  \"; color: var(--c); }\n"
                ".legend span { display: inline-block; margin-inline-end: 1rem; }\n"
                "</style>\n</head>\n<body>\n<main>\n<h1>tirage bench</h1>\n<ul>\n");
    for (size_t k = 0; k < n; k++) {
        TG_HTML_LIT(out, "<li><b>");
        tg_html_text(out, results[k]->label);
        TG_HTML_LIT(out, "</b>: ");
        tg_html_text(out,
                     results[k]->machine.clusters_len ? results[k]->machine.clusters[0].cpu : "");
        tg_buf_printf(out, ", %u photos, %.0f megapixels%s</li>\n", results[k]->photos,
                      results[k]->megapixels,
                      results[k]->throttled ? "; slowed down by heat or lack of power" : "");
    }
    TG_HTML_LIT(out, "</ul>\n");
    chart_time(results, n, out);
    chart_scaling(results, n, out);
    chart_stages(results, n, out);
    for (size_t k = 0; k < n; k++)
        chart_levels(results[k], out);
    TG_HTML_LIT(out, "</main>\n</body>\n</html>\n");
}
