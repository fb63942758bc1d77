/* summary.c - see summary.h. */
#include "gallery/model/summary.h"

#include <string.h>

#include "gallery/model/html.h"
#include "gallery/model/months.h"

#define NBSP "\xC2\xA0" /* keeps a date in one line */

static void add_date(struct tg_summary *sum, const char *date)
{
    struct tg_date unused;

    if (!tg_date_of(date, &unused))
        return;
    if (!*sum->first || strcmp(date, sum->first) < 0)
        memcpy(sum->first, date, sizeof(sum->first));
    if (!*sum->last || strcmp(date, sum->last) > 0)
        memcpy(sum->last, date, sizeof(sum->last));
}

struct tg_summary tg_summary_of(const struct tg_node *node)
{
    struct tg_summary sum = {0};

    for (size_t i = 0; i < node->photos_len; i++) {
        sum.videos += node->photos[i]->video != NULL;
        add_date(&sum, node->photos[i]->date);
    }
    sum.photos = node->photos_len - sum.videos;
    for (size_t i = 0; i < node->children_len; i++) {
        struct tg_summary below = {0};

        if (!node->children[i]->hidden && node->children[i]->lock == node->lock)
            below = tg_summary_of(node->children[i]);
        sum.photos += below.photos;
        sum.videos += below.videos;
        add_date(&sum, below.first);
        add_date(&sum, below.last);
    }
    if (node->date.year) {
        tg_date_text(node->date, sum.first);
        memcpy(sum.last, sum.first, sizeof(sum.last));
    }
    return sum;
}

static void put_count(struct tg_buf *out, const char **before, size_t n, const char *what)
{
    if (!n)
        return;
    tg_buf_printf(out, "%s%zu %s%s", *before, n, what, n == 1 ? "" : "s");
    *before = " · ";
}

void tg_html_summary(struct tg_buf *out, const struct tg_node *node, const struct tg_summary *sum)
{
    const char *before = "";

    put_count(out, &before, tg_node_listed(node), "album");
    put_count(out, &before, sum->photos, "picture");
    put_count(out, &before, sum->videos, "video");
    if (*sum->first) {
        tg_buf_puts(out, before);
        tg_html_days(out, sum->first, sum->last);
    }
}

/* "May 2020", or "2020" where the month is not known. */
static void put_month(struct tg_buf *out, struct tg_date date)
{
    if (date.month) {
        tg_html_month(out, tg_locale_find("C"), date.month);
        TG_HTML_LIT(out, NBSP);
    }
    tg_html_uint(out, date.year);
}

void tg_html_days(struct tg_buf *out, const char *first, const char *last)
{
    struct tg_date a, b;

    if (!tg_date_of(first, &a) || !tg_date_of(last, &b))
        return;
    if (a.year != b.year) {
        put_month(out, a);
        TG_HTML_LIT(out, NBSP "– ");
    } else if (!a.month || !b.month) {
        b.month = b.day = 0;
    } else if (a.month != b.month) {
        tg_html_month(out, tg_locale_find("C"), a.month);
        TG_HTML_LIT(out, NBSP "– ");
    } else if (a.day && b.day) {
        if (a.day != b.day) {
            tg_html_uint(out, a.day);
            TG_HTML_LIT(out, "–");
        }
        tg_html_uint(out, b.day);
        TG_HTML_LIT(out, NBSP);
    }
    put_month(out, b);
}
