/* page_ways.c - ways in which the first page of a site begins: a lead of one picture or of a few,
 * or tiles by years; see page_ways.h. */
#include "gallery/pages/page_ways.h"

#include <stdlib.h>

#include "core/base/path.h"
#include "gallery/model/dates.h"
#include "gallery/model/focus.h"
#include "gallery/model/text.h"

enum {
    PIECES = 5, /* of a mosaic; of fewer albums three, and of fewer yet one picture */
    FEW_PIECES = 3,
    DOZEN = 12 /* of an album's pictures, among which its piece is */
};

/* What the lead and its pieces are like in windows from phones to wide, low ones. */
static const struct tg_shapes lead_shapes = {1200, 3200}, piece_shapes = {900, 2400};

bool tg_page_has_way(const struct tg_page *page)
{
    return page->site->look.front != TG_FRONT_TILES && !page->node->parent && !page->basic &&
           page->number == 1;
}

void tg_page_focus(struct tg_buf *style, const struct tg_ref *ref, struct tg_shapes shapes)
{
    struct tg_focus focus;

    if (!ref->photo || !tg_photo_good(ref->photo))
        return;
    focus = tg_focus_of(ref, shapes);
    if (focus.x != 50 || focus.y != 50)
        tg_buf_printf(style, "object-position:%u%% %u%%", (unsigned)focus.x, (unsigned)focus.y);
}

/* ---- Lead ------------------------------------------------------------------------------------ */

/* A picture of the lead and what it leads to; NULL: nothing. */
struct piece {
    struct tg_ref ref;
    const struct tg_node *album;
};

static bool is_shown(const struct tg_node *node, const struct tg_node *from)
{
    return !node->hidden && tg_node_is_open(node, from);
}

/* Of an album: not its cover, which is on its tile, if there is another landscape. */
static struct tg_ref other_than_cover(const struct tg_node *node)
{
    struct tg_ref cover = tg_node_cover(node);

    for (size_t i = 0; i < node->photos_len && i < DOZEN; i++) {
        struct tg_photo *photo = node->photos[i];

        if (photo != cover.photo && tg_photo_good(photo) && photo->width > photo->height)
            return tg_ref_of(photo);
    }
    return cover;
}

/* A picture of each of the first albums. */
static size_t find_pieces(const struct tg_page *page, struct piece pieces[PIECES])
{
    const struct tg_node *node = page->node;
    size_t len = 0;

    for (size_t i = 0; i < node->children_len && len < PIECES; i++) {
        const struct tg_node *child = node->children[i];
        struct piece piece = {.album = child};

        if (!is_shown(child, node))
            continue;
        piece.ref = other_than_cover(child);
        if (piece.ref.photo && tg_photo_good(piece.ref.photo))
            pieces[len++] = piece;
    }
    return len;
}

/* A story, else the owner's cover, else that of the first album, else a photo of the page. */
static struct piece find_one(const struct tg_page *page, const struct piece *pieces, size_t len)
{
    const struct tg_node *story = tg_site_lead(page->site, page->node);

    if (story)
        return (struct piece){.ref = tg_node_cover(story), .album = story};
    if (len && !page->node->cover.photo)
        return pieces[0];
    return (struct piece){.ref = tg_node_cover(page->node)};
}

static void put_piece(const struct tg_page *page, const struct piece *piece,
                      struct tg_shapes shapes, const char *sizes, bool first)
{
    struct tg_buf *out = page->out, style;
    struct tg_image image = {.ref = &piece->ref,
                             .h = TG_HEIGHT_FULL,
                             .sizes = sizes,
                             .loading = first ? TG_LOAD_FIRST : TG_LOAD_EAGER,
                             .decorative = piece->album || piece->ref.medium};

    tg_buf_init(&style, TG_BUF_MAX);
    tg_page_focus(&style, &piece->ref, shapes);
    image.style = tg_buf_str(&style);
    if (piece->album) {
        TG_HTML_LIT(out, "<a href=\"");
        tg_html_url_path(out, tg_path_base(piece->album->dir));
        TG_HTML_LIT(out, "/index.html\"");
        if (!page->site->look.story) {
            TG_HTML_LIT(out, " aria-label=\"");
            tg_html_attr(out, piece->album->title);
            TG_HTML_LIT(out, "\"");
        }
        TG_HTML_LIT(out, ">");
    }
    tg_page_image(page, &image);
    if (piece->album && page->site->look.story)
        tg_page_tile_words(page, piece->album);
    tg_buf_puts(out, piece->album ? "</a>" : "");
    out->failed |= style.failed;
    tg_buf_release(&style);
}

void tg_page_lead(const struct tg_page *page)
{
    struct piece pieces[PIECES], one;
    size_t len;

    if (!tg_page_has_way(page) || page->site->look.front != TG_FRONT_LEAD)
        return;
    len = page->site->look.story ? 0 : find_pieces(page, pieces);
    one = find_one(page, pieces, len);
    if (page->node->cover.photo || len < FEW_PIECES) {
        if (!one.ref.photo)
            return;
        TG_HTML_LIT(page->out, "<div class=\"lead\">");
        put_piece(page, &one, lead_shapes, "max(100vw, 105vh)", true);
        TG_HTML_LIT(page->out, "</div>\n");
        return;
    }
    len = len < PIECES ? FEW_PIECES : PIECES;
    tg_buf_printf(page->out, "<div class=\"lead mosaic of-%zu\">", len);
    for (size_t i = 0; i < len; i++)
        put_piece(page, &pieces[i], piece_shapes,
                  i == 0 ? "(max-width: 640px) 100vw, 60vw" : "(max-width: 640px) 60vw, 36vw",
                  i == 0);
    TG_HTML_LIT(page->out, "</div>\n");
}

/* ---- Timeline -------------------------------------------------------------------------------- */

/* The year that the tile of a node tells; 0: it tells none. */
static unsigned year_of(const struct tg_page *page, const struct tg_node *node)
{
    struct tg_summary sum;
    struct tg_date date;

    if (!tg_node_is_open(node, page->node))
        return 0;
    if (page->site->look.story)
        return node->date.year;
    sum = tg_summary_of(node);
    return *sum.last && tg_date_of(sum.last, &date) ? date.year : 0;
}

/* What has no year is last. */
static int newest_first(const void *a, const void *b)
{
    const struct tg_dated *x = a, *y = b;

    if (x->year != y->year)
        return x->year < y->year ? 1 : -1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static int oldest_first(const void *a, const void *b)
{
    const struct tg_dated *x = a, *y = b;

    if (x->year && y->year && x->year != y->year)
        return x->year < y->year ? -1 : 1;
    return newest_first(a, b);
}

/* As the page's own order is: of stories it shows. */
static bool is_oldest_first(const struct tg_page *page, const struct tg_dated *list, size_t len)
{
    const struct tg_node *node = page->node;
    unsigned first = 0, last = 0;

    for (size_t i = 0; i < len; i++) {
        first = first ? first : list[i].year;
        last = list[i].year ? list[i].year : last;
    }
    return page->site->look.story ? first < last
                                  : node->albums_reverse && node->albums_sort != TG_ALBUMS_NAME;
}

struct tg_dated *tg_page_years(const struct tg_page *page, size_t *len)
{
    const struct tg_node *node = page->node;
    struct tg_dated *list = calloc(node->children_len + 1, sizeof(*list));

    *len = 0;
    for (size_t i = 0; list && i < node->children_len; i++) {
        struct tg_dated *d = &list[*len];

        if (node->children[i]->hidden)
            continue;
        *d = (struct tg_dated){node->children[i], year_of(page, node->children[i]), i};
        ++*len;
    }
    if (*len)
        qsort(list, *len, sizeof(*list),
              is_oldest_first(page, list, *len) ? oldest_first : newest_first);
    page->out->failed |= !list;
    return list;
}

static void put_year(const struct tg_page *page, unsigned year)
{
    if (year)
        tg_html_uint(page->out, year);
    else
        tg_buf_puts(page->out, tg_word(page->words, TG_WORD_UNDATED));
}

void tg_page_year_links(const struct tg_page *page, const struct tg_dated *list, size_t len)
{
    struct tg_buf *out = page->out;

    if (len == 0 || list[0].year == list[len - 1].year)
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_YEARS, "\" class=\"years\">\n<ul>\n");
    for (size_t i = 0; i < len; i++) {
        if (i && list[i].year == list[i - 1].year)
            continue;
        tg_buf_printf(out, "<li><a href=\"#y%u\">", list[i].year);
        put_year(page, list[i].year);
        TG_HTML_LIT(out, "</a></li>\n");
    }
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
}

void tg_page_year_heading(const struct tg_page *page, unsigned year)
{
    tg_buf_printf(page->out, "<h2 class=\"year\" id=\"y%u\">", year);
    put_year(page, year);
    TG_HTML_LIT(page->out, "</h2>\n");
}
