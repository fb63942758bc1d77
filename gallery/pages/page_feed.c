/* page_feed.c - the feed of a plain tree: its newest albums; see page.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/model.h"
#include "gallery/pages/feed.h"
#include "gallery/pages/page.h"
#include "gallery/source/album_file.h"

enum { ITEMS_MAX = 50 /* readers fetch all of it again and again */ };

struct entry {
    const struct tg_album *album;
    const char *date; /* of its latest picture, or empty; borrowed */
};

struct entries {
    struct entry *items; /* owned */
    size_t len;
    bool failed; /* memory was short */
};

/* Albums with pictures of their own that anybody may find. */
static void collect(const struct tg_album *album, struct entries *into)
{
    if (album->lock)
        return;
    if (album->photos_len) {
        struct entry *grown = tg_grow(into->items, into->len, sizeof(*into->items));
        const char *last = tg_album_summary(album).last;

        into->failed |= !grown;
        if (grown) {
            into->items = grown;
            into->items[into->len++] = (struct entry){album, last ? last : ""};
        }
    }
    for (size_t i = 0; i < album->listed_len; i++)
        collect(album->albums[i], into);
}

/* Those without a date come last. */
static int newest_first(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(y->date, x->date);

    return order ? order : tg_path_natural_cmp(x->album->dir, y->album->dir);
}

static void put_entry(const struct tg_page *page, const struct entry *entry)
{
    const struct tg_photo *cover = tg_album_cover(entry->album);
    struct tg_feed_item item = {.title = entry->album->title,
                                .dir = entry->album->dir,
                                .description = tg_album_description(entry->album)};

    if (!tg_day_of(entry->date, &item.date))
        item.date = (struct tg_date){0};
    if (cover) {
        item.cover_dir = cover->dir;
        item.cover = tg_page_fallback(cover)->name;
    }
    tg_feed_put(page->out, page->site->url, &item);
}

void tg_page_feed(const struct tg_page *page)
{
    const struct tg_album *root = page->site->root;
    struct entries entries = {.len = 0};

    collect(root, &entries);
    page->out->failed |= entries.failed;
    if (entries.len)
        qsort(entries.items, entries.len, sizeof(*entries.items), newest_first);
    tg_feed_begin(page->out, page->site->url, root->title, tg_album_description(root));
    for (size_t i = 0; i < entries.len && i < ITEMS_MAX; i++)
        put_entry(page, &entries.items[i]);
    tg_feed_end(page->out);
    free(entries.items);
}
