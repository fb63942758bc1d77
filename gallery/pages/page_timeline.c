/* page_timeline.c - the months of an album's photos as links, across all its pages; see page.h.
 * Each leads to the item with which its month begins: without a script that is all there is. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gallery/pages/page.h"

enum {
    MANY = 200,       /* photos, from which on there is one */
    MONTHS_LONG = 24, /* months, from which on a narrow window shows years alone */
    YEAR_CHARS = 4,   /* of "2020-05-17" */
    MONTH_CHARS = 7
};

/* The month of the node's `i`th photo; none of one without a date. */
static struct tg_date month_of(const struct tg_node *node, size_t i)
{
    struct tg_date day;

    if (!tg_day_of(node->photos[i]->date, &day))
        return (struct tg_date){0, 0, 0};
    day.day = 0;
    return day;
}

/* Whether the dates of two photos begin with the same year, or year and month. */
static bool is_same(const struct tg_node *node, size_t i, size_t k, size_t chars)
{
    return strncmp(node->photos[i]->date, node->photos[k]->date, chars) == 0;
}

static bool begins_month(const struct tg_node *node, size_t i)
{
    return (i == 0 || !is_same(node, i, i - 1, MONTH_CHARS)) && month_of(node, i).year;
}

static size_t months_in(const struct tg_node *node)
{
    size_t n = 0;

    for (size_t i = 0; i < node->rows_len; i++)
        n += begins_month(node, i);
    return n;
}

bool tg_page_has_timeline(const struct tg_node *node)
{
    return !node->basic && tg_node_has_timeline(node) && node->sort == TG_SORT_DATE &&
           node->rows_len > MANY && months_in(node) > 1;
}

/* No file has a name with a colon in its address. */
static void put_id(struct tg_buf *out, struct tg_date month)
{
    char text[TG_DATE_SIZE];

    tg_date_text(month, text);
    tg_buf_printf(out, "t:%s", text);
}

void tg_page_month_id(const struct tg_page *page, size_t i)
{
    if (!tg_node_has_timeline(page->node) || !begins_month(page->node, i) ||
        !tg_page_has_timeline(page->node))
        return;
    TG_HTML_LIT(page->out, "id=\"");
    put_id(page->out, month_of(page->node, i));
    TG_HTML_LIT(page->out, "\" ");
}

static void put_link(const struct tg_page *page, size_t i)
{
    size_t number = i / tg_page_capacity(page->node) + 1;
    char *name = tg_page_name(number);

    TG_HTML_LIT(page->out, "<a href=\"");
    if (number != page->number)
        tg_buf_puts(page->out, name ? name : "");
    TG_HTML_LIT(page->out, "#");
    put_id(page->out, month_of(page->node, i));
    TG_HTML_LIT(page->out, "\">");
    page->out->failed |= !name;
    free(name);
}

/* How many photos from the `i`th on are of its month, or of its year. */
static size_t count(const struct tg_node *node, size_t i, size_t chars)
{
    size_t n = 1;

    while (i + n < node->rows_len && is_same(node, i, i + n, chars))
        n++;
    return n;
}

/* The month that begins with the `i`th photo; how many photos it has. */
static size_t put_month(const struct tg_page *page, size_t i)
{
    size_t n = count(page->node, i, MONTH_CHARS);
    char text[TG_DATE_SIZE];

    tg_date_text(month_of(page->node, i), text);
    tg_buf_printf(page->out, "<li style=\"--n:%zu\">", n);
    put_link(page, i);
    TG_HTML_LIT(page->out, "<span>");
    tg_html_days(page->out, page->words, text, text);
    TG_HTML_LIT(page->out, "</span></a></li>\n");
    return n;
}

void tg_page_timeline(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_buf *out = page->out;
    uint16_t year = 0;

    if (!tg_page_has_timeline(node))
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_TIMELINE, "\" class=\"timeline");
    tg_buf_puts(out, months_in(node) > MONTHS_LONG ? " long\">\n<ul>\n" : "\">\n<ul>\n");
    for (size_t i = 0; i < node->rows_len;) {
        struct tg_date month = month_of(node, i);

        if (!month.year) {
            i++;
            continue;
        }
        if (month.year != year) {
            tg_buf_printf(out, "%s<li style=\"--n:%zu\">", year ? "</ul></li>\n" : "",
                          count(node, i, YEAR_CHARS));
            put_link(page, i);
            tg_buf_printf(out, "%" PRIu16 "</a>\n<ul>\n", month.year);
            year = month.year;
        }
        i += put_month(page, i);
    }
    TG_HTML_LIT(out, "</ul></li>\n</ul>\n</nav>\n");
}
