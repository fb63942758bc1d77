/* page_sections.c - the sections of a node as HTML; see page.h.
 *
 * Bodies (text, html, name of an iframe, what an author says) are HTML of the gallery's author and
 * pass through as they are; everything else is escaped for its place.  CSS values stand in style
 * attributes, where they can do no more than what they are: values. */
#include <assert.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/css_color.h"
#include "gallery/pages/page_ways.h"
#include "gallery/pages/photo_html.h"

enum { MILLI = 1000, ANY_RATIO = 1500 };

/* From phones to wide, low windows; and a circle. */
static const struct tg_shapes window_shapes = {460, 2400}, round_shapes = {1000, 1000};

static const char SIDE_WIDTH[] = "(max-width: 640px) 100vw, 420px";

static void put_raw(const struct tg_page *page, const char *html)
{
    tg_buf_puts(page->out, html ? html : "");
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

/* Words on a background have an ink that can be read on it, unless the author says which. */
static const char *ink_class(const struct tg_section *section)
{
    static const char *const classes[] = {
        [TG_INK_ANY] = "", [TG_INK_DARK] = " on-light", [TG_INK_LIGHT] = " on-dark"};

    if (!tg_text_is_set(section->background) || tg_text_is_set(section->color))
        return "";
    return classes[tg_css_ink(section->background)];
}

static void open_section(const struct tg_page *page, const struct tg_section *section,
                         const char *class)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<section class=\"");
    tg_buf_puts(out, class);
    tg_buf_puts(out, ink_class(section));
    TG_HTML_LIT(out, "\"");
    if (tg_text_is_set(section->background) || tg_text_is_set(section->color)) {
        TG_HTML_LIT(out, " style=\"");
        put_css(out, "background", section->background);
        put_css(out, "color", section->color);
        TG_HTML_LIT(out, "\"");
    }
    TG_HTML_LIT(out, ">\n");
}

static void close_section(const struct tg_page *page)
{
    TG_HTML_LIT(page->out, "</section>\n");
}

/* Of a section that has a picture: without one the project would not have been built. */
static const struct tg_ref *only_ref(const struct tg_section *section)
{
    assert(section->rows_len && section->rows[0].len);
    return &section->rows[0].refs[0];
}

void tg_page_date(const struct tg_page *page, struct tg_date date)
{
    const struct tg_look *look = &page->site->look;
    const char *lang = page->node->lang;

    if (look->locale && (look->locale_said || !lang || !tg_words_find(lang)))
        tg_html_date(page->out, look->locale, date);
    else
        tg_html_day(page->out, page->words, date);
}

void tg_page_time(const struct tg_page *page, struct tg_date date)
{
    char text[TG_DATE_SIZE];

    tg_date_text(date, text);
    tg_buf_printf(page->out, "<time datetime=\"%s\">", text);
    tg_page_date(page, date);
    TG_HTML_LIT(page->out, "</time>");
}

void tg_page_dates(const struct tg_page *page, struct tg_date first, struct tg_date last)
{
    struct tg_buf *out = page->out;

    if (!first.year)
        return;
    TG_HTML_LIT(out, "<p>");
    tg_page_time(page, first);
    if (last.year) {
        TG_HTML_LIT(out, " – ");
        tg_page_time(page, last);
    }
    TG_HTML_LIT(out, "</p>\n");
}

/* The first full picture of a page has its heading. */
static void put_full_text(const struct tg_page *page, const struct tg_section *section)
{
    bool hero = section == page->node->sections && tg_page_has_hero(page);
    struct tg_buf *out = page->out;

    if (!tg_text_is_set(section->title) && !tg_text_is_set(section->sub_title) &&
        !section->date.year)
        return;
    TG_HTML_LIT(out, "<div class=\"over\">\n");
    tg_page_element(page, hero ? "h1" : "h2", section->title);
    tg_page_element(page, "p", section->sub_title);
    tg_page_dates(page, section->date, section->date_end);
    TG_HTML_LIT(out, "</div>\n");
}

static void put_full(const struct tg_page *page, const struct tg_section *section)
{
    struct tg_image image = {.ref = only_ref(section),
                             .h = TG_HEIGHT_FULL,
                             .sizes = "max(100vw, 150vh)",
                             .moving = true,
                             .loading =
                                 section == page->node->sections ? TG_LOAD_FIRST : TG_LOAD_LAZY};
    struct tg_buf style;

    tg_buf_init(&style, TG_BUF_MAX);
    if (tg_text_is_set(section->background_position))
        tg_buf_printf(&style, "object-position:%s", section->background_position);
    else
        tg_page_focus(&style, image.ref, window_shapes);
    open_section(page, section, section->fixed ? "full fixed" : "full");
    image.style = tg_buf_str(&style);
    tg_page_image(page, &image);
    put_full_text(page, section);
    close_section(page);
    page->out->failed |= style.failed;
    tg_buf_release(&style);
}

/* A bordered picture has its caption in the section. */
static void put_bordered(const struct tg_page *page, const struct tg_section *section)
{
    const struct tg_ref *ref = only_ref(section);
    const char *caption = tg_text_is_set(section->text) ? section->text : ref->text;
    const struct tg_image image = {
        .ref = ref, .h = TG_HEIGHT_BORDERED, .sizes = "94vw", .alt = caption};

    open_section(page, section, "bordered");
    tg_page_figure(page, &image, "", section->text);
    TG_HTML_LIT(page->out, "\n");
    close_section(page);
}

static uint64_t row_ratio(const struct tg_row *row)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < row->len; i++)
        sum += tg_ref_ratio(&row->refs[i]);
    return sum ? sum : ANY_RATIO;
}

/* Pictures of a row are equally high: each has a share of its width in proportion to its ratio. */
static void put_row_ref(const struct tg_page *page, const struct tg_ref *ref, uint64_t ratio,
                        bool alone)
{
    uint64_t percent = (100 * tg_ref_ratio(ref) + ratio - 1) / ratio;
    struct tg_buf sizes, style;
    struct tg_image image = {.ref = ref, .h = alone ? TG_HEIGHT_ALONE : TG_HEIGHT_GROUP};

    tg_buf_init(&sizes, TG_BUF_MAX);
    tg_buf_printf(&sizes, "(max-width: 480px) 100vw, %uvw", (unsigned)percent);
    tg_buf_init(&style, TG_BUF_MAX);
    TG_HTML_LIT(&style, "--r:");
    tg_html_milli(&style, tg_ref_ratio(ref));
    image.sizes = tg_buf_str(&sizes);
    tg_page_figure(page, &image, tg_buf_str(&style), ref->text);
    TG_HTML_LIT(page->out, "\n");
    page->out->failed |= sizes.failed || style.failed;
    tg_buf_release(&sizes);
    tg_buf_release(&style);
}

static struct tg_date day_of(const struct tg_ref *ref)
{
    struct tg_date day = {0}; /* and so it stays without one */

    (void)(ref->photo && tg_day_of(ref->photo->date, &day));
    return day;
}

/* Whether a group of a story is divided by days: its pictures are many, and all of them are dated
 * and in the order of their days. */
static bool is_by_day(const struct tg_page *page, const struct tg_section *section)
{
    struct tg_date before = {.year = 1}, day;
    size_t len = 0;

    if (!page->site->look.story || page->node->undivided)
        return false;
    for (size_t i = 0; i < section->rows_len; i++)
        for (size_t k = 0; k < section->rows[i].len; k++, len++, before = day) {
            day = day_of(&section->rows[i].refs[k]);
            if (tg_date_cmp(day, before) < 0)
                return false;
        }
    return len > TG_MANY_PICTURES;
}

/* Those of its rows that are on this page. */
static void put_group(const struct tg_page *page, const struct tg_section *section)
{
    bool by_day = is_by_day(page, section);
    struct tg_buf *out = page->out;
    struct tg_date day = {0};

    open_section(page, section, "group");
    for (size_t i = 0; i < section->rows_len; i++) {
        const struct tg_row *row = &section->rows[i];

        if (row->len == 0 || row->page != page->number)
            continue;
        if (by_day && tg_date_cmp(day_of(row->refs), day) != 0) {
            day = day_of(row->refs);
            TG_HTML_LIT(out, "<h2 class=\"day\">");
            tg_page_date(page, day);
            TG_HTML_LIT(out, "</h2>\n");
        }
        TG_HTML_LIT(out, "<div class=\"row\"");
        if (tg_text_is_set(section->css)) {
            TG_HTML_LIT(out, " style=\"");
            tg_html_attr(out, section->css);
            TG_HTML_LIT(out, "\"");
        }
        TG_HTML_LIT(out, ">\n");
        for (size_t k = 0; k < row->len; k++)
            put_row_ref(page, &row->refs[k], row_ratio(row), row->len == 1);
        TG_HTML_LIT(out, "</div>\n");
    }
    close_section(page);
}

/* Text flows around the picture: at the left unless told otherwise, as wide as `size`. */
static void put_alongside(const struct tg_page *page, const struct tg_ref *ref)
{
    const struct tg_image image = {.ref = ref, .h = TG_HEIGHT_GROUP, .sizes = SIDE_WIDTH};
    struct tg_buf style;

    tg_buf_init(&style, TG_BUF_MAX);
    if (tg_text_is_set(ref->side))
        put_css(&style, "float", ref->side);
    else
        TG_HTML_LIT(&style, "float:left;float:inline-start;");
    put_css(&style, "width", tg_text_is_set(ref->size) ? ref->size : "250px");
    tg_page_figure(page, &image, tg_buf_str(&style), ref->text);
    TG_HTML_LIT(page->out, "\n");
    page->out->failed |= style.failed;
    tg_buf_release(&style);
}

static void put_paragraph(const struct tg_page *page, const struct tg_section *section)
{
    open_section(page, section, "paragraph");
    tg_page_element(page, "h2", section->title);
    if (!tg_text_is_set(section->title))
        TG_HTML_LIT(page->out, "<hr>\n");
    TG_HTML_LIT(page->out, "<div>");
    if (section->rows_len)
        put_alongside(page, only_ref(section));
    put_raw(page, section->text);
    TG_HTML_LIT(page->out, "</div>\n");
    close_section(page);
}

/* To be scrolled sideways, with the keyboard too. */
static void put_panorama(const struct tg_page *page, const struct tg_section *section)
{
    const struct tg_ref *ref = only_ref(section);
    const struct tg_image image = {.ref = ref, .h = TG_HEIGHT_PANORAMA, .sizes = "200vw"};

    open_section(page, section, "panorama");
    if (tg_ref_good(ref)) {
        tg_page_word(page, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
                     TG_WORD_PANORAMA, "\">");
        tg_page_image(page, &image);
        TG_HTML_LIT(page->out, "</div>\n");
    } else {
        tg_page_image(page, &image);
    }
    close_section(page);
}

/* A whole address as it is; else a name at `host`, without the @ that people write before it. */
static void put_account(const struct tg_page *page, const char *host, const char *account,
                        const char *label)
{
    struct tg_buf *out = page->out;

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

void tg_page_accounts(const struct tg_page *page, const struct tg_section *section)
{
    struct tg_buf *out = page->out;

    if (!tg_text_is_set(section->twitter) && !tg_text_is_set(section->facebook) &&
        !tg_text_is_set(section->website))
        return;
    TG_HTML_LIT(out, "<ul>\n");
    put_account(page, "https://twitter.com/", section->twitter, "Twitter");
    put_account(page, "https://www.facebook.com/", section->facebook, "Facebook");
    put_account(page, "https://", section->website, tg_word(page->words, TG_WORD_WEBSITE));
    TG_HTML_LIT(out, "</ul>\n");
}

void tg_page_author_text(const struct tg_page *page, const struct tg_section *section)
{
    if (!page->site->look.story || !tg_text_is_set(section->text)) {
        tg_page_element(page, "p", section->text);
        return;
    }
    TG_HTML_LIT(page->out, "<p>");
    put_raw(page, section->text);
    TG_HTML_LIT(page->out, "</p>\n");
}

static void put_author(const struct tg_page *page, const struct tg_section *section)
{
    const struct tg_ref *ref = only_ref(section);
    struct tg_image image = {
        .ref = ref, .w = TG_SIDE_AUTHOR, .h = TG_SIDE_AUTHOR, .sizes = "200px", .decorative = true};
    struct tg_buf style;

    tg_buf_init(&style, TG_BUF_MAX);
    tg_page_focus(&style, ref, round_shapes);
    image.style = tg_buf_str(&style);
    open_section(page, section, "author");
    tg_page_image(page, &image);
    page->out->failed |= style.failed;
    tg_buf_release(&style);
    tg_page_element(page, "h2", section->name);
    tg_page_author_text(page, section);
    tg_page_accounts(page, section);
    close_section(page);
}

static void put_body(const struct tg_page *page, const struct tg_section *section)
{
    open_section(page, section, section->type == TG_SECTION_HTML ? "html" : "text");
    TG_HTML_LIT(page->out, "<div>");
    put_raw(page, section->text);
    TG_HTML_LIT(page->out, "</div>\n");
    close_section(page);
}

static void put_quote(const struct tg_page *page, const struct tg_section *section)
{
    open_section(page, section, "quote");
    TG_HTML_LIT(page->out, "<blockquote>");
    put_raw(page, section->text);
    TG_HTML_LIT(page->out, "</blockquote>\n");
    close_section(page);
}

static void put_iframe(const struct tg_page *page, const struct tg_section *section)
{
    open_section(page, section, "frame");
    put_raw(page, section->name);
    TG_HTML_LIT(page->out, "\n");
    close_section(page);
}

static void put_audio(const struct tg_page *page, const struct tg_section *section)
{
    const struct tg_ref *ref = only_ref(section);

    open_section(page, section, "audio");
    TG_HTML_LIT(page->out, "<figure>");
    tg_page_audio(page, ref);
    tg_photo_caption(page->out, NULL,
                     tg_text_is_set(section->title) ? section->title : tg_path_base(ref->name),
                     NULL);
    TG_HTML_LIT(page->out, "</figure>\n");
    close_section(page);
}

static void (*const put[TG_SECTION_TYPES])(const struct tg_page *, const struct tg_section *) = {
    [TG_SECTION_FULL_PICTURE] = put_full,    [TG_SECTION_BORDERED_PICTURE] = put_bordered,
    [TG_SECTION_PICTURES_GROUP] = put_group, [TG_SECTION_PARAGRAPH] = put_paragraph,
    [TG_SECTION_PANORAMA] = put_panorama,    [TG_SECTION_AUTHOR] = put_author,
    [TG_SECTION_AUDIO] = put_audio,          [TG_SECTION_TEXT] = put_body,
    [TG_SECTION_QUOTE] = put_quote,          [TG_SECTION_HTML] = put_body,
    [TG_SECTION_IFRAME] = put_iframe,
};

/* Their style is that of stories, also on the page of an album. */
void tg_page_sections(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    bool inside = node->sections_len && !page->site->look.story && page->number == 1;

    if (inside)
        TG_HTML_LIT(page->out, "<div class=\"story\">\n");
    for (size_t i = 0; i < node->sections_len; i++)
        if (node->sections[i].page <= page->number && node->sections[i].last_page >= page->number)
            put[node->sections[i].type](page, &node->sections[i]);
    if (inside)
        TG_HTML_LIT(page->out, "</div>\n");
}
