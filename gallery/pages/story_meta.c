/* story_meta.c - the part of a page that is for machines: canonical address, OpenGraph and cards, JSON-LD,
 * robots; and the sitemap. */
#include <string.h>

#include "gallery/pages/story.h"

void tg_story_gallery_url(const struct tg_story *story, const struct tg_gallery *gallery)
{
    tg_html_address(story->out, story->root->url, gallery->dir);
}

static const struct tg_shot *cover_of(const struct tg_gallery *gallery)
{
    return gallery->cover && tg_shot_good(gallery->cover) ? gallery->cover : NULL;
}

static void put_open_graph(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    const struct tg_shot *cover = cover_of(gallery);
    struct tg_buf *out = story->out;

    tg_html_property(out, "og:title", gallery->title);
    tg_html_property(out, "og:site_name", story->home->title);
    tg_html_property(out, "og:description", gallery->description);
    tg_html_property(out, "og:type", "article");
    TG_HTML_LIT(out, "<meta property=\"og:url\" content=\"");
    tg_story_gallery_url(story, gallery);
    TG_HTML_LIT(out, "\">\n");
    if (cover) {
        TG_HTML_LIT(out, "<meta property=\"og:image\" content=\"");
        tg_story_url(story, cover, tg_shot_best(cover, 0, 900), TG_STORY_SITE);
        TG_HTML_LIT(out, "\">\n<meta name=\"twitter:card\" content=\"summary_large_image\">\n");
    }
    if (gallery->date.year)
        tg_buf_printf(out,
                      "<meta property=\"article:published_time\" content=\"%04u-%02u-%02u\">\n",
                      gallery->date.year, gallery->date.month, gallery->date.day);
    for (size_t i = 0; i < gallery->tags.len; i++)
        tg_html_property(out, "article:tag", gallery->tags.items[i]);
}

/* The pictures of a gallery, as schema.org knows them.  Addresses have no sign that JSON minds. */
static void put_images(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    struct tg_buf *out = story->out;
    bool first = true;

    for (size_t i = 0; i < gallery->sections_len; i++)
        for (size_t k = 0; k < gallery->sections[i].rows_len; k++)
            for (size_t n = 0; n < gallery->sections[i].rows[k].len; n++) {
                const struct tg_shot *shot = &gallery->sections[i].rows[k].shots[n];

                if (!shot->photo || shot->medium || !tg_shot_good(shot))
                    continue;
                tg_buf_puts(out, first ? "\n" : ",\n");
                TG_HTML_LIT(out, "{\"@type\": \"ImageObject\", \"contentUrl\": \"");
                tg_story_url(story, shot, tg_shot_best(shot, 0, 1366), TG_STORY_SITE);
                TG_HTML_LIT(out, "\"");
                if (shot->text && *shot->text) {
                    TG_HTML_LIT(out, ", \"caption\": ");
                    tg_html_json(out, shot->text);
                }
                TG_HTML_LIT(out, "}");
                first = false;
            }
}

static void put_json_ld(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out,
                "<script type=\"application/ld+json\">\n{\"@context\": \"https://schema.org\", "
                "\"@type\": \"ImageGallery\", \"name\": ");
    tg_html_json(out, gallery->title);
    if (gallery->description && *gallery->description) {
        TG_HTML_LIT(out, ", \"description\": ");
        tg_html_json(out, gallery->description);
    }
    if (gallery->date.year)
        tg_buf_printf(out, ", \"datePublished\": \"%04u-%02u-%02u\"", gallery->date.year,
                      gallery->date.month, gallery->date.day);
    TG_HTML_LIT(out, ", \"image\": [");
    put_images(story);
    TG_HTML_LIT(out, "]}\n</script>\n");
}

static bool is_gallery_page(const struct tg_story *story)
{
    return !tg_story_is_index(story) && !story->gallery->is_static;
}

void tg_story_meta(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;

    if (!gallery->is_public && !gallery->is_static)
        TG_HTML_LIT(story->out, "<meta name=\"robots\" content=\"noindex\">\n");
    if (!story->root->url || gallery->lock)
        return;
    TG_HTML_LIT(story->out, "<link rel=\"canonical\" href=\"");
    tg_story_gallery_url(story, gallery);
    TG_HTML_LIT(story->out, "\">\n");
    if (!is_gallery_page(story) || story->light)
        return;
    if (story->root->og)
        put_open_graph(story);
    if (gallery->is_public)
        put_json_ld(story);
}

static void put_place(const struct tg_story *story, const struct tg_gallery *gallery)
{
    struct tg_buf *out = story->out;

    if (gallery->lock || (!gallery->is_public && !gallery->is_static))
        return;
    TG_HTML_LIT(out, "<url><loc>");
    tg_story_gallery_url(story, gallery);
    TG_HTML_LIT(out, "</loc></url>\n");
    for (size_t i = 0; i < gallery->children_len; i++)
        put_place(story, gallery->children[i]);
}

void tg_story_sitemap(const struct tg_story *story)
{
    TG_HTML_LIT(story->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    put_place(story, story->home);
    TG_HTML_LIT(story->out, "</urlset>\n");
}
