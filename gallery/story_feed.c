/* story_feed.c - the RSS 2.0 feed of a project: one item for each public gallery, newest first, those
 * inside another after it. */
#include <stdlib.h>

#include "gallery/story.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* Sakamoto's method, of the Gregorian calendar. */
static const char *weekday(struct tg_date date)
{
    static const char *const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const unsigned shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    unsigned year = date.year - (date.month < 3 ? 1u : 0u);

    return names[(year + year / 4 - year / 100 + year / 400 + shift[date.month - 1] + date.day) %
                 7];
}

static void put_link(const struct tg_story *story, const struct tg_gallery *gallery)
{
    tg_html_text(story->out, story->root->url);
    TG_HTML_LIT(story->out, "/");
    if (*gallery->dir) {
        tg_html_url_path(story->out, gallery->dir);
        TG_HTML_LIT(story->out, "/");
    }
}

static void put_item(const struct tg_story *story, const struct tg_gallery *gallery)
{
    struct tg_buf *out = story->out;
    struct tg_date date = gallery->date;

    TG_HTML_LIT(out, "<item>\n<title>");
    tg_html_text(out, gallery->title);
    TG_HTML_LIT(out, "</title>\n<link>");
    put_link(story, gallery);
    TG_HTML_LIT(out, "</link>\n<guid>");
    put_link(story, gallery);
    TG_HTML_LIT(out, "</guid>\n");
    if (gallery->sub_title && *gallery->sub_title) {
        TG_HTML_LIT(out, "<description>");
        tg_html_text(out, gallery->sub_title);
        TG_HTML_LIT(out, "</description>\n");
    }
    if (gallery->cover && tg_shot_good(gallery->cover)) {
        TG_HTML_LIT(out, "<media:content medium=\"image\" url=\"");
        tg_story_url(story, gallery->cover, tg_shot_best(gallery->cover, 0, 900), TG_STORY_SITE);
        TG_HTML_LIT(out, "\"/>\n");
    }
    if (date.year)
        tg_buf_printf(out, "<pubDate>%s, %02u %s %04u 00:00:00 -0000</pubDate>\n", weekday(date),
                      date.day, months[date.month - 1], date.year);
    TG_HTML_LIT(out, "</item>\n");
}

/* A feed is newest first, whatever `reverse` says of the index. */
static int newest_first(const void *a, const void *b)
{
    const struct tg_gallery *x = *(const struct tg_gallery *const *)a;
    const struct tg_gallery *y = *(const struct tg_gallery *const *)b;

    return tg_gallery_newest_first(x, y);
}

static void put_items(const struct tg_story *story, const struct tg_gallery *parent)
{
    const struct tg_gallery **sorted = calloc(parent->children_len + 1, sizeof(*sorted));
    size_t len = 0;

    if (!sorted) {
        story->out->failed = true;
        return;
    }
    for (size_t i = 0; i < parent->children_len; i++)
        if (parent->children[i]->is_public && !parent->children[i]->lock)
            sorted[len++] = parent->children[i];
    qsort(sorted, len, sizeof(*sorted), newest_first);
    for (size_t i = 0; i < len; i++) {
        put_item(story, sorted[i]);
        put_items(story, sorted[i]);
    }
    free(sorted);
}

void tg_story_feed(const struct tg_story *story)
{
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                     "xmlns:media=\"http://search.yahoo.com/mrss/\">\n"
                     "<channel>\n<title>");
    tg_html_text(out, story->home->title);
    TG_HTML_LIT(out, "</title>\n<description>");
    tg_html_text(out, story->home->sub_title ? story->home->sub_title : "");
    TG_HTML_LIT(out, "</description>\n<link>");
    put_link(story, story->home);
    TG_HTML_LIT(out, "</link>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    tg_html_attr(out, story->root->url);
    TG_HTML_LIT(out, "/feed.xml\"/>\n<generator>tirage</generator>\n");
    put_items(story, story->home);
    TG_HTML_LIT(out, "</channel>\n</rss>\n");
}
