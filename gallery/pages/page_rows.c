/* page_rows.c - the photos of an album in justified rows, by days if they are many; see page.h.
 *
 * Rows are broken here (justify.h), once for each of some classes of widths, and made by the style
 * sheet: each item tells it the picture's ratio in --r, and in --a to --e that of its row in each
 * class.  In between, rows grow with the width. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/pages/justify.h"
#include "gallery/pages/page_picture.h"

enum {
    MILLI = TG_RATIO_ONE,  /* floating point prints by locale */
    NARROWEST = 500,       /* ratios beyond these are cropped on the page: a tower ... */
    WIDEST = 8000,         /* ... and a stripe show nothing */
    TALLEST = 800,         /* pixels: no row is higher */
    ALONE_PERCENT = 80,    /* of the window's height: the only picture of an album */
    EAGER_ROW = 6 * MILLI, /* sum of the ratios of a first row on a wide screen */
    CLASSES = 5
};

/* From each of these widths of the list on, in pixels, style.css takes the next class: phones,
 * tablets, laptops, and screens from two sizes.  In each of them a row as high as wanted is `row`
 * times as wide as high: 130 pixels high on a phone, 245 in a window of 1280.
 *
 * Browsers choose files before they know the list's width: it is `list` thousandths of the
 * window's up to `window` pixels.  A gap is `gap` thousandths of the list's. */
static const struct {
    uint32_t row, window, list, gap;
} classes[CLASSES] = {
    {2700, 565, 918, 17}, /* to 520 */
    {3700, 935, 920, 10}, /* to 860 */
    {4800, 1359, 920, 9}, /* to 1250 */
    {6200, 2032, 930, 8}, /* to 1900 */
    {8500, 0, 945, 5},
};

/* A page's rows in each class. */
struct grid {
    struct tg_place *places[CLASSES]; /* of each photo from the page's first */
    uint32_t most[CLASSES];           /* pictures in a row */
    bool failed;                      /* not enough memory */
};

/* Rows are higher by this factor in albums of tall pictures and lower in those of wide ones, so
 * that a picture has about the same area in each: else twice as many portraits as landscapes are
 * asked for before anybody scrolls. */
enum { LOWEST = 850, HIGHEST = 1300, USUAL_RATIO = 1500 };

/* The same by what the owner wants: enum tg_row_size. */
static const uint32_t percent_of_size[] = {100, 100, 77, 133};

/* The ratio of a photo's box in its row. */
static uint32_t box_of(const struct tg_ref *ref)
{
    uint64_t ratio = tg_ref_ratio(ref);

    if (ratio > WIDEST)
        return WIDEST;
    return ratio < NARROWEST ? NARROWEST : (uint32_t)ratio;
}

/* How many of them a picture is wide; 0 if nobody knows. */
static uint32_t pixels_of(const struct tg_ref *ref)
{
    const struct tg_photo *photo = ref->photo;

    if (!photo || ref->medium)
        return 0;
    return tg_ref_turned(ref) ? photo->height : photo->width;
}

/* In thousandths: the square root of how much wider than the album's pictures usual ones are, and
 * what the owner wants. */
uint64_t tg_page_row_height(const struct tg_node *node, enum tg_row_size size)
{
    uint64_t sum = 0, height = LOWEST;

    for (size_t i = 0; i < node->rows_len; i++) {
        const struct tg_ref ref = tg_node_ref(node, i);

        sum += box_of(&ref);
    }
    while (sum && height < HIGHEST &&
           height * height * sum < (uint64_t)MILLI * MILLI * USUAL_RATIO * node->rows_len)
        height++;
    return (sum ? height : MILLI) * percent_of_size[size] / 100;
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

/* Whether the page's `i`th photo, or what follows its last, begins a list. */
static bool begins_list(const struct tg_page *page, size_t i)
{
    struct tg_photo *const *photos = page->node->photos;

    if (i == page->first || i == page->end)
        return true;
    return is_by_day(page->node) &&
           strncmp(day_of(photos[i]), day_of(photos[i - 1]), TG_DAY_CHARS) != 0;
}

static size_t end_of_list(const struct tg_page *page, size_t i)
{
    while (!begins_list(page, ++i))
        ;
    return i;
}

static void set_class(const struct tg_page *page, const uint32_t *ratios, struct grid *grid,
                      size_t k)
{
    size_t len = page->end - page->first, next;
    uint32_t wanted = (uint32_t)(classes[k].row * (uint64_t)MILLI / page->row_height);
    struct tg_place *places = grid->places[k] = calloc(len, sizeof(*places));

    grid->failed |= !places;
    for (size_t i = 0; i < len && !grid->failed; i = next) {
        next = end_of_list(page, page->first + i) - page->first;
        grid->failed |= tg_justify(ratios + i, next - i, wanted, classes[k].gap, places + i) == 0;
    }
    for (size_t i = 0; i < len && !grid->failed; i++)
        if (places[i].len > grid->most[k])
            grid->most[k] = places[i].len;
}

static void set_grid(const struct tg_page *page, struct grid *grid)
{
    size_t len = page->end - page->first;
    uint32_t *ratios = calloc(len, sizeof(*ratios));

    grid->failed = !ratios;
    for (size_t i = 0; i < len && ratios; i++) {
        const struct tg_ref ref = tg_node_ref(page->node, page->first + i);

        ratios[i] = box_of(&ref);
    }
    for (size_t k = 0; k < CLASSES && !grid->failed; k++)
        set_class(page, ratios, grid, k);
    free(ratios);
}

/* Whether the album has only this photo. */
static bool is_alone(const struct tg_page *page)
{
    return page->node->rows_len == 1;
}

/* The list that begins with the page's `i`th photo; `sa` to `se`: its last row is a short one. */
static void begin_list(const struct tg_page *page, const struct grid *grid, size_t i)
{
    struct tg_buf *out = page->out;
    size_t last = end_of_list(page, i) - 1 - page->first;

    TG_HTML_LIT(out, "<ul class=\"rows");
    if (is_alone(page))
        TG_HTML_LIT(out, " alone");
    for (size_t k = 0; k < CLASSES && !is_alone(page); k++)
        if (grid->places[k][last].is_short)
            tg_buf_printf(out, " s%c", 'a' + (int)k);
    TG_HTML_LIT(out, "\" role=\"list\">\n");
}

static void put_day(const struct tg_page *page, size_t i)
{
    const char *day = day_of(page->node->photos[i]);

    TG_HTML_LIT(page->out, "<h2 class=\"day\">");
    if (*day)
        tg_html_days(page->out, page->words, day, day);
    else
        tg_page_word(page, "", TG_WORD_UNDATED, "");
    TG_HTML_LIT(page->out, "</h2>\n");
}

/* The width of a photo in thousandths of the window's; more where its box crops it. */
static uint64_t width_of(const struct tg_ref *ref, const struct tg_place *place, size_t k)
{
    uint64_t ratio = tg_ref_ratio(ref), box = box_of(ref);
    uint64_t gaps = (uint64_t)classes[k].gap * (place->len - 1);
    uint64_t pictures = gaps < MILLI ? MILLI - gaps : 0;

    return classes[k].list * pictures * (ratio > box ? ratio : box) / place->row / MILLI;
}

static void put_sizes(const struct grid *grid, struct tg_buf *out, const struct tg_ref *ref,
                      size_t at)
{
    for (size_t k = 0; k < CLASSES; k++) {
        uint64_t width = width_of(ref, &grid->places[k][at], k);

        if (classes[k].window) {
            TG_HTML_LIT(out, "(max-width: ");
            tg_html_uint(out, classes[k].window);
            TG_HTML_LIT(out, "px) ");
        }
        tg_html_uint(out, width / 10);
        if (width < 200) {
            TG_HTML_LIT(out, ".");
            tg_html_uint(out, width % 10);
        }
        tg_buf_puts(out, classes[k].window ? "vw, " : "vw");
    }
}

static void put_sizes_alone(struct tg_buf *out, const struct tg_ref *ref)
{
    tg_buf_printf(out, "min(92vw,%" PRIu64 "vh", ALONE_PERCENT * tg_ref_ratio(ref) / MILLI);
    if (pixels_of(ref))
        tg_buf_printf(out, ",%" PRIu32 "px", pixels_of(ref));
    TG_HTML_LIT(out, ")");
}

static void put_photo(const struct tg_page *page, const struct grid *grid, size_t at,
                      const struct tg_ref *ref, enum tg_loading loading)
{
    struct tg_buf sizes;
    struct tg_image image = {.ref = ref, .loading = loading};

    tg_buf_init(&sizes, TG_BUF_MAX);
    if (is_alone(page))
        put_sizes_alone(&sizes, ref);
    else
        put_sizes(grid, &sizes, ref, at);
    image.sizes = tg_buf_str(&sizes);
    tg_page_figure(page, &image, "", ref->text);
    page->out->failed |= sizes.failed;
    tg_buf_release(&sizes);
}

/* A photo that could not be made keeps its position, so that its owner finds out which one it
 * is. */
static void put_placeholder(const struct tg_page *page, const struct tg_ref *ref)
{
    TG_HTML_LIT(page->out, "<figure><figcaption><b>");
    tg_html_text(page->out, tg_path_base(ref->name));
    tg_page_word(page, "</b> ", ref->medium ? TG_WORD_NO_VIDEO : TG_WORD_NO_PICTURE,
                 "</figcaption></figure>");
}

/* Whether the row of the page's photo `at` leaves so much, since it has fewer gaps than the
 * fullest, that the first photo of the next row would fit in, were gaps twice as wide as usual. */
static bool is_loose(const struct tg_page *page, const struct grid *grid, size_t k, size_t at)
{
    const struct tg_place *places = grid->places[k];
    uint64_t gap = 2 * classes[k].gap, slack = gap * (grid->most[k] - places[at].len);
    uint64_t gaps = gap * (grid->most[k] - 1), room = gaps < MILLI ? MILLI - gaps : 0;
    struct tg_ref ref;

    while (!places[at++].last)
        ;
    if (begins_list(page, page->first + at))
        return false;
    ref = tg_node_ref(page->node, page->first + at);
    return slack >= gap + room * box_of(&ref) / places[at].row;
}

/* ";--a:123" of a class. */
static void put_variable(struct tg_buf *out, const char *name, size_t k, uint64_t n)
{
    tg_buf_puts(out, name);
    tg_buf_putc(out, (char)('a' + (int)k));
    tg_buf_putc(out, ':');
    tg_html_uint(out, n);
}

/* What the style sheet must know of a photo: --p are the pixels of a small one. */
static void put_measures(const struct tg_page *page, const struct grid *grid, size_t at,
                         const struct tg_ref *ref)
{
    struct tg_buf *out = page->out;
    uint32_t pixels = pixels_of(ref);

    TG_HTML_LIT(out, "style=\"--r:");
    tg_html_milli(out, box_of(ref));
    for (size_t k = 0; k < CLASSES && !is_alone(page); k++) {
        const struct tg_place *place = &grid->places[k][at];

        /* in hundredths, and not less than it is: what is left of the row is shared out */
        put_variable(out, ";--", k, (place->row + 9) / 10);
        if (is_loose(page, grid, k, at))
            put_variable(out, ";--g", k, place->len - 1);
    }
    if (tg_ref_good(ref) && pixels && (pixels < box_of(ref) * TALLEST / MILLI || is_alone(page)))
        tg_buf_printf(out, ";--p:%" PRIu32 "px", pixels);
    TG_HTML_LIT(out, "\">");
}

static void put_item(const struct tg_page *page, const struct grid *grid, size_t at,
                     const struct tg_ref *ref, enum tg_loading loading)
{
    bool good = tg_ref_good(ref);
    struct tg_buf *out = page->out;

    tg_buf_puts(out, good ? "<li " : "<li class=\"missing\" ");
    tg_page_month_id(page, page->first + at);
    put_measures(page, grid, at, ref);
    if (good)
        put_photo(page, grid, at, ref, loading);
    else
        put_placeholder(page, ref);
    TG_HTML_LIT(out, "</li>\n");
}

static void put_lists(const struct tg_page *page, const struct grid *grid)
{
    const struct tg_node *node = page->node;
    uint64_t eager = (uint64_t)EAGER_ROW * MILLI / page->row_height;
    uint64_t before = tg_node_listed(node) && page->number == 1 ? eager : 0;

    for (size_t i = page->first; i < page->end; i++) {
        const struct tg_ref ref = tg_node_ref(node, i);

        if (begins_list(page, i)) {
            if (i > page->first)
                TG_HTML_LIT(page->out, "</ul>\n");
            if (is_by_day(node))
                put_day(page, i);
            begin_list(page, grid, i);
        }
        put_item(page, grid, i - page->first, &ref,
                 before == 0      ? TG_LOAD_FIRST
                 : before < eager ? TG_LOAD_EAGER
                                  : TG_LOAD_LAZY);
        before += box_of(&ref);
    }
}

void tg_page_rows(const struct tg_page *page)
{
    struct grid grid = {0};
    struct tg_buf *out = page->out;

    if (page->node->rows_len == 0)
        return;
    set_grid(page, &grid);
    out->failed |= grid.failed;
    TG_HTML_LIT(out, "<div class=\"grid\" style=\"--k:");
    tg_html_milli(out, page->row_height);
    for (size_t k = 0; k < CLASSES; k++) /* gaps in the fullest row */
        tg_buf_printf(out, ";--g%c:%" PRIu32, 'a' + (int)k, grid.most[k] - 1);
    TG_HTML_LIT(out, "\">\n");
    if (!grid.failed)
        put_lists(page, &grid);
    TG_HTML_LIT(out, "</ul>\n</div>\n");
    for (size_t k = 0; k < CLASSES; k++)
        free(grid.places[k]);
}
