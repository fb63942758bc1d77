/* page_rows.c - the photos of an album in justified rows, by days if they are many; see page.h.
 *
 * Rows are made by the style sheet: each item tells it the picture's ratio in --r and gets a share
 * of its row's width in that proportion, so that all of a row are equally high. */
#include <string.h>

#include "core/base/path.h"
#include "gallery/pages/page_picture.h"

enum {
    MILLI = 1000,         /* ratios are in thousandths: floating point prints by locale */
    NARROWEST = 500,      /* ratios beyond these are cropped on the page, since a panorama ... */
    WIDEST = 3000,        /* ... would be a stripe, and leave gaps in the rows around it */
    EAGER_ROW = 6 * MILLI /* sum of the ratios of a first row on a wide screen */
};

/* How wide pictures come out, as browsers must know before they have read the style sheet: a
 * picture of ratio 1 takes about this share of a phone's window, of a larger one, and these pixels
 * where --row of style.css stops growing.  Rows end up a quarter higher than --row on average.
 * Nothing is wider than the page between its margins. */
enum {
    PHONE_PERCENT = 65,
    WINDOW_PERCENT = 34,
    WIDE_PX = 480,
    WIDEST_PERCENT = 22, /* where everything has grown */
    FULL_PERCENT = 94
};

/* Rows are higher by this factor in albums of tall pictures and lower in those of wide ones, so
 * that a picture has about the same area in each: else twice as many portraits as landscapes are
 * asked for before anybody scrolls. */
enum { LOWEST = 750, HIGHEST = 1500, USUAL_RATIO = 1500 };

/* The ratio of a photo's box in its row. */
static uint64_t box_of(const struct tg_ref *ref)
{
    uint64_t ratio = tg_ref_ratio(ref);

    if (ratio > WIDEST)
        return WIDEST;
    return ratio < NARROWEST ? NARROWEST : ratio;
}

/* In thousandths: the square root of how much wider than the album's pictures usual ones are. */
uint64_t tg_page_row_height(const struct tg_node *node)
{
    uint64_t sum = 0, height = LOWEST;

    for (size_t i = 0; i < node->rows_len; i++) {
        const struct tg_ref ref = tg_ref_of(node->photos[i]);

        sum += box_of(&ref);
    }
    if (sum == 0)
        return MILLI;
    while (height < HIGHEST &&
           height * height * sum < (uint64_t)MILLI * MILLI * USUAL_RATIO * node->rows_len)
        height++;
    return height;
}

size_t tg_page_capacity(const struct tg_node *node)
{
    return !node->unpaged && node->rows_len > TG_MANY_PICTURES ? TG_PAGE_PICTURES : node->rows_len;
}

/* Whether the photos are divided by days: they are in the order of their dates, and many, or their
 * owner says so. */
static bool is_by_day(const struct tg_node *node)
{
    return node->rows_len && !node->undivided && node->sort == TG_SORT_DATE &&
           (node->by_day || node->rows_len > TG_MANY_PICTURES);
}

static const char *day_of(const struct tg_photo *photo)
{
    struct tg_date unused;

    return tg_day_of(photo->date, &unused) ? photo->date : "";
}

/* Before the page's `i`th photo: the heading of its day and the beginning of a list, if it is the
 * first of that day or of the page. */
static void put_day(const struct tg_page *page, size_t i)
{
    struct tg_photo *const *photos = page->node->photos;
    struct tg_buf *out = page->out;
    const char *day = day_of(photos[i]);

    if (i > page->first && strncmp(day, day_of(photos[i - 1]), TG_DAY_CHARS) == 0)
        return;
    if (i > page->first)
        TG_HTML_LIT(out, "</ul>\n");
    TG_HTML_LIT(out, "<h2 class=\"day\">");
    if (*day)
        tg_html_days(out, day, day);
    else
        TG_HTML_LIT(out, "Undated");
    TG_HTML_LIT(out, "</h2>\n<ul class=\"rows\" role=\"list\">\n");
}

/* `n` for a ratio of 1 where rows are as high as usual, for this photo, at most `most`; more where
 * its box crops it. */
static void put_width(const struct tg_page *page, struct tg_buf *out, const struct tg_ref *ref,
                      unsigned n, unsigned most)
{
    uint64_t unit = (uint64_t)MILLI * MILLI, ratio = tg_ref_ratio(ref);
    uint64_t wide = (box_of(ref) * page->row_height * n + unit - 1) / unit;

    wide = wide < most ? wide : most;
    tg_html_uint(out, ratio > WIDEST ? wide * ratio / WIDEST : wide);
}

static void put_sizes(const struct tg_page *page, struct tg_buf *out, const struct tg_ref *ref)
{
    TG_HTML_LIT(out, "(max-width: 480px) ");
    put_width(page, out, ref, PHONE_PERCENT, FULL_PERCENT);
    TG_HTML_LIT(out, "vw, (max-width: 1396px) ");
    put_width(page, out, ref, WINDOW_PERCENT, FULL_PERCENT);
    TG_HTML_LIT(out, "vw, max(");
    put_width(page, out, ref, WIDE_PX, UINT32_MAX);
    TG_HTML_LIT(out, "px, ");
    put_width(page, out, ref, WIDEST_PERCENT, FULL_PERCENT);
    TG_HTML_LIT(out, "vw)");
}

static void put_photo(const struct tg_page *page, const struct tg_ref *ref, enum tg_loading loading)
{
    struct tg_buf sizes;
    struct tg_image image = {.ref = ref, .loading = loading};

    tg_buf_init(&sizes, TG_BUF_MAX);
    put_sizes(page, &sizes, ref);
    image.sizes = tg_buf_str(&sizes);
    tg_page_figure(page, &image, "", ref->text);
    page->out->failed |= sizes.failed;
    tg_buf_release(&sizes);
}

/* A photo that could not be made keeps its position, so that its owner finds out which one it
 * is. */
static void put_placeholder(struct tg_buf *out, const struct tg_ref *ref)
{
    TG_HTML_LIT(out, "<figure><figcaption><b>");
    tg_html_text(out, tg_path_base(ref->name));
    TG_HTML_LIT(out, "</b> This ");
    tg_buf_puts(out, ref->medium ? "video" : "picture");
    TG_HTML_LIT(out, " could not be shown</figcaption></figure>");
}

static void put_item(const struct tg_page *page, const struct tg_ref *ref, enum tg_loading loading)
{
    bool good = tg_ref_good(ref);
    struct tg_buf *out = page->out;

    tg_buf_puts(out, good ? "<li style=\"--r:" : "<li class=\"missing\" style=\"--r:");
    tg_html_milli(out, box_of(ref));
    TG_HTML_LIT(out, "\">");
    if (good)
        put_photo(page, ref, loading);
    else
        put_placeholder(out, ref);
    TG_HTML_LIT(out, "</li>\n");
}

void tg_page_rows(const struct tg_page *page)
{
    const struct tg_node *node = page->node;
    uint64_t eager = (uint64_t)EAGER_ROW * MILLI / page->row_height;
    uint64_t before = tg_node_listed(node) && page->number == 1 ? eager : 0;
    bool by_day = is_by_day(node);

    if (node->rows_len == 0)
        return;
    TG_HTML_LIT(page->out, "<div style=\"--k:");
    tg_html_milli(page->out, page->row_height);
    TG_HTML_LIT(page->out, "\">\n");
    if (!by_day)
        TG_HTML_LIT(page->out, "<ul class=\"rows\" role=\"list\">\n");
    for (size_t i = page->first; i < page->end; i++) {
        const struct tg_ref ref = tg_ref_of(node->photos[i]);

        if (by_day)
            put_day(page, i);
        put_item(page, &ref,
                 before == 0      ? TG_LOAD_FIRST
                 : before < eager ? TG_LOAD_EAGER
                                  : TG_LOAD_LAZY);
        before += box_of(&ref);
    }
    TG_HTML_LIT(page->out, "</ul>\n</div>\n");
}
