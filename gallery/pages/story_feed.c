/* story_feed.c - the feed of a project: one item for each public gallery, newest first, those inside another
 * after it. */
#include <stdlib.h>

#include "gallery/pages/feed.h"
#include "gallery/pages/story.h"

enum { COVER_HEIGHT = 900 };

static void put_item(const struct tg_story *story, const struct tg_gallery *gallery)
{
    struct tg_feed_item item = {.title = gallery->title,
                                .dir = gallery->dir,
                                .description = gallery->sub_title,
                                .date = gallery->date};

    if (gallery->cover && tg_shot_good(gallery->cover)) {
        item.cover_dir = gallery->cover->photo->dir;
        item.cover = tg_shot_best(gallery->cover, 0, COVER_HEIGHT)->name;
    }
    tg_feed_put(story->out, story->root->url, &item);
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
    tg_feed_begin(story->out, story->root->url, story->home->title, story->home->sub_title);
    put_items(story, story->home);
    tg_feed_end(story->out);
}
