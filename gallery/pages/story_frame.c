/* story_frame.c - what surrounds the sections or tiles of a page: head, menu, ways up, heading, share
 * links, footer. */
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/pages/story.h"
#include "gallery/settings/address.h"

void tg_story_up(const struct tg_story *story)
{
    const char *dir = story->page;

    if (!*dir)
        return;
    TG_HTML_LIT(story->out, "../");
    for (; *dir; dir++)
        if (*dir == '/')
            TG_HTML_LIT(story->out, "../");
}

bool tg_story_has_hero(const struct tg_gallery *gallery)
{
    const struct tg_section *first = gallery->sections;

    return gallery->sections_len && first->type == TG_SECTION_FULL_PICTURE && first->title &&
           *first->title;
}

bool tg_story_is_index(const struct tg_story *story)
{
    return story->gallery == story->home || story->gallery->children_len > 0;
}

void tg_story_asset(const struct tg_story *story, const char *before, const char *path,
                    const char *after)
{
    tg_buf_puts(story->out, before);
    tg_story_up(story);
    tg_html_url_path(story->out, path);
    tg_buf_puts(story->out, after);
}

static void put_title(const struct tg_story *story)
{
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<title>");
    tg_html_text(out, story->gallery->title);
    if (story->gallery != story->home) {
        TG_HTML_LIT(out, " · ");
        tg_html_text(out, story->home->title);
    }
    TG_HTML_LIT(out, "</title>\n");
}

/* Whether the page has pictures that lead to larger ones. */
static bool has_figures(const struct tg_gallery *gallery)
{
    for (size_t i = 0; i < gallery->sections_len && !gallery->children_len; i++) {
        enum tg_section_type type = gallery->sections[i].type;

        if (gallery->sections[i].rows_len &&
            (type == TG_SECTION_BORDERED_PICTURE || type == TG_SECTION_PICTURES_GROUP ||
             type == TG_SECTION_PARAGRAPH))
            return true;
    }
    return false;
}

/* A file of the project's own theme, if it has one. */
static void put_theme(const struct tg_story *story, const char *before, const char *file,
                      const char *after)
{
    if (!story->root->own_theme)
        return;
    tg_buf_puts(story->out, before);
    tg_story_up(story);
    TG_HTML_LIT(story->out, TG_THEMES_DIR "/");
    tg_html_url_path(story->out, story->root->own_theme);
    TG_HTML_LIT(story->out, "/");
    tg_buf_puts(story->out, file);
    tg_buf_puts(story->out, after);
}

static void put_head(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<!DOCTYPE html>\n");
    tg_html_lang(out, gallery->lang);
    TG_HTML_LIT(out, "<head>\n"
                     "<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<meta name=\"generator\" content=\"tirage\">\n");
    if (gallery->description && *gallery->description) {
        TG_HTML_LIT(out, "<meta name=\"description\" content=\"");
        tg_html_attr(out, gallery->description);
        TG_HTML_LIT(out, "\">\n");
    }
    put_title(story);
    tg_story_meta(story);
    TG_HTML_LIT(out, "<link rel=\"icon\" href=\"data:,\">\n");
    tg_story_asset(story, "<link rel=\"stylesheet\" href=\"", story->style, "\">\n");
    put_theme(story, "<link rel=\"stylesheet\" href=\"", "style.css", "\">\n");
    if (story->root->custom_css)
        tg_story_asset(story, "<link rel=\"stylesheet\" href=\"", TG_CUSTOM_CSS, "\">\n");
    if (story->root->rss && tg_story_is_index(story))
        tg_story_asset(story, "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"",
                       "feed.xml", "\">\n");
    if (has_figures(gallery) && !story->light)
        tg_story_asset(story, "<script defer=\"\" src=\"", story->viewer, "\"></script>\n");
    if (story->root->night_mode && !story->light)
        tg_story_asset(story, "<script defer src=\"", story->night, "\"></script>\n");
    if (story->root->theme_js && !story->light)
        put_theme(story, "<script defer src=\"", "theme.js", "\"></script>\n");
    if (story->root->custom_js)
        tg_story_asset(story, "<script defer src=\"", TG_CUSTOM_JS, "\"></script>\n");
    tg_story_partial(story, TG_PARTIAL_HEAD);
    TG_HTML_LIT(out, "</head>\n");
}

/* Targets with a scheme are addresses of their own; others are seen from the site's root.  A folder's page is named too,
 * for sites that are read from a disk. */
static void put_target(const struct tg_story *story, const char *target)
{
    const struct tg_gallery *gallery;
    size_t len;

    if ((tg_address_has_scheme(target) && tg_address_is_harmless(target)) || *target == '#') {
        tg_html_attr(story->out, target);
        return;
    }
    target += strncmp(target, "./", 2) == 0 ? 2 : 0;
    target += strspn(target, "/");
    tg_story_up(story);
    gallery = tg_project_gallery(story->home, target);
    if (gallery) {
        tg_html_url_path(story->out, gallery->dir);
        tg_buf_puts(story->out, *target ? "/index.html" : "index.html");
        return;
    }
    if (tg_address_has_scheme(target))
        TG_HTML_LIT(story->out, "./");
    len = strlen(target);
    tg_html_attr(story->out, target);
    if (len && target[len - 1] == '/')
        TG_HTML_LIT(story->out, "index.html");
}

static void put_menu(const struct tg_story *story)
{
    struct tg_buf *out = story->out;

    if (story->root->menu_len == 0 || (!tg_story_is_index(story) && !story->gallery->is_static))
        return;
    TG_HTML_LIT(out, "<nav aria-label=\"Menu\" class=\"menu\">\n<ul>\n");
    for (size_t i = 0; i < story->root->menu_len; i++) {
        TG_HTML_LIT(out, "<li><a href=\"");
        put_target(story, story->root->menu[i].target);
        TG_HTML_LIT(out, "\">");
        tg_html_text(out, story->root->menu[i].label);
        TG_HTML_LIT(out, "</a></li>\n");
    }
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
}

/* Up to and with `gallery`, `up` being the way to it from the page. */
static void put_crumb(const struct tg_story *story, const struct tg_gallery *gallery,
                      const struct tg_buf *up)
{
    struct tg_buf above;

    tg_buf_init(&above, TG_BUF_MAX);
    tg_buf_puts(&above, "../");
    tg_buf_put(&above, up->data, up->len);
    if (gallery->parent)
        put_crumb(story, gallery->parent, &above);
    story->out->failed |= above.failed;
    tg_buf_release(&above);
    TG_HTML_LIT(story->out, "<li><a href=\"");
    tg_buf_put(story->out, up->data, up->len);
    TG_HTML_LIT(story->out, "index.html\">");
    tg_html_text(story->out, gallery->title);
    TG_HTML_LIT(story->out, "</a></li>\n");
}

static void put_ways_up(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    struct tg_buf up;

    if (!gallery->parent)
        return;
    tg_buf_init(&up, TG_BUF_MAX);
    tg_buf_puts(&up, strcmp(story->page, gallery->dir) == 0 ? "../" : "../../");
    TG_HTML_LIT(story->out, "<nav aria-label=\"Breadcrumb\">\n<ol>\n");
    put_crumb(story, gallery->parent, &up);
    TG_HTML_LIT(story->out, "</ol>\n</nav>\n");
    story->out->failed |= up.failed;
    tg_buf_release(&up);
}

static void put_heading(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    struct tg_buf *out = story->out;

    if (tg_story_has_hero(gallery) && !story->light)
        return;
    TG_HTML_LIT(out, "<h1>");
    tg_html_text(out, gallery->title);
    TG_HTML_LIT(out, "</h1>\n");
    if (gallery->sub_title && *gallery->sub_title) {
        TG_HTML_LIT(out, "<p>");
        tg_html_text(out, gallery->sub_title);
        TG_HTML_LIT(out, "</p>\n");
    }
}

void tg_story_begin(const struct tg_story *story)
{
    struct tg_buf *out = story->out;

    put_head(story);
    tg_buf_puts(out, story->light               ? "<body>\n"
                     : tg_story_is_index(story) ? "<body class=\"story index\">\n"
                                                : "<body class=\"story\">\n");
    tg_story_partial(story, TG_PARTIAL_HEADER);
    TG_HTML_LIT(out, "<header>\n");
    if (story->root->night_mode && !story->light)
        TG_HTML_LIT(out, "<label class=\"night\"><input type=\"checkbox\" id=\"night\"> "
                         "<span>Night</span></label>\n");
    put_ways_up(story);
    put_heading(story);
    put_menu(story);
    TG_HTML_LIT(out, "</header>\n<main>\n");
}

/* Where others are told of the page: the address goes into a query, so every sign of it is encoded. */
static void put_share_link(const struct tg_story *story, const char *service, const char *label)
{
    struct tg_buf *out = story->out;
    struct tg_buf url;

    tg_buf_init(&url, TG_BUF_MAX);
    tg_buf_puts(&url, story->root->url);
    tg_buf_putc(&url, '/');
    tg_html_url_path(&url, story->gallery->dir);
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

static void put_share(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    struct tg_buf *out = story->out, x;

    if (!story->root->share || tg_story_is_index(story) || gallery->is_static || story->light)
        return;
    tg_buf_init(&x, TG_BUF_MAX);
    put_query(&x, "https://twitter.com/intent/tweet?text=",
              gallery->name ? gallery->name : gallery->title);
    for (size_t i = 0; i < gallery->tags.len; i++)
        put_query(&x, i ? "," : "&hashtags=", gallery->tags.items[i]);
    tg_buf_puts(&x, "&url=");
    TG_HTML_LIT(out, "<nav aria-label=\"Share\" class=\"share\">\n<ul>\n");
    put_share_link(story, tg_buf_str(&x), "X");
    put_share_link(story, "https://www.facebook.com/sharer/sharer.php?u=", "Facebook");
    put_share_link(story, "https://www.pinterest.com/pin/create/button/?url=", "Pinterest");
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
    out->failed |= x.failed;
    tg_buf_release(&x);
}

static void put_licence(const struct tg_story *story)
{
    const struct tg_root *root = story->root;
    struct tg_buf *out = story->out;

    if (!*root->licence_name && !*root->licence_url)
        return;
    TG_HTML_LIT(out, "<p>Licence: ");
    if (*root->licence_url) {
        TG_HTML_LIT(out, "<a rel=\"license\" href=\"");
        tg_html_attr(out, root->licence_url);
        TG_HTML_LIT(out, "\">");
    }
    tg_html_text(out, *root->licence_name ? root->licence_name : root->licence_url);
    if (*root->licence_url)
        TG_HTML_LIT(out, "</a>");
    TG_HTML_LIT(out, "</p>\n");
}

/* The galleries before and after this one on the page above; a hidden one has none, and is none.  Nor are those behind
 * another password: their titles are nobody's concern here. */
static void put_neighbours(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery, *parent = gallery->parent;
    const struct tg_gallery *prev = NULL, *next = NULL;
    bool met = false;

    if (!parent || !gallery->is_public)
        return;
    for (size_t i = 0; i < parent->children_len && !next; i++) {
        const struct tg_gallery *child = parent->children[i];

        if (child == gallery)
            met = true;
        else if (child->is_public && tg_gallery_is_open(child, gallery))
            *(met ? &next : &prev) = child;
    }
    if (!prev && !next)
        return;
    TG_HTML_LIT(story->out, "<nav aria-label=\"Previous and next\" class=\"beside\">\n<ul>\n");
    if (prev)
        tg_html_neighbour(story->out, prev->dir, prev->title, "prev");
    if (next)
        tg_html_neighbour(story->out, next->dir, next->title, "next");
    TG_HTML_LIT(story->out, "</ul>\n</nav>\n");
}

/* From a page to its light form and back. */
static void put_other_form(const struct tg_story *story)
{
    if (!tg_gallery_has_light_page(story->gallery))
        return;
    tg_buf_puts(story->out, story->light ? "<p><a href=\"../index.html\">Full page</a></p>\n"
                                         : "<p><a href=\"light/index.html\">Light page</a></p>\n");
}

void tg_story_end(const struct tg_story *story)
{
    put_share(story);
    TG_HTML_LIT(story->out, "</main>\n");
    if (!story->light || story->gallery->light)
        put_neighbours(story);
    TG_HTML_LIT(story->out, "<footer>\n");
    put_other_form(story);
    put_licence(story);
    tg_story_partial(story, TG_PARTIAL_FOOTER);
    TG_HTML_LIT(story->out, "<p>Made with tirage</p>\n</footer>\n</body>\n</html>\n");
}
