/* page_tiles.c - the nodes below, each as a tile with its cover; see page.h. */
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_picture.h"

enum {
    FULL_PERCENT = 94, /* of the window: the page between its margins */
    TILE_PX = 420,     /* tiles of albums come one or two in a row, then in columns of this width */
    TILE_RATIO = 1500, /* 3:2; a wider cover is cropped, so that the whole of it comes out wider */
    EAGER_TILES = 4    /* of albums: of a first row */
};

static void put_link(const struct tg_page *page, const struct tg_node *node)
{
    TG_HTML_LIT(page->out, "<li><a href=\"");
    tg_html_url_path(page->out, tg_path_base(node->dir));
    TG_HTML_LIT(page->out, "/index.html\">");
}

static uint64_t uncropped(uint64_t n, uint64_t ratio)
{
    return ratio > TILE_RATIO ? n * ratio / TILE_RATIO : n;
}

static void put_album_cover(const struct tg_page *page, const struct tg_ref *cover, size_t nth)
{
    uint64_t ratio = tg_ref_ratio(cover);
    struct tg_buf sizes;
    struct tg_image image = {.ref = cover,
                             .decorative = true,
                             .loading = nth == 0            ? TG_LOAD_FIRST
                                        : nth < EAGER_TILES ? TG_LOAD_EAGER
                                                            : TG_LOAD_LAZY};

    tg_buf_init(&sizes, TG_BUF_MAX);
    TG_HTML_LIT(&sizes, "(max-width: 640px) ");
    tg_html_uint(&sizes, uncropped(FULL_PERCENT, ratio));
    TG_HTML_LIT(&sizes, "vw, (max-width: 1024px) ");
    tg_html_uint(&sizes, uncropped(FULL_PERCENT / 2, ratio));
    TG_HTML_LIT(&sizes, "vw, ");
    tg_html_uint(&sizes, uncropped(TILE_PX, ratio));
    TG_HTML_LIT(&sizes, "px");
    image.sizes = tg_buf_str(&sizes);
    tg_page_image(page, &image);
    page->out->failed |= sizes.failed;
    tg_buf_release(&sizes);
}

/* Nothing of an album that has a text alone. */
static void put_summary(const struct tg_page *page, const struct tg_node *node)
{
    const struct tg_summary sum = tg_summary_of(node);

    if (!tg_node_listed(node) && !sum.photos && !sum.videos && !*sum.first)
        return;
    TG_HTML_LIT(page->out, "<p>");
    tg_html_summary(page->out, page->words, node, &sum);
    TG_HTML_LIT(page->out, "</p>");
}

static void put_album(const struct tg_page *page, const struct tg_node *node, size_t nth)
{
    bool open = tg_node_is_open(node, page->node);
    const struct tg_ref cover = tg_node_cover(node);
    struct tg_buf *out = page->out;

    put_link(page, node);
    tg_buf_puts(out, open ? "<span class=\"cover\">" : "<span class=\"cover lock\">");
    if (open && cover.photo)
        put_album_cover(page, &cover, nth);
    TG_HTML_LIT(out, "</span>\n");
    tg_page_element(page, "h2", node->title);
    if (open)
        put_summary(page, node);
    else
        tg_page_word(page, "<p>", TG_WORD_PROTECTED, "</p>");
    if (open && tg_text_is_set(node->description)) {
        TG_HTML_LIT(out, "\n<p>");
        tg_html_text(out, node->description);
        TG_HTML_LIT(out, "</p>");
    }
    TG_HTML_LIT(out, "</a></li>\n");
}

static void put_albums(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    size_t put = 0;

    for (size_t i = 0; i < node->children_len; i++) {
        if (node->children[i]->hidden)
            continue;
        if (put == 0)
            TG_HTML_LIT(page->out, "<ul class=\"tiles\" role=\"list\">\n");
        put_album(page, node->children[i], put++);
    }
    if (put)
        TG_HTML_LIT(page->out, "</ul>\n");
}

static void put_tags(const struct tg_page *page, const struct tg_texts *tags)
{
    struct tg_buf list;

    if (tags->len == 0)
        return;
    tg_buf_init(&list, TG_BUF_MAX);
    for (size_t i = 0; i < tags->len; i++) {
        if (i)
            tg_buf_puts(&list, tg_word(page->words, TG_WORD_COMMA));
        TG_HTML_LIT(&list, "<bdi>");
        tg_html_text(&list, tags->items[i]);
        TG_HTML_LIT(&list, "</bdi>");
    }
    tg_page_word_with(page, "<span class=\"tags\">", TG_WORD_TAGS, tg_buf_str(&list), "</span>\n");
    page->out->failed |= list.failed;
    tg_buf_release(&list);
}

static void put_words(const struct tg_page *page, const struct tg_node *node)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<span class=\"words\">");
    tg_page_element(page, "strong", node->title);
    if (!tg_node_is_open(node, page->node)) {
        tg_page_word(page, "<span>", TG_WORD_PROTECTED, "</span>\n</span>");
        return;
    }
    tg_page_element(page, "span", node->sub_title);
    if (page->site->look.show_date && node->date.year) {
        tg_page_time(page, node->date);
        TG_HTML_LIT(out, "\n");
    }
    put_tags(page, &node->tags);
    TG_HTML_LIT(out, "</span>");
}

/* How wide a story's cover comes out in a row of 1, 2 or 3. */
static const char *const story_sizes[] = {
    "100vw",
    "(max-width: 640px) 100vw, 50vw",
    "(max-width: 640px) 100vw, 34vw",
};

static void put_story(const struct tg_page *page, const struct tg_node *node, size_t in_row,
                      bool first)
{
    const struct tg_ref cover = tg_node_cover(node);
    const struct tg_image image = {.ref = &cover,
                                   .h = in_row == 1 ? TG_HEIGHT_ALONE : TG_HEIGHT_TILE,
                                   .sizes = story_sizes[in_row - 1],
                                   .loading = first ? TG_LOAD_FIRST : TG_LOAD_LAZY,
                                   .moving = cover.medium != NULL,
                                   .decorative = true};

    put_link(page, node);
    if (!tg_node_is_open(node, page->node))
        TG_HTML_LIT(page->out, "<span class=\"lock\"></span>\n");
    else if (cover.photo)
        tg_page_image(page, &image);
    put_words(page, node);
    TG_HTML_LIT(page->out, "</a></li>\n");
}

/* Rows of three, of which the first takes the remainder. */
static void put_stories(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    size_t left = tg_node_listed(node), in_row = left % TG_TILES_IN_ROW, put = 0;
    bool first = true;

    in_row = in_row ? in_row : TG_TILES_IN_ROW;
    for (size_t i = 0; i < node->children_len; i++) {
        if (node->children[i]->hidden)
            continue;
        if (put == 0) {
            TG_HTML_LIT(page->out, "<ul class=\"deck deck-");
            tg_html_uint(page->out, in_row);
            TG_HTML_LIT(page->out, "\" role=\"list\">\n");
        }
        put_story(page, node->children[i], in_row, first);
        if (++put == in_row) {
            TG_HTML_LIT(page->out, "</ul>\n");
            put = 0;
            in_row = TG_TILES_IN_ROW;
            first = false;
        }
    }
}

void tg_page_tiles(const struct tg_page *page)
{
    if (page->site->look.story)
        put_stories(page);
    else
        put_albums(page);
}
