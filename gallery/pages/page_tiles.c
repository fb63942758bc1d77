/* page_tiles.c - the nodes below, each as a tile with its cover; see page.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_ways.h"

enum {
    FULL_PERCENT = 94, /* of the window: the page between its margins */
    TILE_PX = 420,     /* tiles of albums come one or two in a row, then in columns of this width */
    TILE_RATIO = 1500, /* 3:2; a wider cover is cropped, so that the whole of it comes out wider */
    EAGER_TILES = 4,   /* of albums: of a first row */
    TILES_MAX = 100    /* of virtual albums */
};

/* To virtual albums: such tiles are half as wide on phones. */
#define WAY SIZE_MAX

/* What covers are cut to: of albums always the same, of stories as rows of 1, 2 or 3 and windows
 * are. */
static const struct tg_shapes tile_shapes = {TILE_RATIO, TILE_RATIO};
static const struct tg_shapes deck_shapes[] = {{1300, 3500}, {1000, 2700}, {600, 1800}};

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

/* `nth`: of the tiles, or WAY. */
static void put_album_cover(const struct tg_page *page, const struct tg_ref *cover, size_t nth)
{
    uint64_t ratio = tg_ref_ratio(cover);
    struct tg_buf sizes, style;
    struct tg_image image = {.ref = cover,
                             .decorative = true,
                             .loading = nth == 0            ? TG_LOAD_FIRST
                                        : nth < EAGER_TILES ? TG_LOAD_EAGER
                                                            : TG_LOAD_LAZY};

    tg_buf_init(&sizes, TG_BUF_MAX);
    TG_HTML_LIT(&sizes, "(max-width: 640px) ");
    tg_html_uint(&sizes, uncropped(nth == WAY ? FULL_PERCENT / 2 : FULL_PERCENT, ratio));
    TG_HTML_LIT(&sizes, "vw, (max-width: 1024px) ");
    tg_html_uint(&sizes, uncropped(FULL_PERCENT / 2, ratio));
    TG_HTML_LIT(&sizes, "vw, ");
    tg_html_uint(&sizes, uncropped(TILE_PX, ratio));
    TG_HTML_LIT(&sizes, "px");
    image.sizes = tg_buf_str(&sizes);
    tg_buf_init(&style, TG_BUF_MAX);
    tg_page_focus(&style, cover, tile_shapes);
    image.style = tg_buf_str(&style);
    tg_page_image(page, &image);
    page->out->failed |= sizes.failed || style.failed;
    tg_buf_release(&sizes);
    tg_buf_release(&style);
}

/* Nothing of an album that has a text alone. */
static void put_summary(const struct tg_page *page, const struct tg_node *node)
{
    const struct tg_summary sum = tg_summary_of(node);

    if (!tg_node_listed(node) && !sum.photos && !sum.videos && !*sum.first)
        return;
    TG_HTML_LIT(page->out, "<p>");
    tg_html_summary(page->out, page->words, node, &sum, true);
    TG_HTML_LIT(page->out, "</p>");
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

/* Under a heading of its own with others, or not. */
static void put_album(const struct tg_page *page, const struct tg_node *node, size_t nth,
                      const char *heading)
{
    bool open = tg_node_is_open(node, page->node);
    const struct tg_ref cover = tg_node_cover(node);
    struct tg_buf *out = page->out;

    put_link(page, node);
    if (open)
        TG_HTML_LIT(out, "<span class=\"cover\">");
    else
        tg_page_word(page, "<span class=\"cover lock\"><span>", TG_WORD_PROTECTED, "</span>");
    if (open && cover.photo)
        put_album_cover(page, &cover, nth);
    TG_HTML_LIT(out, "</span>\n");
    tg_page_element(page, heading, node->title);
    if (open)
        put_summary(page, node);
    if (open && tg_text_is_set(node->description)) {
        TG_HTML_LIT(out, "\n<p>");
        tg_html_text(out, node->description);
        TG_HTML_LIT(out, "</p>");
    }
    if (open && node->tags.len) {
        TG_HTML_LIT(out, "\n<p>");
        put_tags(page, &node->tags);
        TG_HTML_LIT(out, "</p>");
    }
    TG_HTML_LIT(out, "</a></li>\n");
}

/* Behind a lead, which loads before others. */
static void put_albums(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    bool lead = tg_page_has_way(page);
    size_t put = 0;

    for (size_t i = 0; i < node->children_len; i++) {
        if (node->children[i]->hidden)
            continue;
        if (put == 0)
            TG_HTML_LIT(page->out, "<ul class=\"tiles\" role=\"list\">\n");
        put_album(page, node->children[i], lead + put++, "h2");
    }
    if (put)
        TG_HTML_LIT(page->out, "</ul>\n");
}

void tg_page_tile_words(const struct tg_page *page, const struct tg_node *node)
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
    struct tg_buf style;
    struct tg_image image = {.ref = &cover,
                             .h = in_row == 1 ? TG_HEIGHT_ALONE : TG_HEIGHT_TILE,
                             .sizes = story_sizes[in_row - 1],
                             .loading = first ? TG_LOAD_FIRST : TG_LOAD_LAZY,
                             .moving = cover.medium != NULL,
                             .decorative = true};

    tg_buf_init(&style, TG_BUF_MAX);
    tg_page_focus(&style, &cover, deck_shapes[in_row - 1]);
    image.style = tg_buf_str(&style);
    put_link(page, node);
    if (!tg_node_is_open(node, page->node))
        TG_HTML_LIT(page->out, "<span class=\"lock\"></span>\n");
    else if (cover.photo)
        tg_page_image(page, &image);
    tg_page_tile_words(page, node);
    TG_HTML_LIT(page->out, "</a></li>\n");
    page->out->failed |= style.failed;
    tg_buf_release(&style);
}

/* Rows of three, of which the first takes the remainder. */
static void put_stories(const struct tg_page *page)
{
    const struct tg_node *node = page->node, *lead = tg_site_lead(page->site, node);
    size_t left = tg_node_listed(node) - (lead != NULL), in_row = left % TG_TILES_IN_ROW, put = 0;
    bool first = !lead;

    in_row = in_row ? in_row : TG_TILES_IN_ROW;
    for (size_t i = 0; i < node->children_len; i++) {
        if (node->children[i]->hidden || node->children[i] == lead)
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

/* A heading and tiles for each year. */
static void put_timeline(const struct tg_page *page)
{
    bool story = page->site->look.story;
    size_t len;
    struct tg_dated *list = tg_page_years(page, &len);

    if (list)
        tg_page_year_links(page, list, len);
    for (size_t i = 0; list && i < len; i++) {
        if (i == 0 || list[i].year != list[i - 1].year) {
            tg_page_year_heading(page, list[i].year);
            tg_buf_puts(page->out, story ? "<ul class=\"deck deck-3\" role=\"list\">\n"
                                         : "<ul class=\"tiles\" role=\"list\">\n");
        }
        if (story)
            put_story(page, list[i].node, TG_TILES_IN_ROW, i == 0);
        else
            put_album(page, list[i].node, i, "h3");
        if (i + 1 == len || list[i + 1].year != list[i].year)
            TG_HTML_LIT(page->out, "</ul>\n");
    }
    free(list);
}

/* Virtual albums may be thousands: as names and how many pictures each has. */
static void put_names(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<ul class=\"names\" role=\"list\">\n");
    for (size_t i = 0; i < node->children_len; i++) {
        const struct tg_node *child = node->children[i];

        put_link(page, child);
        TG_HTML_LIT(out, "<bdi>");
        tg_html_text(out, child->title);
        TG_HTML_LIT(out, "</bdi></a> <span>");
        tg_html_uint(out, child->view->photos + child->view->videos);
        TG_HTML_LIT(out, "</span></li>\n");
    }
    TG_HTML_LIT(out, "</ul>\n");
}

void tg_page_tiles(const struct tg_page *page)
{
    if (page->node->view && page->node->children_len > TILES_MAX)
        put_names(page);
    else if (tg_page_has_way(page) && page->site->look.front == TG_FRONT_TIMELINE)
        put_timeline(page);
    else if (page->site->look.story)
        put_stories(page);
    else
        put_albums(page);
}

/* Under a heading of their own, behind what the first page shows otherwise. */
void tg_page_views(const struct tg_page *page)
{
    const struct tg_site *site = page->site;
    bool story = site->look.story;

    if (page->node->parent || page->number > 1 || page->basic || site->views_len == 0)
        return;
    tg_page_word(page, "<h2 class=\"day\">", TG_WORD_BROWSE, "</h2>\n");
    tg_buf_puts(page->out, story ? "<ul class=\"deck deck-3\" role=\"list\">\n"
                                 : "<ul class=\"tiles\" role=\"list\">\n");
    for (size_t i = 0; i < site->views_len; i++)
        if (story)
            put_story(page, site->views[i], TG_TILES_IN_ROW, false);
        else
            put_album(page, site->views[i], WAY, "h3");
    TG_HTML_LIT(page->out, "</ul>\n");
}
