/* feed.c - see feed.h. */
#include "gallery/pages/feed.h"

#include "gallery/model/text.h"
#include "gallery/pages/html.h"

/* RFC 822 wants English ones. */
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

static void put_text(struct tg_buf *out, const char *element, const char *text)
{
    tg_buf_printf(out, "<%s>", element);
    tg_html_text(out, text);
    tg_buf_printf(out, "</%s>\n", element);
}

void tg_feed_begin(struct tg_buf *out, const char *url, const char *title, const char *description)
{
    TG_HTML_LIT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                     "xmlns:media=\"http://search.yahoo.com/mrss/\">\n"
                     "<channel>\n");
    put_text(out, "title", title);
    put_text(out, "description", description ? description : "");
    TG_HTML_LIT(out, "<link>");
    tg_html_address(out, url, "");
    TG_HTML_LIT(out, "</link>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    tg_html_address(out, url, "");
    TG_HTML_LIT(out, "feed.xml\"/>\n<generator>tirage</generator>\n");
}

void tg_feed_put(struct tg_buf *out, const char *url, const struct tg_feed_item *item)
{
    struct tg_date date = item->date;

    TG_HTML_LIT(out, "<item>\n");
    put_text(out, "title", item->title);
    TG_HTML_LIT(out, "<link>");
    tg_html_address(out, url, item->dir);
    TG_HTML_LIT(out, "</link>\n<guid>");
    tg_html_address(out, url, item->dir);
    TG_HTML_LIT(out, "</guid>\n");
    if (tg_text_is_set(item->description))
        put_text(out, "description", item->description);
    if (item->cover) {
        TG_HTML_LIT(out, "<media:content medium=\"image\" url=\"");
        tg_html_address(out, url, item->cover_dir);
        tg_html_url_path(out, item->cover);
        TG_HTML_LIT(out, "\"/>\n");
    }
    if (date.year)
        tg_buf_printf(out, "<pubDate>%s, %02u %s %04u 00:00:00 -0000</pubDate>\n", weekday(date),
                      date.day, months[date.month - 1], date.year);
    TG_HTML_LIT(out, "</item>\n");
}

void tg_feed_end(struct tg_buf *out)
{
    TG_HTML_LIT(out, "</channel>\n</rss>\n");
}
