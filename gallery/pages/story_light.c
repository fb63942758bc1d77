/* story_light.c - tiles and sections for slow lines and old browsers: each picture as a plain <img>, all of
 * them one below the other. */
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/text.h"
#include "gallery/pages/photo_html.h"
#include "gallery/pages/story.h"

static void put_element(struct tg_buf *out, const char *tag, const char *text)
{
    if (!tg_text_is_set(text))
        return;
    tg_buf_printf(out, "<%s>", tag);
    tg_html_text(out, text);
    tg_buf_printf(out, "</%s>\n", tag);
}

static void put_size(struct tg_buf *out, uint32_t w, uint32_t h)
{
    TG_HTML_LIT(out, "\" width=\"");
    tg_html_uint(out, w);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, h);
}

static void put_image(const struct tg_story *story, const struct tg_shot *shot, uint32_t w,
                      uint32_t h)
{
    const struct tg_rendition *r = tg_shot_best(shot, w, h);
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<img src=\"");
    tg_story_url(story, shot, r, TG_STORY_PAGE);
    put_size(out, r->width, r->height);
    TG_HTML_LIT(out, "\" alt=\"");
    tg_photo_alt(out, shot->photo, shot->name, shot->text);
    TG_HTML_LIT(out, "\" loading=\"lazy\">");
}

/* A picture, film or sound with its caption. */
static void put_shot(const struct tg_story *story, const struct tg_shot *shot, uint32_t w,
                     uint32_t h, const char *caption)
{
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<figure>");
    if (!tg_shot_good(shot))
        tg_story_missing(story, shot);
    else if (shot->medium && !shot->photo)
        tg_story_sound(story, shot);
    else if (shot->medium)
        tg_story_image(story, &(struct tg_story_image){.shot = shot, .h = h, .style = ""});
    else
        put_image(story, shot, w, h);
    put_element(out, "figcaption", caption);
    TG_HTML_LIT(out, "</figure>\n");
}

static void put_dates(const struct tg_story *story, const struct tg_section *section)
{
    struct tg_buf *out = story->out;

    if (!section->date.year)
        return;
    TG_HTML_LIT(out, "<p>");
    tg_html_date(out, story->root->locale, section->date);
    if (section->date_end.year) {
        TG_HTML_LIT(out, " – ");
        tg_html_date(out, story->root->locale, section->date_end);
    }
    TG_HTML_LIT(out, "</p>\n");
}

static void put_author(const struct tg_story *story, const struct tg_section *section)
{
    put_shot(story, &section->rows[0].shots[0], 400, 400, NULL);
    put_element(story->out, "h2", section->name);
    put_element(story->out, "p", section->text);
    tg_story_accounts(story, section);
}

static void put_body(const struct tg_story *story, const char *html)
{
    TG_HTML_LIT(story->out, "<div>");
    tg_buf_puts(story->out, html ? html : "");
    TG_HTML_LIT(story->out, "</div>\n");
}

/* All pictures of a section, one below the other; a single one may have the section's caption. */
static void put_shots(const struct tg_story *story, const struct tg_section *section)
{
    bool bordered = section->type == TG_SECTION_BORDERED_PICTURE && tg_text_is_set(section->text);

    for (size_t i = 0; i < section->rows_len; i++)
        for (size_t k = 0; k < section->rows[i].len; k++) {
            const struct tg_shot *shot = &section->rows[i].shots[k];

            put_shot(story, shot, 0, section->type == TG_SECTION_PARAGRAPH ? 150 : 800,
                     bordered ? section->text : shot->text);
        }
}

static void put_section(const struct tg_story *story, const struct tg_section *section)
{
    struct tg_buf *out = story->out;

    switch (section->type) {
    case TG_SECTION_FULL_PICTURE:
        put_shots(story, section);
        put_element(out, "h2", section->title);
        put_element(out, "p", section->sub_title);
        put_dates(story, section);
        break;
    case TG_SECTION_PARAGRAPH:
        put_element(out, "h2", section->title);
        put_shots(story, section);
        put_body(story, section->text);
        break;
    case TG_SECTION_BORDERED_PICTURE:
    case TG_SECTION_PICTURES_GROUP:
    case TG_SECTION_PANORAMA:
        put_shots(story, section);
        break;
    case TG_SECTION_AUTHOR:
        put_author(story, section);
        break;
    case TG_SECTION_AUDIO:
        put_shot(story, &section->rows[0].shots[0], 0, 0,
                 tg_text_is_set(section->title) ? section->title
                                                : tg_path_base(section->rows[0].shots[0].name));
        break;
    case TG_SECTION_QUOTE:
        TG_HTML_LIT(out, "<blockquote>");
        tg_buf_puts(out, section->text ? section->text : "");
        TG_HTML_LIT(out, "</blockquote>\n");
        break;
    case TG_SECTION_TEXT:
    case TG_SECTION_HTML:
        put_body(story, section->text);
        break;
    case TG_SECTION_IFRAME:
        put_body(story, section->name);
        break;
    case TG_SECTION_TYPES:
        break;
    }
}

static void put_tile(const struct tg_story *story, const struct tg_gallery *gallery)
{
    struct tg_buf *out = story->out;
    bool open = tg_gallery_is_open(gallery, story->gallery);

    TG_HTML_LIT(out, "<li><a href=\"");
    tg_html_url_path(out, tg_path_base(gallery->dir));
    TG_HTML_LIT(out, "/index.html\">");
    if (open && gallery->cover && tg_shot_good(gallery->cover))
        put_image(story, gallery->cover, 0, 900);
    put_element(out, "strong", gallery->title);
    TG_HTML_LIT(out, "</a>\n");
    if (!open) {
        TG_HTML_LIT(out, "<p>Protected</p>\n</li>\n");
        return;
    }
    put_element(out, "p", gallery->sub_title);
    if (story->root->show_date && gallery->date.year) {
        TG_HTML_LIT(out, "<p>");
        tg_html_date(out, story->root->locale, gallery->date);
        TG_HTML_LIT(out, "</p>\n");
    }
    for (size_t i = 0; i < gallery->tags.len; i++)
        put_element(out, "small", gallery->tags.items[i]);
    TG_HTML_LIT(out, "</li>\n");
}

void tg_story_light(const struct tg_story *story)
{
    const struct tg_gallery *gallery = story->gallery;

    if (gallery->children_len)
        TG_HTML_LIT(story->out, "<ul>\n");
    for (size_t i = 0; i < gallery->children_len; i++)
        if (gallery->children[i]->is_public)
            put_tile(story, gallery->children[i]);
    if (gallery->children_len) {
        TG_HTML_LIT(story->out, "</ul>\n");
        return;
    }
    for (size_t i = 0; i < gallery->sections_len; i++)
        put_section(story, &gallery->sections[i]);
}
