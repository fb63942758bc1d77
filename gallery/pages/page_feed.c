/* page_feed.c - the feed: the newest albums, or every gallery, those inside another after it; see
 * page.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_picture.h"

enum {
    ALBUMS_MAX = 50, /* readers fetch all of it again and again */
    COVER_HEIGHT = 900
};

struct entry {
    const struct tg_node *node;
    char date[TG_DATE_SIZE]; /* of its latest picture or as its owner says, or empty */
};

struct entries {
    struct entry *items; /* owned */
    size_t len;
    bool failed; /* memory was short */
};

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

static void put_address(const struct tg_page *page, const char *element, const char *dir)
{
    tg_buf_printf(page->out, "<%s>", element);
    tg_html_address(page->out, page->site->url, dir);
    tg_buf_printf(page->out, "</%s>\n", element);
}

static const char *description_of(const struct tg_page *page, const struct tg_node *node)
{
    return page->site->look.story ? node->sub_title : node->description;
}

static void put_entry(const struct tg_page *page, const struct entry *entry)
{
    const struct tg_node *node = entry->node;
    const struct tg_ref cover = tg_node_cover(node);
    struct tg_buf *out = page->out;
    struct tg_date date;

    TG_HTML_LIT(out, "<item>\n");
    put_text(out, "title", node->title);
    put_address(page, "link", node->dir);
    put_address(page, "guid", node->dir);
    if (tg_text_is_set(description_of(page, node)))
        put_text(out, "description", description_of(page, node));
    if (cover.photo) {
        TG_HTML_LIT(out, "<media:content medium=\"image\" url=\"");
        tg_page_url(page, &cover, tg_ref_best(&cover, 0, COVER_HEIGHT), TG_URL_SITE);
        TG_HTML_LIT(out, "\"/>\n");
    }
    if (tg_date_of(entry->date, &date)) {
        date.month = date.month ? date.month : 1; /* readers want a day */
        date.day = date.day ? date.day : 1;
        tg_buf_printf(out, "<pubDate>%s, %02u %s %04u 00:00:00 -0000</pubDate>\n", weekday(date),
                      date.day, months[date.month - 1], date.year);
    }
    TG_HTML_LIT(out, "</item>\n");
}

static void add(struct entries *into, const struct tg_node *node, bool story)
{
    struct entry *grown = tg_grow(into->items, into->len, sizeof(*into->items)), *entry;

    into->failed |= !grown;
    if (!grown)
        return;
    into->items = grown;
    entry = &into->items[into->len++];
    *entry = (struct entry){.node = node};
    if (story)
        tg_date_text(node->date, entry->date);
    else
        memcpy(entry->date, tg_summary_of(node).last, sizeof(entry->date));
}

/* Galleries below one, or all albums below that have pictures of their own: those that anybody may
 * find. */
static void collect(const struct tg_node *parent, struct entries *into, bool story)
{
    for (size_t i = 0; i < parent->children_len; i++) {
        const struct tg_node *node = parent->children[i];

        if (node->hidden || node->lock)
            continue;
        if (story || node->photos_len)
            add(into, node, story);
        if (!story)
            collect(node, into, story);
    }
}

/* Those without a date come last.  A feed is newest first, whatever `reverse` says of an index. */
static int newest_first(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(y->date, x->date);

    return order ? order : tg_path_natural_cmp(x->node->dir, y->node->dir);
}

static void put_entries(const struct tg_page *page, const struct tg_node *parent)
{
    bool story = page->site->look.story;
    struct entries entries = {.len = 0};

    if (!story && !parent->parent && parent->photos_len)
        add(&entries, parent, story);
    collect(parent, &entries, story);
    page->out->failed |= entries.failed;
    if (entries.len)
        qsort(entries.items, entries.len, sizeof(*entries.items), newest_first);
    for (size_t i = 0; i < entries.len && (story || i < ALBUMS_MAX); i++) {
        put_entry(page, &entries.items[i]);
        if (story)
            put_entries(page, entries.items[i].node);
    }
    free(entries.items);
}

void tg_page_feed(const struct tg_page *page)
{
    const struct tg_node *root = page->site->root;
    const char *description = description_of(page, root);
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                     "xmlns:media=\"http://search.yahoo.com/mrss/\">\n"
                     "<channel>\n");
    put_text(out, "title", root->title);
    put_text(out, "description", description ? description : "");
    put_address(page, "link", "");
    tg_html_language(out, root->lang);
    TG_HTML_LIT(out, "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    tg_html_address(out, page->site->url, "");
    TG_HTML_LIT(out, "feed.xml\"/>\n<generator>tirage</generator>\n");
    put_entries(page, root);
    TG_HTML_LIT(out, "</channel>\n</rss>\n");
}
