/* page_frame.c - what surrounds the body of a page: head, ways up, heading, menu, neighbours,
 * footer; see page.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_ways.h"

void tg_page_up(const struct tg_page *page, const struct tg_node *to)
{
    for (size_t n = tg_parts_of(page->dir) - (to ? tg_parts_of(to->dir) : 0); n; n--)
        TG_HTML_LIT(page->out, "../");
}

void tg_page_asset(const struct tg_page *page, const char *before, const char *path,
                   const char *after)
{
    tg_buf_puts(page->out, before);
    tg_page_up(page, NULL);
    tg_html_url_path(page->out, path);
    tg_buf_puts(page->out, after);
}

void tg_page_element(const struct tg_page *page, const char *tag, const char *text)
{
    if (!tg_text_is_set(text))
        return;
    tg_buf_printf(page->out, "<%s>", tag);
    tg_html_text(page->out, text);
    tg_buf_printf(page->out, "</%s>\n", tag);
}

void tg_page_style(const struct tg_page *page)
{
    bool dark = page->theme == TG_THEME_NIGHT && !page->basic;

    tg_buf_printf(page->out, "<meta name=\"color-scheme\" content=\"%s\">\n",
                  !dark                         ? "light dark"
                  : page->site->look.night_mode ? "dark light"
                                                : "dark");
    tg_page_asset(page, "<link rel=\"stylesheet\" href=\"",
                  page->basic ? page->assets->basic_style : page->assets->styles[page->theme],
                  "\">\n");
}

bool tg_page_has_hero(const struct tg_page *page)
{
    const struct tg_section *first = page->node->sections;

    return page->site->look.story && page->node->sections_len && page->number == 1 &&
           first->type == TG_SECTION_FULL_PICTURE && tg_text_is_set(first->title);
}

bool tg_page_is_own(const struct tg_page *page)
{
    return page->basic == page->node->basic;
}

bool tg_page_is_index(const struct tg_page *page)
{
    return !page->node->parent || page->node->children_len > 0;
}

/* HTML for all pages, with {{root}} replaced by the way from the page to OUT. */
static void put_rooted(const struct tg_page *page, const char *html)
{
    static const char root[] = "{{root}}";
    const char *rest = html, *at;

    if (!rest)
        return;
    while ((at = strstr(rest, root))) {
        tg_buf_put(page->out, rest, (size_t)(at - rest));
        tg_page_up(page, NULL);
        rest = at + strlen(root);
    }
    tg_buf_puts(page->out, rest);
    if (*rest && rest[strlen(rest) - 1] != '\n')
        tg_buf_putc(page->out, '\n');
}

/* HTML of the site's owner. */
static void put_partial(const struct tg_page *page, enum tg_partial which)
{
    put_rooted(page, page->site->look.partials[which]);
}

/* Of an album; nothing if there is nothing to say, as on a page that leads to hidden albums
 * only. */
static void put_summary(const struct tg_page *page, const char *before, const char *after,
                        bool apart)
{
    struct tg_buf *out = page->out, summary;

    if (page->site->look.story)
        return;
    tg_buf_init(&summary, TG_BUF_MAX);
    tg_html_summary(&summary, page->words, page->node, &page->summary, apart);
    if (page->pages > 1) {
        tg_buf_puts(&summary, summary.len ? " · " : "");
        tg_buf_puts(&summary, apart ? "<span>" : "");
        tg_word_numbers(&summary, page->words, TG_WORD_PAGE_OF, page->number, page->pages);
        tg_buf_puts(&summary, apart ? "</span>" : "");
    }
    if (summary.len) {
        tg_buf_puts(out, before);
        tg_buf_put(out, summary.data, summary.len);
        tg_buf_puts(out, after);
    }
    out->failed |= summary.failed;
    tg_buf_release(&summary);
}

static void put_description(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_buf *out = page->out;

    if (!tg_text_is_set(node->description) && page->site->look.story)
        return;
    TG_HTML_LIT(out, "<meta name=\"description\" content=\"");
    if (tg_text_is_set(node->description)) {
        tg_html_attr(out, node->description);
    } else {
        tg_html_attr(out, node->title);
        put_summary(page, ": ", "", false);
    }
    TG_HTML_LIT(out, "\">\n");
}

static void put_title(const struct tg_page *page)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<title>");
    tg_html_text(out, page->node->title);
    if (page->number > 1) {
        tg_page_word(page, "", TG_WORD_COMMA, "");
        tg_word_numbers(out, page->words, TG_WORD_PAGE, page->number, 0);
    }
    if (page->node->parent) {
        TG_HTML_LIT(out, " · ");
        tg_html_text(out, page->site->root->title);
    }
    TG_HTML_LIT(out, "</title>\n");
}

/* Whether the page has pictures that lead to larger ones. */
static bool has_figures(const struct tg_node *node)
{
    for (size_t i = 0; i < node->sections_len; i++) {
        enum tg_section_type type = node->sections[i].type;

        if (node->sections[i].rows_len &&
            (type == TG_SECTION_BORDERED_PICTURE || type == TG_SECTION_PICTURES_GROUP ||
             type == TG_SECTION_PARAGRAPH))
            return true;
    }
    return node->photos_len > 0;
}

/* A file of the project's own theme, if it has one. */
static void put_theme(const struct tg_page *page, const char *before, const char *file,
                      const char *after)
{
    if (!page->site->look.own_theme)
        return;
    tg_buf_puts(page->out, before);
    tg_page_up(page, NULL);
    TG_HTML_LIT(page->out, TG_THEMES_DIR "/");
    tg_html_url_path(page->out, page->site->look.own_theme);
    TG_HTML_LIT(page->out, "/");
    tg_buf_puts(page->out, file);
    tg_buf_puts(page->out, after);
}

static bool has_viewer(const struct tg_page *page)
{
    return has_figures(page->node) && !page->basic;
}

/* Whether visitors choose pictures on the page. */
static bool marks_pictures(const struct tg_page *page)
{
    return page->node->proofing == TG_SWITCH_ON && has_viewer(page);
}

/* Basic pages have no scripts but those that the owner adds to every page. */
static void put_scripts(const struct tg_page *page)
{
    const struct tg_look *look = &page->site->look;

    if (has_viewer(page))
        tg_page_asset(page, "<script defer=\"\" src=\"",
                      tg_node_moves(page->node) ? page->assets->motion_viewer
                                                : page->assets->viewer,
                      "\"></script>\n");
    if (marks_pictures(page))
        tg_page_asset(page, "<script defer src=\"", page->assets->proof, "\"></script>\n");
    if (!page->basic && tg_page_has_timeline(page->node))
        tg_page_asset(page, "<script defer src=\"", page->assets->timeline, "\"></script>\n");
    if (tg_page_has_search(page))
        tg_page_asset(page, "<script defer src=\"", page->assets->search, "\"></script>\n");
    if (look->night_mode && !page->basic)
        tg_page_asset(page, "<script defer src=\"", page->assets->night, "\"></script>\n");
    if (look->theme_js && !page->basic)
        put_theme(page, "<script defer src=\"", "theme.js", "\"></script>\n");
    if (look->custom_js)
        tg_page_asset(page, "<script defer src=\"", TG_CUSTOM_JS, "\"></script>\n");
}

/* Whether it shows virtual albums, or is the page of one. */
static bool has_views(const struct tg_page *page)
{
    return !page->basic && (page->node->view || (!page->node->parent && page->number == 1 &&
                                                 page->site->views_len > 0));
}

static void put_head(const struct tg_page *page)
{
    bool has_timeline = !page->basic && tg_page_has_timeline(page->node);
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<!DOCTYPE html>\n");
    tg_html_lang(out, page->node->lang);
    TG_HTML_LIT(out, "<head>\n"
                     "<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"generator\" content=\"tirage\">\n");
    put_description(page);
    put_title(page);
    tg_page_meta(page);
    /* Without an icon of its own every visit would ask the server for one in vain. */
    TG_HTML_LIT(out, "<link rel=\"icon\" href=\"data:,\">\n");
    tg_page_style(page);
    if (marks_pictures(page))
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", page->assets->proof_style, "\">\n");
    if (tg_page_has_way(page))
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", page->assets->front, "\">\n");
    if (page->map)
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", page->assets->map_style, "\">\n");
    if (has_views(page))
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", page->assets->views_style, "\">\n");
    if (has_timeline)
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", page->assets->timeline_style,
                      "\">\n");
    if (tg_page_has_search(page))
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", page->assets->search_style,
                      "\">\n");
    put_theme(page, "<link rel=\"stylesheet\" href=\"", "style.css", "\">\n");
    if (page->site->look.custom_css)
        tg_page_asset(page, "<link rel=\"stylesheet\" href=\"", TG_CUSTOM_CSS, "\">\n");
    if (page->site->look.rss && tg_page_is_index(page))
        tg_page_asset(page, "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"",
                      "feed.xml", "\">\n");
    put_scripts(page);
    put_partial(page, TG_PARTIAL_HEAD);
    TG_HTML_LIT(out, "</head>\n");
}

/* A folder's page is named too, for sites that are read from a disk. */
static void put_target(const struct tg_page *page, const struct tg_menu_entry *entry)
{
    size_t len = strlen(entry->target);

    if (!entry->is_address)
        tg_page_up(page, NULL);
    if (entry->node) {
        tg_html_url_path(page->out, entry->node->dir);
        tg_buf_puts(page->out, *entry->node->dir ? "/index.html" : "index.html");
        return;
    }
    tg_html_attr(page->out, entry->target);
    if (!entry->is_address && len && entry->target[len - 1] == '/')
        TG_HTML_LIT(page->out, "index.html");
}

static void put_menu(const struct tg_page *page)
{
    struct tg_buf *out = page->out;

    if (page->site->look.menu_len == 0 || (!tg_page_is_index(page) && !page->node->is_static))
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_MENU, "\" class=\"menu\">\n<ul>\n");
    for (size_t i = 0; i < page->site->look.menu_len; i++) {
        TG_HTML_LIT(out, "<li><a href=\"");
        put_target(page, &page->site->look.menu[i]);
        TG_HTML_LIT(out, "\">");
        tg_html_text(out, page->site->look.menu[i].label);
        TG_HTML_LIT(out, "</a></li>\n");
    }
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
}

/* Up to and with `node`. */
static void put_crumb(const struct tg_page *page, const struct tg_node *node)
{
    struct tg_buf *out = page->out;
    bool only = !page->node->parent->parent && !page->basic;

    if (node->parent)
        put_crumb(page, node->parent);
    tg_buf_puts(out, only ? "<li><a class=\"up\" href=\"" : "<li><a href=\"");
    tg_page_up(page, node);
    TG_HTML_LIT(out, "index.html\">");
    tg_html_text(out, node->title);
    TG_HTML_LIT(out, "</a></li>\n");
}

/* The way to all above, with an arrow that leads up one. */
static void put_crumbs(const struct tg_page *page)
{
    const struct tg_node *up = page->node->parent;
    struct tg_buf *out = page->out;

    if (!up)
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_BREADCRUMB, "\">\n");
    if (up->parent && !page->basic) {
        TG_HTML_LIT(out, "<a class=\"up\" href=\"");
        tg_page_up(page, up);
        TG_HTML_LIT(out, "index.html\" aria-label=\"");
        tg_html_attr(out, up->title);
        TG_HTML_LIT(out, "\"></a>\n");
    }
    TG_HTML_LIT(out, "<ol>\n");
    put_crumb(page, up);
    TG_HTML_LIT(out, "</ol>\n</nav>\n");
}

/* The owner's text about an album, or else what is said of it elsewhere. */
static void put_body(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_buf *out = page->out;

    if (page->site->look.story || page->number > 1 ||
        !(node->body || tg_text_is_set(node->description)))
        return;
    TG_HTML_LIT(out, "<div class=\"text\">\n");
    if (node->body)
        tg_buf_puts(out, node->body);
    else
        tg_page_element(page, "p", node->description);
    TG_HTML_LIT(out, "</div>\n");
}

/* Virtual albums of projects show their pictures as other albums do. */
static bool is_story(const struct tg_page *page)
{
    return page->site->look.story && !(page->node->view && page->node->children_len == 0);
}

void tg_page_begin(const struct tg_page *page)
{
    const struct tg_look *look = &page->site->look;
    struct tg_buf *out = page->out;

    put_head(page);
    tg_buf_puts(out, page->basic || !is_story(page) ? "<body>\n"
                     : tg_page_is_index(page)       ? "<body class=\"story index\">\n"
                     : tg_page_has_hero(page)       ? "<body class=\"story hero\">\n"
                                                    : "<body class=\"story\">\n");
    put_partial(page, TG_PARTIAL_HEADER);
    TG_HTML_LIT(out, "<header>\n");
    if (look->night_mode && !page->basic) {
        TG_HTML_LIT(out, "<label class=\"night\"><input type=\"checkbox\" id=\"night\"");
        tg_page_word(page, page->theme == TG_THEME_NIGHT ? " checked> <span>" : "> <span>",
                     TG_WORD_NIGHT, "</span></label>\n");
    }
    tg_page_search(page);
    put_crumbs(page);
    tg_page_lead(page);
    if (!tg_page_has_hero(page) || page->basic) {
        TG_HTML_LIT(out, "<h1>");
        tg_html_text(out, page->node->title);
        TG_HTML_LIT(out, "</h1>\n");
        if (page->number == 1)
            tg_page_element(page, "p", page->node->sub_title);
    }
    put_summary(page, "<p>", "</p>\n", true);
    if (!look->story)
        tg_page_archive(page);
    tg_page_way_to_map(page);
    put_menu(page);
    TG_HTML_LIT(out, "</header>\n<main>\n");
    put_body(page);
}

/* Where others are told of the page: the address goes into a query, so every sign of it is
 * encoded. */
static void put_share_link(const struct tg_page *page, const char *service, const char *label)
{
    struct tg_buf *out = page->out;
    struct tg_buf url;

    tg_buf_init(&url, TG_BUF_MAX);
    tg_buf_puts(&url, page->site->url);
    tg_buf_putc(&url, '/');
    tg_html_url_path(&url, page->node->dir);
    tg_buf_putc(&url, '/');
    TG_HTML_LIT(out, "<li><a rel=\"noopener\" href=\"");
    tg_html_attr(out, service);
    tg_html_url_path(out, tg_buf_str(&url));
    TG_HTML_LIT(out, "\">");
    tg_buf_puts(out, label);
    TG_HTML_LIT(out, "</a></li>\n");
    out->failed |= url.failed;
    tg_buf_release(&url);
}

static void put_query(struct tg_buf *out, const char *key, const char *value)
{
    tg_buf_puts(out, key);
    tg_html_url_path(out, value);
}

static void put_share(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    struct tg_buf *out = page->out, x;

    if (!page->site->look.share || tg_page_is_index(page) || node->is_static ||
        !tg_page_is_own(page))
        return;
    tg_buf_init(&x, TG_BUF_MAX);
    put_query(&x, "https://twitter.com/intent/tweet?text=", node->name ? node->name : node->title);
    for (size_t i = 0; i < node->tags.len; i++)
        put_query(&x, i ? "," : "&hashtags=", node->tags.items[i]);
    tg_buf_puts(&x, "&url=");
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_SHARE, "\" class=\"share\">\n<ul>\n");
    put_share_link(page, tg_buf_str(&x), "X");
    put_share_link(page, "https://www.facebook.com/sharer/sharer.php?u=", "Facebook");
    put_share_link(page, "https://www.pinterest.com/pin/create/button/?url=", "Pinterest");
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
    out->failed |= x.failed;
    tg_buf_release(&x);
}

static void put_licence(const struct tg_page *page)
{
    const char *name = page->site->look.licence_name, *url = page->site->look.licence_url;
    struct tg_buf link;

    if (!tg_text_is_set(name) && !tg_text_is_set(url))
        return;
    tg_buf_init(&link, TG_BUF_MAX);
    if (tg_text_is_set(url)) {
        TG_HTML_LIT(&link, "<a rel=\"license\" href=\"");
        tg_html_attr(&link, url);
        TG_HTML_LIT(&link, "\">");
    }
    tg_html_text(&link, tg_text_is_set(name) ? name : url);
    tg_buf_puts(&link, tg_text_is_set(url) ? "</a>" : "");
    tg_page_word_with(page, "<p>", TG_WORD_LICENCE, tg_buf_str(&link), "</p>\n");
    page->out->failed |= link.failed;
    tg_buf_release(&link);
}

/* Whose the pictures are; the sign in front is there once. */
static void put_copyright(const struct tg_page *page)
{
    const char *text = page->site->look.copyright;

    if (!tg_text_is_set(text))
        return;
    tg_buf_puts(page->out, strncmp(text, "©", strlen("©")) == 0 ? "<p>" : "<p>© ");
    tg_html_text(page->out, text);
    TG_HTML_LIT(page->out, "</p>\n");
}

static void put_neighbour(const struct tg_page *page, const struct tg_node *node, const char *rel)
{
    tg_buf_printf(page->out, "<li class=\"%s\"><a rel=\"%s\" href=\"../", rel, rel);
    tg_html_url_path(page->out, tg_path_base(node->dir));
    TG_HTML_LIT(page->out, "/index.html\"><bdi>"); /* the style sheet adds an arrow */
    tg_html_text(page->out, node->title);
    TG_HTML_LIT(page->out, "</bdi></a></li>\n");
}

/* The nodes before and after this one on the page above; a hidden one has none, and is none.  Nor
 * are those behind another password: their titles are nobody's concern here. */
static void put_neighbours(const struct tg_page *page)
{
    const struct tg_node *node = page->node, *parent = node->parent;
    const struct tg_node *prev = NULL, *next = NULL;
    bool is_top = node->view && !parent->view, met = false;
    struct tg_node *const *nodes = !parent ? NULL : is_top ? page->site->views : parent->children;
    size_t len = !parent ? 0 : is_top ? page->site->views_len : parent->children_len;

    if (node->hidden)
        return;
    for (size_t i = 0; i < len && !next; i++) {
        const struct tg_node *child = nodes[i];

        if (child == node)
            met = true;
        else if (!child->hidden && tg_node_is_open(child, node))
            *(met ? &next : &prev) = child;
    }
    if (!prev && !next)
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_BESIDE, "\" class=\"beside\">\n<ul>\n");
    if (prev)
        put_neighbour(page, prev, "prev");
    if (next)
        put_neighbour(page, next, "next");
    TG_HTML_LIT(page->out, "</ul>\n</nav>\n");
}

/* For the viewer: how many photos before this page are shown, and how many of the album. */
static void put_counts(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    size_t before = 0, all = 0;

    if (node->rows_len == 0)
        return;
    for (size_t i = 0; i < node->rows_len; i++) {
        const struct tg_ref ref = tg_node_ref(node, i);

        all += tg_ref_good(&ref);
        before += i < page->first && tg_ref_good(&ref);
    }
    tg_buf_printf(page->out, " data-first=\"%zu\" data-of=\"%zu\"", before, all);
}

/* The pages of this node. */
static void put_pages(const struct tg_page *page)
{
    struct tg_buf *out = page->out;

    if (page->pages == 1)
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_PAGES, "\" class=\"pages\"");
    put_counts(page);
    TG_HTML_LIT(out, ">\n<ul>\n");
    for (size_t i = 1; i <= page->pages; i++) {
        char *name = tg_page_name(i);

        tg_buf_printf(out, "<li><a%s href=\"%s\">%zu</a></li>\n",
                      i == page->number       ? " aria-current=\"page\""
                      : i + 1 == page->number ? " rel=\"prev\""
                      : i == page->number + 1 ? " rel=\"next\""
                                              : "",
                      name ? name : "", i);
        out->failed |= !name;
        free(name);
    }
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
}

/* From a page to its basic form and back. */
static void put_other_form(const struct tg_page *page)
{
    if (!tg_node_has_basic_page(page->node))
        return;
    if (page->basic)
        tg_page_word(page, "<p><a href=\"../index.html\">", TG_WORD_FULL_PAGE, "</a></p>\n");
    else
        tg_page_word(page, "<p><a href=\"light/index.html\">", TG_WORD_LIGHT_PAGE, "</a></p>\n");
}

void tg_page_end(const struct tg_page *page)
{
    if (page->site->look.story)
        tg_page_archive(page);
    put_share(page);
    TG_HTML_LIT(page->out, "</main>\n");
    put_pages(page);
    if (tg_page_is_own(page))
        put_neighbours(page);
    TG_HTML_LIT(page->out, "<footer>\n");
    put_other_form(page);
    put_rooted(page, page->site->look.footer);
    put_copyright(page);
    put_licence(page);
    put_partial(page, TG_PARTIAL_FOOTER);
    tg_page_word(page, "<p>", TG_WORD_MADE_WITH, "</p>\n</footer>\n");
    if (has_viewer(page))
        tg_page_viewer_words(page);
    if (marks_pictures(page))
        tg_page_proof_words(page);
    tg_page_search_words(page);
    TG_HTML_LIT(page->out, "</body>\n</html>\n");
}
