/* page_tags.c - what a photo is about: keywords, people and place; see page.h. */
#include <string.h>

#include "core/base/tags.h"
#include "gallery/model/views.h"
#include "gallery/pages/page.h"

enum { LEVEL_MAX = 400 /* bytes: no tag is longer (core/base/tags.h) */ };

static void put_level(struct tg_buf *out, const struct tg_tag *level)
{
    char text[LEVEL_MAX + 1];
    size_t len = level->len < LEVEL_MAX ? level->len : LEVEL_MAX;

    memcpy(text, level->text, len);
    text[len] = '\0';
    tg_html_text(out, text);
}

/* "Places / France / Paris" */
static void put_path(const struct tg_page *page, const struct tg_tag *tag)
{
    struct tg_tag level = {NULL, 0};

    for (bool first = true; tg_tag_next_level(tag, &level); first = false) {
        if (!first)
            TG_HTML_LIT(page->out, " / ");
        put_level(page->out, &level);
    }
}

static bool is_same(const struct tg_tag *a, const struct tg_tag *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* "Paris, France": as people say where they are, the nearest first; a city that its state is called
 * after once. */
static void put_place(const struct tg_page *page, const struct tg_tag *tag)
{
    struct tg_tag levels[TG_TAG_LEVELS], level = {NULL, 0};
    size_t n = 0;

    while (n < TG_TAG_LEVELS && tg_tag_next_level(tag, &level))
        levels[n++] = level;
    for (size_t i = n; i-- > 0;) {
        if (i + 1 < n && is_same(&levels[i], &levels[i + 1]))
            continue;
        tg_buf_puts(page->out, i + 1 < n ? tg_word(page->words, TG_WORD_COMMA) : "");
        put_level(page->out, &levels[i]);
    }
}

/* A tag, with a link to the album of its pictures where there is one that is not this page; `link`
 * is how one begins. */
static void put_tag(const struct tg_page *page, const char *link, enum tg_segment_kind kind,
                    const struct tg_tag *tag)
{
    const struct tg_node *view = tg_views_find(page->site, kind, tag->text, tag->len);
    bool links = view && view != page->node;

    if (links) {
        tg_buf_puts(page->out, link);
        tg_buf_puts(page->out, view->view->address);
        TG_HTML_LIT(page->out, "\"><bdi>");
    } else {
        TG_HTML_LIT(page->out, "<bdi>");
    }
    if (kind == TG_SEGMENT_PLACE)
        put_place(page, tag);
    else
        put_path(page, tag);
    TG_HTML_LIT(page->out, "</bdi>");
    if (links)
        TG_HTML_LIT(page->out, "</a>");
}

static void put_list(const struct tg_page *page, const char *link, enum tg_word name,
                     enum tg_segment_kind kind, const char *list)
{
    const char *comma = tg_word(page->words, TG_WORD_COMMA);
    struct tg_tag tag = {NULL, 0};

    for (bool first = true; tg_tags_next(list, &tag); first = false) {
        if (first)
            tg_page_word(page, "<dt>", name, "</dt><dd>");
        else
            tg_buf_puts(page->out, comma);
        put_tag(page, link, kind, &tag);
    }
    if (tag.text)
        TG_HTML_LIT(page->out, "</dd>");
}

void tg_page_tags(const struct tg_page *page, const struct tg_photo *photo)
{
    const struct tg_look *look = &page->site->look;
    const struct tg_metadata *metadata = &photo->metadata;
    struct tg_page aside = *page;
    struct tg_buf link; /* pages have thousands of them */

    if (!look->places && !look->people && !look->keywords)
        return;
    tg_buf_init(&link, TG_BUF_MAX);
    aside.out = &link;
    TG_HTML_LIT(&link, "<a href=\"");
    tg_page_up(&aside, NULL);
    if (look->places)
        put_list(page, tg_buf_str(&link), TG_WORD_PLACE, TG_SEGMENT_PLACE, metadata->place);
    if (look->people)
        put_list(page, tg_buf_str(&link), TG_WORD_PEOPLE, TG_SEGMENT_PEOPLE, metadata->people);
    if (look->keywords)
        put_list(page, tg_buf_str(&link), TG_WORD_KEYWORDS, TG_SEGMENT_KEYWORDS,
                 metadata->keywords);
    page->out->failed |= link.failed;
    tg_buf_release(&link);
}
