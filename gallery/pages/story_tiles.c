/* story_tiles.c - the galleries of an index: rows of three, of which the first takes the remainder. */
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/pages/story.h"

static void put_tags(struct tg_buf *out, const struct tg_texts *tags)
{
    if (tags->len == 0)
        return;
    TG_HTML_LIT(out, "<span class=\"tags\">in ");
    for (size_t i = 0; i < tags->len; i++) {
        if (i)
            TG_HTML_LIT(out, ", ");
        tg_html_text(out, tags->items[i]);
    }
    TG_HTML_LIT(out, "</span>\n");
}

static void put_words(const struct tg_story *story, const struct tg_gallery *gallery)
{
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<span class=\"words\"><strong>");
    tg_html_text(out, gallery->title);
    TG_HTML_LIT(out, "</strong>\n");
    if (!tg_gallery_is_open(gallery, story->gallery)) {
        TG_HTML_LIT(out, "<span>Protected</span>\n</span>");
        return;
    }
    if (gallery->sub_title && *gallery->sub_title) {
        TG_HTML_LIT(out, "<span>");
        tg_html_text(out, gallery->sub_title);
        TG_HTML_LIT(out, "</span>\n");
    }
    if (story->root->show_date && gallery->date.year) {
        TG_HTML_LIT(out, "<time>");
        tg_html_date(out, story->root->locale, gallery->date);
        TG_HTML_LIT(out, "</time>\n");
    }
    put_tags(out, &gallery->tags);
    TG_HTML_LIT(out, "</span>");
}

/* How wide a tile's picture comes out in a row of 1, 2 or 3. */
static const char *const sizes[] = {
    "100vw",
    "(max-width: 640px) 100vw, 50vw",
    "(max-width: 640px) 100vw, 34vw",
};

static void put_tile(const struct tg_story *story, const struct tg_gallery *gallery, size_t in_row,
                     bool eager)
{
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<li><a href=\"");
    tg_html_url_path(out, tg_path_base(gallery->dir));
    TG_HTML_LIT(out, "/index.html\">");
    if (gallery->cover && tg_gallery_is_open(gallery, story->gallery) &&
        tg_shot_good(gallery->cover)) {
        const struct tg_story_image image = {.shot = gallery->cover,
                                             .h = in_row == 1 ? 1366 : 900,
                                             .sizes = sizes[in_row - 1],
                                             .style = "",
                                             .eager = eager,
                                             .decorative = true};

        tg_story_image(story, &image);
    }
    put_words(story, gallery);
    TG_HTML_LIT(out, "</a></li>\n");
}

void tg_story_tiles(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    size_t left = tg_gallery_tiles(gallery), in_row = left % TG_TILES_IN_ROW, put = 0;
    bool first = true;

    in_row = in_row ? in_row : TG_TILES_IN_ROW;
    for (size_t i = 0; i < gallery->children_len; i++) {
        if (!gallery->children[i]->is_public)
            continue;
        if (put == 0) {
            TG_HTML_LIT(story->out, "<ul class=\"deck deck-");
            tg_html_uint(story->out, in_row);
            TG_HTML_LIT(story->out, "\" role=\"list\">\n");
        }
        put_tile(story, gallery->children[i], in_row, first);
        if (++put == in_row) {
            TG_HTML_LIT(story->out, "</ul>\n");
            put = 0;
            in_row = TG_TILES_IN_ROW;
            first = false;
        }
    }
}
