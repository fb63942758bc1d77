/* page_basic.c - tiles and sections for slow lines and old browsers: each picture as a plain <img>,
 * all of them one below the other; see page.h. */
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_picture.h"
#include "gallery/pages/photo_html.h"

static void put_size(struct tg_buf *out, uint32_t w, uint32_t h)
{
    TG_HTML_LIT(out, "\" width=\"");
    tg_html_uint(out, w);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, h);
}

static void put_image(const struct tg_page *page, const struct tg_ref *ref, uint32_t w, uint32_t h)
{
    const struct tg_rendition *r = tg_ref_best(ref, w, h);
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<img src=\"");
    tg_page_url(page, ref, r, TG_URL_PAGE);
    put_size(out, r->width, r->height);
    TG_HTML_LIT(out, "\" alt=\"");
    tg_photo_alt(out, ref->photo, ref->name, ref->text);
    TG_HTML_LIT(out, "\" loading=\"lazy\">");
}

/* A picture, video or audio with its caption. */
static void put_ref(const struct tg_page *page, const struct tg_ref *ref, uint32_t w, uint32_t h,
                    const char *caption)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<figure>");
    if (ref->medium && !ref->photo)
        tg_page_audio(page, ref);
    else if (ref->medium || !tg_ref_good(ref))
        tg_page_image(page, &(struct tg_image){.ref = ref, .h = h});
    else
        put_image(page, ref, w, h);
    if (!ref->home) {
        tg_page_element(page, "figcaption", caption);
    } else {
        TG_HTML_LIT(out, "<figcaption>");
        tg_html_text(out, caption ? caption : "");
        TG_HTML_LIT(out, " ");
        tg_page_home(page, ref);
        TG_HTML_LIT(out, "</figcaption>\n");
    }
    TG_HTML_LIT(out, "</figure>\n");
}

/* All pictures of a section, one below the other; a single one may have the section's caption. */
static void put_refs(const struct tg_page *page, const struct tg_section *section)
{
    bool bordered = section->type == TG_SECTION_BORDERED_PICTURE && tg_text_is_set(section->text);

    for (size_t i = 0; i < section->rows_len; i++)
        for (size_t k = 0; k < section->rows[i].len; k++) {
            const struct tg_ref *ref = &section->rows[i].refs[k];

            put_ref(page, ref, 0,
                    section->type == TG_SECTION_PARAGRAPH ? TG_HEIGHT_SMALL : TG_HEIGHT_BASIC,
                    bordered ? section->text : ref->text);
        }
}

/* HTML of the author. */
static void put_raw(const struct tg_page *page, const char *tag, const char *html)
{
    tg_buf_printf(page->out, "<%s>", tag);
    tg_buf_puts(page->out, html ? html : "");
    tg_buf_printf(page->out, "</%s>\n", tag);
}

/* Of one person, or of one piece of audio. */
static void put_portrait(const struct tg_page *page, const struct tg_section *section)
{
    const struct tg_ref *ref = &section->rows[0].refs[0];

    if (section->type == TG_SECTION_AUDIO) {
        put_ref(page, ref, 0, 0,
                tg_text_is_set(section->title) ? section->title : tg_path_base(ref->name));
        return;
    }
    put_ref(page, ref, TG_SIDE_AUTHOR, TG_SIDE_AUTHOR, NULL);
    tg_page_element(page, "h2", section->name);
    tg_page_author_text(page, section);
    tg_page_accounts(page, section);
}

static void put_section(const struct tg_page *page, const struct tg_section *section)
{
    enum tg_section_type type = section->type;

    if (type == TG_SECTION_AUTHOR || type == TG_SECTION_AUDIO) {
        put_portrait(page, section);
        return;
    }
    if (type == TG_SECTION_PARAGRAPH)
        tg_page_element(page, "h2", section->title);
    put_refs(page, section);
    if (type == TG_SECTION_FULL_PICTURE) {
        tg_page_element(page, "h2", section->title);
        tg_page_element(page, "p", section->sub_title);
        tg_page_dates(page, section->date, section->date_end);
    } else if (type == TG_SECTION_QUOTE) {
        put_raw(page, "blockquote", section->text);
    } else if (type == TG_SECTION_IFRAME) {
        put_raw(page, "div", section->name);
    } else if (type == TG_SECTION_PARAGRAPH || type == TG_SECTION_TEXT || type == TG_SECTION_HTML) {
        put_raw(page, "div", section->text);
    }
}

static void put_tile(const struct tg_page *page, const struct tg_node *node)
{
    bool open = tg_node_is_open(node, page->node);
    const struct tg_ref cover = tg_node_cover(node);
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<li><a href=\"");
    tg_html_url_path(out, tg_path_base(node->dir));
    TG_HTML_LIT(out, "/index.html\">");
    if (open && cover.photo)
        put_image(page, &cover, 0, TG_HEIGHT_TILE);
    tg_page_element(page, "strong", node->title);
    TG_HTML_LIT(out, "</a>\n");
    if (!open) {
        tg_page_word(page, "<p>", TG_WORD_PROTECTED, "</p>\n</li>\n");
        return;
    }
    tg_page_element(page, "p", node->sub_title);
    if (page->site->look.show_date)
        tg_page_dates(page, node->date, (struct tg_date){0});
    for (size_t i = 0; i < node->tags.len; i++)
        tg_page_element(page, "small", node->tags.items[i]);
    TG_HTML_LIT(out, "</li>\n");
}

static void put_views(const struct tg_page *page)
{
    const struct tg_site *site = page->site;

    if (page->node->parent || page->number > 1 || site->views_len == 0)
        return;
    tg_page_word(page, "<h2>", TG_WORD_BROWSE, "</h2>\n<ul>\n");
    for (size_t i = 0; i < site->views_len; i++)
        put_tile(page, site->views[i]);
    TG_HTML_LIT(page->out, "</ul>\n");
}

void tg_page_basic(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    size_t tiles = page->number == 1 ? node->children_len : 0;

    if (tiles)
        TG_HTML_LIT(page->out, "<ul>\n");
    for (size_t i = 0; i < tiles; i++)
        if (!node->children[i]->hidden)
            put_tile(page, node->children[i]);
    if (tiles)
        TG_HTML_LIT(page->out, "</ul>\n");
    for (size_t i = 0; i < node->sections_len && page->number == 1; i++)
        put_section(page, &node->sections[i]);
    for (size_t i = page->first; i < page->end; i++) {
        const struct tg_ref ref = tg_node_ref(node, i);

        put_ref(page, &ref, TG_ALBUM_WIDTH, 0, ref.text);
    }
    put_views(page);
}
