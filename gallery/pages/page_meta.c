/* page_meta.c - the part of a page that is for machines: canonical address, OpenGraph and cards,
 * JSON-LD, robots; and the sitemap; see page.h. */
#include "gallery/model/text.h"
#include "gallery/pages/page_picture.h"

static bool is_hidden(const struct tg_node *node)
{
    if (node->is_static)
        return false;
    for (; node; node = node->parent)
        if (node->hidden)
            return true;
    return false;
}

static void put_open_graph(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    const struct tg_ref cover = tg_node_cover(node);
    bool story = page->site->look.story;
    struct tg_buf *out = page->out;
    char date[TG_DATE_SIZE];

    tg_html_property(out, "og:title", node->title);
    tg_html_property(out, "og:site_name", page->site->root->title);
    tg_html_property(out, "og:description", node->description);
    tg_html_property(out, "og:type", story ? "article" : "website");
    TG_HTML_LIT(out, "<meta property=\"og:url\" content=\"");
    tg_html_address(out, page->site->url, node->dir);
    TG_HTML_LIT(out, "\">\n");
    if (cover.photo) {
        TG_HTML_LIT(out, "<meta property=\"og:image\" content=\"");
        tg_page_url(page, &cover, tg_ref_best(&cover, 0, TG_HEIGHT_TILE), TG_URL_SITE);
        TG_HTML_LIT(out, "\">\n<meta name=\"twitter:card\" content=\"summary_large_image\">\n");
    }
    tg_date_text(node->date, date);
    if (story)
        tg_html_property(out, "article:published_time", date);
    for (size_t i = 0; i < node->tags.len; i++)
        tg_html_property(out, "article:tag", node->tags.items[i]);
}

/* A picture, as schema.org knows it.  Addresses have no sign that JSON minds. */
static void put_image(const struct tg_page *page, const struct tg_ref *ref, const char **before)
{
    struct tg_buf *out = page->out;

    if (!ref->photo || ref->medium || !tg_ref_good(ref))
        return;
    tg_buf_puts(out, *before);
    TG_HTML_LIT(out, "{\"@type\": \"ImageObject\", \"contentUrl\": \"");
    tg_page_url(page, ref, tg_ref_best(ref, 0, TG_HEIGHT_ALONE), TG_URL_SITE);
    TG_HTML_LIT(out, "\"");
    if (tg_text_is_set(ref->text)) {
        TG_HTML_LIT(out, ", \"caption\": ");
        tg_html_json(out, ref->text);
    }
    TG_HTML_LIT(out, "}");
    *before = ",\n";
}

static void put_images(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;
    const char *before = "\n";

    while ((ref = tg_node_next_ref(node, &iter)))
        if (node->sections[iter.section].rows[iter.row].page == page->number)
            put_image(page, ref, &before);
    for (size_t i = page->first; i < page->end; i++) {
        const struct tg_ref photo = tg_node_ref(node, i);

        put_image(page, &photo, &before);
    }
}

static void put_json_ld(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_buf *out = page->out;
    char date[TG_DATE_SIZE];

    TG_HTML_LIT(out,
                "<script type=\"application/ld+json\">\n{\"@context\": \"https://schema.org\", "
                "\"@type\": \"ImageGallery\", \"name\": ");
    tg_html_json(out, node->title);
    if (tg_text_is_set(node->description)) {
        TG_HTML_LIT(out, ", \"description\": ");
        tg_html_json(out, node->description);
    }
    tg_date_text(node->date, date);
    if (*page->summary.first)
        tg_buf_printf(out, ", \"dateCreated\": \"%.*s\"", TG_DAY_CHARS, page->summary.first);
    else if (*date)
        tg_buf_printf(out, ", \"datePublished\": \"%s\"", date);
    TG_HTML_LIT(out, ", \"image\": [");
    put_images(page);
    TG_HTML_LIT(out, "]}\n</script>\n");
}

/* Whether other programs get a preview: of stories, galleries alone have one, on the page that is
 * their own, be it a basic one. */
static bool has_preview(const struct tg_page *page)
{
    return !page->site->look.story ||
           (!tg_page_is_index(page) && !page->node->is_static && tg_page_is_own(page));
}

void tg_page_meta(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    bool hidden = is_hidden(node);

    /* A photo is to be found on the page of its own album. */
    if (hidden || node->view)
        TG_HTML_LIT(page->out, "<meta name=\"robots\" content=\"noindex\">\n");
    if (!page->site->url || node->lock)
        return;
    TG_HTML_LIT(page->out, "<link rel=\"canonical\" href=\"");
    tg_html_address(page->out, page->site->url, node->dir);
    if (page->number > 1)
        tg_buf_printf(page->out, "page-%zu.html", page->number);
    TG_HTML_LIT(page->out, "\">\n");
    if (!has_preview(page))
        return;
    if (page->site->look.og)
        put_open_graph(page);
    if (!hidden && !node->view && (page->site->look.story || node->photos_len))
        put_json_ld(page);
}

static void put_location(const struct tg_page *page, const struct tg_node *node)
{
    if (node->lock || is_hidden(node))
        return;
    TG_HTML_LIT(page->out, "<url><loc>");
    tg_html_address(page->out, page->site->url, node->dir);
    TG_HTML_LIT(page->out, "</loc></url>\n");
    for (size_t i = 0; i < node->children_len; i++)
        put_location(page, node->children[i]);
}

void tg_page_sitemap(const struct tg_page *page)
{
    TG_HTML_LIT(page->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    put_location(page, page->site->root);
    TG_HTML_LIT(page->out, "</urlset>\n");
}
