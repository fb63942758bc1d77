/* page_map.c - the map of an album: dots where its photos and those of the albums below were taken;
 * see page.h.
 *
 * A dot of one photo or one album leads there.  Any other leads to a panel below the map, which is
 * shown while the address names it: neither takes a script. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "gallery/model/text.h"
#include "gallery/pages/chart.h"
#include "gallery/pages/page_picture.h"
#include "gallery/pages/photo_html.h"

enum {
    INSET_BELOW = 12 * TG_SPOT_DEGREE, /* the height of maps that have one */
    INSET_W = TG_CHART_W / 4,
    INSET_H = TG_CHART_H / 4,
    THUMBS = 24,   /* of a panel: further pictures are links with a number */
    TENTHS = 1000, /* tenths of a per cent */
    THUMB_PX = 120 /* how high a thumbnail is, at least */
};

/* A photo that is on the map. */
struct item {
    const struct tg_node *node; /* that shows it */
    struct tg_photo *photo;
    const struct tg_ref *ref; /* in a section; NULL: in a row */
    size_t page;              /* of the node's */
    struct tg_spot spot;
};

struct tg_map {
    struct item *items; /* dot by dot, in the order of pages, the node's own first */
    size_t len;
    struct tg_chart chart;
    struct tg_dot *dots;
    size_t dots_len;
};

/* ---- Collecting ------------------------------------------------------------------------------ */

static bool is_located(const struct tg_photo *photo)
{
    return photo && photo->metadata.located && tg_photo_good(photo);
}

static bool is_below(const struct tg_node *child, const struct tg_node *node)
{
    return !child->hidden && tg_node_is_open(child, node);
}

/* Calls `add` with each photo of the node's own that a map may show; stops once it says false. */
static bool each_own(const struct tg_node *node, bool (*add)(void *ctx, const struct item *item),
                     void *ctx)
{
    size_t capacity = tg_page_capacity(node);
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;

    if (!tg_node_is_mapped(node))
        return true;
    while ((ref = tg_node_next_ref(node, &iter))) {
        const struct tg_section *section = &node->sections[iter.section];
        const struct item item = {node, ref->photo, ref, section->rows[iter.row].page, {0, 0}};

        if (tg_page_is_linked(section, ref) && !ref->medium && is_located(ref->photo) &&
            !add(ctx, &item))
            return false;
    }
    for (size_t i = 0; i < node->rows_len; i++) {
        const struct item item = {node, node->photos[i], NULL, i / capacity + 1, {0, 0}};

        if (is_located(item.photo) && !add(ctx, &item))
            return false;
    }
    return true;
}

/* The same with those below that a page of `from` may show. */
static bool each_item(const struct tg_node *node, const struct tg_node *from,
                      bool (*add)(void *ctx, const struct item *item), void *ctx)
{
    if (!each_own(node, add, ctx))
        return false;
    for (size_t i = 0; i < node->children_len; i++)
        if (is_below(node->children[i], from) && !each_item(node->children[i], from, add, ctx))
            return false;
    return true;
}

static bool stop_at(void *ctx, const struct item *item)
{
    (void)ctx;
    (void)item;
    return false;
}

bool tg_page_wants_map(const struct tg_node *node)
{
    return !node->basic && tg_node_is_mapped(node) && !each_item(node, node, stop_at, NULL);
}

static bool add_item(void *ctx, const struct item *item)
{
    struct tg_map *map = ctx;
    struct item *grown = tg_grow(map->items, map->len, sizeof(*grown));

    if (!grown)
        return false;
    map->items = grown;
    grown[map->len] = *item;
    grown[map->len].spot =
        tg_spot_of(item->photo->metadata.latitude_e6, item->photo->metadata.longitude_e6);
    map->len++;
    return true;
}

/* The items of one dot after the other, each in the order that they had. */
static bool sort_items(struct tg_map *map, const uint32_t *dot_of)
{
    struct item *sorted = calloc(map->len, sizeof(*sorted));
    size_t at = 0;

    if (!sorted)
        return false;
    for (size_t i = 0; i < map->dots_len; i++) {
        map->dots[i].first = at;
        at += map->dots[i].count;
        map->dots[i].count = 0;
    }
    for (size_t i = 0; i < map->len; i++) {
        struct tg_dot *dot = &map->dots[dot_of[i]];

        sorted[dot->first + dot->count++] = map->items[i];
    }
    free(map->items);
    map->items = sorted;
    return true;
}

static bool gather(struct tg_map *map)
{
    struct tg_spot *spots = calloc(map->len + 1, sizeof(*spots));
    uint32_t *dot_of = calloc(map->len + 1, sizeof(*dot_of));
    bool good = spots && dot_of;

    for (size_t i = 0; i < map->len && good; i++)
        spots[i] = map->items[i].spot;
    if (good)
        map->chart = tg_chart_of(spots, map->len);
    for (size_t i = 0; i < map->len && good; i++) /* their order is another now */
        spots[i] = map->items[i].spot;
    good = good &&
           tg_chart_gather(&map->chart, spots, map->len, &map->dots, &map->dots_len, dot_of) &&
           sort_items(map, dot_of);
    free(spots);
    free(dot_of);
    return good;
}

struct tg_err *tg_page_map_new(const struct tg_page *page, struct tg_map **map)
{
    struct tg_map *m;

    *map = NULL;
    if (!page->coast || !tg_page_wants_map(page->node))
        return NULL;
    m = calloc(1, sizeof(*m));
    if (!m || !each_item(page->node, page->node, add_item, m) || !gather(m)) {
        tg_page_map_free(m);
        return tg_err_nomem();
    }
    *map = m;
    return NULL;
}

void tg_page_map_free(struct tg_map *map)
{
    if (!map)
        return;
    free(map->items);
    free(map->dots);
    free(map);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* The address of a page of the map's node, or of one below it. */
static void put_page_address(const struct tg_page *page, const struct item *item)
{
    char *name = tg_page_name(item->page);

    if (item->node != page->node) {
        size_t above = strlen(page->node->dir);

        tg_html_url_path(page->out, item->node->dir + above + (above > 0));
        TG_HTML_LIT(page->out, "/index.html");
    } else if (item->page != page->number) {
        tg_buf_puts(page->out, name ? name : "");
    }
    page->out->failed |= !name;
    free(name);
}

static void put_address(const struct tg_page *page, const struct item *item)
{
    const struct tg_ref own = item->ref ? *item->ref : tg_ref_of(item->photo);

    put_page_address(page, item);
    if (item->node != page->node)
        return;
    TG_HTML_LIT(page->out, "#");
    tg_page_figure_id(page, item->ref ? item->ref : &own);
}

static void put_alt(const struct tg_page *page, const struct item *item)
{
    tg_photo_alt(page->out, item->photo, item->ref ? item->ref->name : item->photo->path,
                 item->ref ? item->ref->text : item->photo->caption);
}

/* "12 pictures", with the days on which they were taken. */
static void put_count(const struct tg_page *page, const struct item *items, size_t len,
                      const char *between)
{
    struct tg_buf *out = page->out;
    const char *first = "", *last = "";
    struct tg_date unused;

    tg_word_numbers(out, page->words, TG_WORD_PICTURES, len, 0);
    for (size_t i = 0; i < len; i++) {
        const char *date = items[i].photo->date;

        if (!tg_date_of(date, &unused))
            continue;
        if (!*first || strcmp(date, first) < 0)
            first = date;
        if (strcmp(date, last) > 0)
            last = date;
    }
    if (*first) {
        tg_buf_puts(out, between);
        tg_html_days(out, page->words, first, last);
    }
}

/* How many of them are of the same node as the first. */
static size_t of_one_node(const struct item *items, size_t len)
{
    size_t n = 1;

    while (n < len && items[n].node == items[0].node)
        n++;
    return n;
}

static bool leads_to_album(const struct tg_page *page, const struct item *items, size_t len)
{
    return items->node != page->node && of_one_node(items, len) == len;
}

static void put_percent(struct tg_buf *out, const char *before, int64_t n, int64_t of)
{
    n = n * TENTHS * 10 / of;
    n = n < 0 ? 0 : n;
    tg_buf_printf(out, "%s%" PRId64 ".%02" PRId64 "%%", before, n / 100, n % 100);
}

static void put_dot(const struct tg_page *page, size_t i)
{
    const struct tg_dot *dot = &page->map->dots[i];
    const struct item *items = page->map->items + dot->first;
    const char *comma = tg_word(page->words, TG_WORD_COMMA);
    struct tg_buf *out = page->out;

    put_percent(out, "<li style=\"--x:", dot->x, TG_CHART_W);
    put_percent(out, ";--y:", dot->y, TG_CHART_H);
    TG_HTML_LIT(out, "\"><a href=\"");
    if (dot->count == 1 || leads_to_album(page, items, dot->count))
        put_address(page, items);
    else
        tg_buf_printf(out, "#map:%zu", i + 1);
    TG_HTML_LIT(out, "\" aria-label=\"");
    if (items->node != page->node && leads_to_album(page, items, dot->count)) {
        tg_html_attr(out, items->node->title);
        tg_page_word(page, "", TG_WORD_COMMA, "");
        put_count(page, items, dot->count, comma);
    } else if (dot->count == 1) {
        put_alt(page, items);
    } else {
        put_count(page, items, dot->count, comma);
    }
    TG_HTML_LIT(out, "\">");
    if (dot->count > 1)
        tg_html_uint(out, dot->count);
    TG_HTML_LIT(out, "</a></li>\n");
}

/* The smallest rendition that is high enough. */
static const struct tg_rendition *thumb_of(const struct tg_ref *ref)
{
    const struct tg_photo *photo = ref->photo;
    const struct tg_rendition *best = NULL;

    for (size_t i = 0; i < photo->renditions_len; i++)
        if (tg_ref_has(ref, &photo->renditions[i])) {
            best = &photo->renditions[i];
            if (best->height >= THUMB_PX)
                break;
        }
    return best;
}

static void put_picture(const struct tg_page *page, const struct item *item, size_t nth)
{
    const struct tg_ref own = tg_ref_of(item->photo);
    const struct tg_ref *ref = item->ref ? item->ref : &own;
    const struct tg_rendition *thumb = thumb_of(ref);
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<li><a href=\"");
    put_address(page, item);
    if (nth > THUMBS || !thumb) {
        TG_HTML_LIT(out, "\">");
        tg_html_uint(out, nth);
        TG_HTML_LIT(out, "</a></li>\n");
        return;
    }
    TG_HTML_LIT(out, "\"><img src=\"");
    tg_page_url(page, ref, thumb, TG_URL_PAGE);
    tg_buf_printf(out, "\" width=\"%" PRIu32 "\" height=\"%" PRIu32 "\"", thumb->width,
                  thumb->height);
    tg_photo_style(out, item->photo, NULL);
    TG_HTML_LIT(out, " alt=\"");
    put_alt(page, item);
    TG_HTML_LIT(out, "\" loading=\"lazy\" decoding=\"async\"></a></li>\n");
}

static void put_album(const struct tg_page *page, const struct item *items, size_t len)
{
    TG_HTML_LIT(page->out, "<li class=\"album\"><a href=\"");
    put_address(page, items);
    TG_HTML_LIT(page->out, "\">");
    tg_html_text(page->out, items->node->title);
    TG_HTML_LIT(page->out, "</a> ");
    put_count(page, items, len, " · ");
    TG_HTML_LIT(page->out, "</li>\n");
}

/* What is behind a dot. */
static void put_panel(const struct tg_page *page, size_t dot)
{
    const struct item *items = page->map->items + page->map->dots[dot].first;
    size_t len = page->map->dots[dot].count, n;
    struct tg_buf *out = page->out;

    if (len == 1 || leads_to_album(page, items, len))
        return;
    tg_buf_printf(out, "<div class=\"place\" id=\"map:%zu\" tabindex=\"-1\">\n<h2>", dot + 1);
    put_count(page, items, len, " · ");
    TG_HTML_LIT(out, "</h2>\n<ul role=\"list\">\n");
    for (size_t i = 0; i < len; i += n) {
        n = 1;
        if (items[i].node == page->node) {
            put_picture(page, &items[i], i + 1);
        } else {
            n = of_one_node(items + i, len - i);
            put_album(page, items + i, n);
        }
    }
    tg_page_word(page, "</ul>\n<p><a href=\"#map\">", TG_WORD_CLOSE, "</a></p>\n</div>\n");
}

/* Whether no dot is in the inset's rectangle, whose left upper corner this is. */
static bool is_free(const struct tg_map *map, int32_t x, int32_t y)
{
    enum { AROUND = 48 };

    for (size_t i = 0; i < map->dots_len; i++)
        if (map->dots[i].x > x - AROUND && map->dots[i].x < x + INSET_W + AROUND &&
            map->dots[i].y > y - AROUND && map->dots[i].y < y + INSET_H + AROUND)
            return false;
    return true;
}

/* Which part of the earth it is, in a corner, where the coast alone would not tell. */
static void put_inset(const struct tg_page *page)
{
    enum { EDGE = 16, RIGHT = TG_CHART_W - INSET_W - EDGE, BOTTOM = TG_CHART_H - INSET_H - EDGE };
    static const int16_t corners[][2] = {{RIGHT, EDGE}, {RIGHT, BOTTOM}, {EDGE, EDGE}};
    const struct tg_map *map = page->map;
    struct tg_buf *out = page->out;
    int32_t x, y;
    const struct tg_chart around = tg_chart_around(&map->chart, &x, &y);
    size_t i = 0;

    while (i < 3 && !is_free(map, corners[i][0], corners[i][1]))
        i++;
    if (i == 3 || map->chart.height > INSET_BELOW)
        return;
    tg_buf_printf(
        out,
        "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">"
        "<rect class=\"sea\" width=\"100%%\" height=\"100%%\"/>\n<path class=\"land\" d=\"",
        corners[i][0], corners[i][1], INSET_W, INSET_H, TG_CHART_W, TG_CHART_H);
    tg_chart_land(&around, page->coast, out);
    tg_buf_printf(out, "\"/>\n<circle cx=\"%" PRId32 "\" cy=\"%" PRId32 "\" r=\"32\"/></svg>\n", x,
                  y);
}

/* Of a round length, at least an eighth of the width; nothing where one length has many scales. */
static void put_scale(const struct tg_page *page)
{
    static const uint32_t factors[] = {2, 5, 10};
    uint32_t wide = tg_chart_km(&page->map->chart), base = 1, km = 1;

    if (page->map->chart.width == TG_SPOT_ROUND)
        return;
    for (size_t i = 0; km * 8 < wide; i++) {
        km = base * factors[i % 3];
        base = i % 3 == 2 ? km : base;
    }
    put_percent(page->out, "<p class=\"scale\"><span style=\"width:", km, wide ? wide : 1);
    tg_buf_printf(page->out, "\">%" PRIu32 " km</span></p>\n", km);
}

void tg_page_way_to_map(const struct tg_page *page)
{
    if (page->map && (tg_node_listed(page->node) || page->node->sections_len))
        tg_page_word(page, "<p class=\"to-map\"><a href=\"#map\">", TG_WORD_MAP, "</a></p>\n");
}

void tg_page_map(const struct tg_page *page)
{
    const struct tg_map *map = page->map;
    struct tg_buf *out = page->out;

    if (!map)
        return;
    tg_page_word(page, "<section class=\"map\" id=\"map\" aria-label=\"", TG_WORD_MAP,
                 "\">\n<div class=\"chart\">\n");
    tg_buf_printf(out,
                  "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">\n<path class=\"land\" d=\"",
                  TG_CHART_W, TG_CHART_H);
    tg_chart_land(&map->chart, page->coast, out);
    TG_HTML_LIT(out, "\"/>\n<path class=\"lines\" d=\"");
    tg_chart_grid(&map->chart, out);
    TG_HTML_LIT(out, "\"/>\n");
    put_inset(page);
    TG_HTML_LIT(out, "</svg>\n");
    put_scale(page);
    TG_HTML_LIT(out, "<ul role=\"list\">\n");
    for (size_t i = 0; i < map->dots_len; i++)
        put_dot(page, i);
    TG_HTML_LIT(out, "</ul>\n</div>\n");
    for (size_t i = 0; i < map->dots_len; i++)
        put_panel(page, i);
    TG_HTML_LIT(out, "</section>\n");
}
