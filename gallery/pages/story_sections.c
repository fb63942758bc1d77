/* story_sections.c - the sections of a gallery as HTML.
 *
 * Bodies (text, html, name of an iframe) are HTML of the gallery's author and pass through as they
 * are; everything else is escaped for its place.  CSS values stand in style attributes, where they can
 * do no more than what they are: values. */
#include <assert.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/photo_html.h"
#include "gallery/pages/story.h"

enum { MILLI = 1000, ANY_RATIO = 1500 };

static const char SIDE_WIDTH[] = "(max-width: 640px) 100vw, 420px";

static void put_raw(const struct tg_story *story, const char *html)
{
    tg_buf_puts(story->out, html ? html : "");
}

/* "NAME: VALUE;" of a style attribute. */
static void put_css(struct tg_buf *out, const char *name, const char *value)
{
    if (!tg_text_is_set(value))
        return;
    tg_buf_puts(out, name);
    TG_HTML_LIT(out, ":");
    tg_html_attr(out, value);
    TG_HTML_LIT(out, ";");
}

static void open_section(const struct tg_story *story, const struct tg_section *section,
                         const char *class)
{
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<section class=\"");
    tg_buf_puts(out, class);
    TG_HTML_LIT(out, "\"");
    if (tg_text_is_set(section->background) || tg_text_is_set(section->color)) {
        TG_HTML_LIT(out, " style=\"");
        put_css(out, "background", section->background);
        put_css(out, "color", section->color);
        TG_HTML_LIT(out, "\"");
    }
    TG_HTML_LIT(out, ">\n");
}

static void close_section(const struct tg_story *story)
{
    TG_HTML_LIT(story->out, "</section>\n");
}

/* Of a section that has a picture: without one the project would not have been built. */
static const struct tg_shot *only_shot(const struct tg_section *section)
{
    assert(section->rows_len && section->rows[0].len);
    return &section->rows[0].shots[0];
}

static void put_dates(const struct tg_story *story, const struct tg_section *section)
{
    struct tg_buf *out = story->out;

    if (!section->date.year)
        return;
    TG_HTML_LIT(out, "<p><time>");
    tg_html_date(out, story->root->locale, section->date);
    TG_HTML_LIT(out, "</time>");
    if (section->date_end.year) {
        TG_HTML_LIT(out, " – <time>");
        tg_html_date(out, story->root->locale, section->date_end);
        TG_HTML_LIT(out, "</time>");
    }
    TG_HTML_LIT(out, "</p>\n");
}

/* The first full picture of a page has its heading. */
static void put_full_text(const struct tg_story *story, const struct tg_section *section)
{
    bool hero = section == story->gallery->sections && tg_story_has_hero(story->gallery);
    struct tg_buf *out = story->out;

    if (!tg_text_is_set(section->title) && !tg_text_is_set(section->sub_title) &&
        !section->date.year)
        return;
    TG_HTML_LIT(out, "<div class=\"over\">\n");
    if (tg_text_is_set(section->title)) {
        tg_buf_puts(out, hero ? "<h1>" : "<h2>");
        tg_html_text(out, section->title);
        tg_buf_puts(out, hero ? "</h1>\n" : "</h2>\n");
    }
    if (tg_text_is_set(section->sub_title)) {
        TG_HTML_LIT(out, "<p>");
        tg_html_text(out, section->sub_title);
        TG_HTML_LIT(out, "</p>\n");
    }
    put_dates(story, section);
    TG_HTML_LIT(out, "</div>\n");
}

static void put_full(const struct tg_story *story, const struct tg_section *section)
{
    const struct tg_shot *shot = only_shot(section);
    struct tg_buf style;

    tg_buf_init(&style, TG_BUF_MAX);
    if (tg_text_is_set(section->background_position))
        tg_buf_printf(&style, "object-position:%s", section->background_position);
    open_section(story, section, section->fixed ? "full fixed" : "full");
    if (tg_shot_good(shot)) {
        const struct tg_story_image image = {.shot = shot,
                                             .h = 2000,
                                             .sizes = "max(100vw, 150vh)",
                                             .style = tg_buf_str(&style),
                                             .moving = true,
                                             .eager = section == story->gallery->sections};

        tg_story_image(story, &image);
    } else {
        tg_story_missing(story, shot);
    }
    put_full_text(story, section);
    close_section(story);
    story->out->failed |= style.failed;
    tg_buf_release(&style);
}

/* A bordered picture has its caption in the section. */
static void put_bordered(const struct tg_story *story, const struct tg_section *section)
{
    const struct tg_shot *shot = only_shot(section);
    const char *caption = tg_text_is_set(section->text) ? section->text : shot->text;
    const struct tg_story_image image = {
        .shot = shot, .h = 1920, .sizes = "94vw", .style = "", .alt = caption};

    open_section(story, section, "bordered");
    tg_story_figure(story, &image, "", section->text);
    close_section(story);
}

static uint64_t row_ratio(const struct tg_row *row)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < row->len; i++)
        sum += tg_shot_ratio(&row->shots[i]);
    return sum ? sum : ANY_RATIO;
}

/* Pictures of a row are equally high: each has a share of its width in proportion to its ratio. */
static void put_row_shot(const struct tg_story *story, const struct tg_shot *shot, uint64_t ratio,
                         bool alone)
{
    uint64_t percent = (100 * tg_shot_ratio(shot) + ratio - 1) / ratio;
    struct tg_buf sizes, style;
    struct tg_story_image image = {.shot = shot, .h = alone ? 1366 : 600, .style = ""};

    tg_buf_init(&sizes, TG_BUF_MAX);
    tg_buf_printf(&sizes, "(max-width: 480px) 100vw, %uvw", (unsigned)percent);
    tg_buf_init(&style, TG_BUF_MAX);
    TG_HTML_LIT(&style, "--r:");
    tg_html_milli(&style, tg_shot_ratio(shot));
    image.sizes = tg_buf_str(&sizes);
    tg_story_figure(story, &image, tg_buf_str(&style), shot->text);
    story->out->failed |= sizes.failed || style.failed;
    tg_buf_release(&sizes);
    tg_buf_release(&style);
}

static void put_group(const struct tg_story *story, const struct tg_section *section)
{
    struct tg_buf *out = story->out;

    open_section(story, section, "group");
    for (size_t i = 0; i < section->rows_len; i++) {
        const struct tg_row *row = &section->rows[i];

        if (row->len == 0)
            continue;
        TG_HTML_LIT(out, "<div class=\"row\"");
        if (tg_text_is_set(section->css)) {
            TG_HTML_LIT(out, " style=\"");
            tg_html_attr(out, section->css);
            TG_HTML_LIT(out, "\"");
        }
        TG_HTML_LIT(out, ">\n");
        for (size_t k = 0; k < row->len; k++)
            put_row_shot(story, &row->shots[k], row_ratio(row), row->len == 1);
        TG_HTML_LIT(out, "</div>\n");
    }
    close_section(story);
}

/* Text flows around the picture: at the left unless told otherwise, as wide as `size`. */
static void put_beside(const struct tg_story *story, const struct tg_shot *shot)
{
    const struct tg_story_image image = {.shot = shot, .h = 600, .sizes = SIDE_WIDTH, .style = ""};
    struct tg_buf style;

    tg_buf_init(&style, TG_BUF_MAX);
    put_css(&style, "float", tg_text_is_set(shot->side) ? shot->side : "left");
    put_css(&style, "width", tg_text_is_set(shot->size) ? shot->size : "250px");
    tg_story_figure(story, &image, tg_buf_str(&style), shot->text);
    story->out->failed |= style.failed;
    tg_buf_release(&style);
}

static void put_paragraph(const struct tg_story *story, const struct tg_section *section)
{
    open_section(story, section, "paragraph");
    if (tg_text_is_set(section->title)) {
        TG_HTML_LIT(story->out, "<h2>");
        tg_html_text(story->out, section->title);
        TG_HTML_LIT(story->out, "</h2>\n");
    } else {
        TG_HTML_LIT(story->out, "<hr>\n");
    }
    TG_HTML_LIT(story->out, "<div>");
    if (section->rows_len)
        put_beside(story, only_shot(section));
    put_raw(story, section->text);
    TG_HTML_LIT(story->out, "</div>\n");
    close_section(story);
}

/* To be scrolled sideways, with the keyboard too. */
static void put_panorama(const struct tg_story *story, const struct tg_section *section)
{
    const struct tg_shot *shot = only_shot(section);
    const struct tg_story_image image = {.shot = shot, .h = 800, .sizes = "200vw", .style = ""};

    open_section(story, section, "panorama");
    if (tg_shot_good(shot)) {
        TG_HTML_LIT(
            story->out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Panorama\">");
        tg_story_image(story, &image);
        TG_HTML_LIT(story->out, "</div>\n");
    } else {
        tg_story_missing(story, shot);
    }
    close_section(story);
}

/* A whole address as it is; else a name at `host`, without the @ that people write before it. */
static void put_account(const struct tg_story *story, const char *host, const char *account,
                        const char *label)
{
    struct tg_buf *out = story->out;

    if (!tg_text_is_set(account))
        return;
    TG_HTML_LIT(out, "<li><a rel=\"me\" href=\"");
    if (strstr(account, "://")) {
        tg_html_attr(out, account);
    } else {
        tg_buf_puts(out, host);
        tg_html_url_path(out, account + (*account == '@'));
    }
    TG_HTML_LIT(out, "\">");
    tg_buf_puts(out, label);
    TG_HTML_LIT(out, "</a></li>\n");
}

void tg_story_accounts(const struct tg_story *story, const struct tg_section *section)
{
    struct tg_buf *out = story->out;

    if (!tg_text_is_set(section->twitter) && !tg_text_is_set(section->facebook) &&
        !tg_text_is_set(section->website))
        return;
    TG_HTML_LIT(out, "<ul>\n");
    put_account(story, "https://twitter.com/", section->twitter, "Twitter");
    put_account(story, "https://www.facebook.com/", section->facebook, "Facebook");
    put_account(story, "https://", section->website, "Website");
    TG_HTML_LIT(out, "</ul>\n");
}

static void put_author(const struct tg_story *story, const struct tg_section *section)
{
    const struct tg_shot *shot = only_shot(section);
    struct tg_buf *out = story->out;
    const struct tg_story_image image = {
        .shot = shot, .w = 400, .h = 400, .sizes = "200px", .style = "", .decorative = true};

    open_section(story, section, "author");
    if (tg_shot_good(shot))
        tg_story_image(story, &image);
    else
        tg_story_missing(story, shot);
    if (tg_text_is_set(section->name)) {
        TG_HTML_LIT(out, "<h2>");
        tg_html_text(out, section->name);
        TG_HTML_LIT(out, "</h2>\n");
    }
    if (tg_text_is_set(section->text)) {
        TG_HTML_LIT(out, "<p>");
        tg_html_text(out, section->text);
        TG_HTML_LIT(out, "</p>\n");
    }
    tg_story_accounts(story, section);
    close_section(story);
}

static void put_body(const struct tg_story *story, const struct tg_section *section,
                     const char *class)
{
    open_section(story, section, class);
    TG_HTML_LIT(story->out, "<div>");
    put_raw(story, section->text);
    TG_HTML_LIT(story->out, "</div>\n");
    close_section(story);
}

static void put_quote(const struct tg_story *story, const struct tg_section *section)
{
    open_section(story, section, "quote");
    TG_HTML_LIT(story->out, "<blockquote>");
    put_raw(story, section->text);
    TG_HTML_LIT(story->out, "</blockquote>\n");
    close_section(story);
}

static void put_iframe(const struct tg_story *story, const struct tg_section *section)
{
    open_section(story, section, "frame");
    put_raw(story, section->name);
    TG_HTML_LIT(story->out, "\n");
    close_section(story);
}

static void put_audio(const struct tg_story *story, const struct tg_section *section)
{
    const struct tg_shot *shot = only_shot(section);

    open_section(story, section, "audio");
    TG_HTML_LIT(story->out, "<figure>");
    if (tg_shot_good(shot))
        tg_story_sound(story, shot);
    else
        tg_story_missing(story, shot);
    tg_photo_caption(story->out, NULL,
                     tg_text_is_set(section->title) ? section->title : tg_path_base(shot->name));
    TG_HTML_LIT(story->out, "</figure>\n");
    close_section(story);
}

static void put_section(const struct tg_story *story, const struct tg_section *section)
{
    switch (section->type) {
    case TG_SECTION_FULL_PICTURE:
        put_full(story, section);
        break;
    case TG_SECTION_BORDERED_PICTURE:
        put_bordered(story, section);
        break;
    case TG_SECTION_PICTURES_GROUP:
        put_group(story, section);
        break;
    case TG_SECTION_PARAGRAPH:
        put_paragraph(story, section);
        break;
    case TG_SECTION_PANORAMA:
        put_panorama(story, section);
        break;
    case TG_SECTION_AUTHOR:
        put_author(story, section);
        break;
    case TG_SECTION_AUDIO:
        put_audio(story, section);
        break;
    case TG_SECTION_TEXT:
        put_body(story, section, "text");
        break;
    case TG_SECTION_QUOTE:
        put_quote(story, section);
        break;
    case TG_SECTION_HTML:
        put_body(story, section, "html");
        break;
    case TG_SECTION_IFRAME:
        put_iframe(story, section);
        break;
    case TG_SECTION_TYPES:
        break;
    }
}

void tg_story_sections(const struct tg_story *story)
{
    for (size_t i = 0; i < story->gallery->sections_len; i++)
        put_section(story, &story->gallery->sections[i]);
}
