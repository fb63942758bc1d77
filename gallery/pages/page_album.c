/* page_album.c - the pictures of a page: tiles of sub-albums, then justified rows.
 *
 * Rows are made by the style sheet: each item tells it the picture's ratio in --r and gets a share of
 * its row's width in that proportion, so that all of a row are equally high. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/model.h"
#include "gallery/pages/page.h"
#include "gallery/pages/photo_html.h"
#include "gallery/source/album_file.h"

enum {
    MILLI = 1000,          /* ratios are in thousandths: floating point prints by locale */
    NARROWEST = 500,       /* ratios beyond these are cropped on the page, since a panorama ... */
    WIDEST = 3000,         /* ... would be a stripe, and leave gaps in the rows around it */
    COVER_RATIO = 1500,    /* 3:2, also of a placeholder for a picture of unknown size */
    EAGER_ROW = 6 * MILLI, /* sum of the ratios of a first row on a wide screen */
    EAGER_TILES = 4,       /* tiles of a first row */
    FALLBACK_WIDTH = 960   /* of what can be one size only */
};

/* How wide pictures come out, as browsers must know before they have read the style sheet: a picture
 * of ratio 1 takes about this share of a phone's window, of a larger one, and these pixels where --row
 * of style.css stops growing.  Rows end up a quarter higher than --row on average.  Nothing is wider
 * than the page between its margins.  Tiles come one or two in a row, then in columns. */
enum {
    PHONE_PERCENT = 65,
    WINDOW_PERCENT = 34,
    WIDE_PX = 480,
    WIDEST_PERCENT = 22, /* where everything has grown */
    FULL_PERCENT = 94,
    TILE_PX = 420
};

/* Rows are higher by this factor in albums of tall pictures and lower in those of wide ones, so that a picture
 * has about the same area in each: else twice as many portraits as landscapes are asked for before anybody scrolls. */
enum { LOWEST = 750, HIGHEST = 1500, USUAL_RATIO = 1500 };

enum loading { FIRST, EAGER, LAZY };

static uint64_t ratio_of(const struct tg_photo *photo)
{
    if (photo->width == 0 || photo->height == 0)
        return COVER_RATIO;
    return ((uint64_t)photo->width * MILLI + photo->height / 2) / photo->height;
}

/* The ratio of a photo's place in its row. */
static uint64_t place_of(const struct tg_photo *photo)
{
    uint64_t ratio = ratio_of(photo);

    if (ratio > WIDEST)
        return WIDEST;
    return ratio < NARROWEST ? NARROWEST : ratio;
}

/* In thousandths: the square root of how much wider than the album's pictures usual ones are. */
uint64_t tg_page_row_height(const struct tg_album *album)
{
    uint64_t sum = 0, height = LOWEST;

    for (size_t i = 0; i < album->photos_len; i++)
        sum += place_of(album->photos[i]);
    if (sum == 0)
        return MILLI;
    while (height < HIGHEST &&
           height * height * sum < (uint64_t)MILLI * MILLI * USUAL_RATIO * album->photos_len)
        height++;
    return height;
}

static void put_milli(struct tg_buf *out, uint64_t n)
{
    tg_buf_printf(out, "%" PRIu64 ".%03" PRIu64, n / MILLI, n % MILLI);
}

/* The folder of a photo seen from the folder of an album at or above it, with a slash behind it, or
 * nothing. */
static void put_folder(struct tg_buf *out, const struct tg_album *from,
                       const struct tg_photo *photo)
{
    size_t skip = strlen(from->dir);

    if (strcmp(from->dir, photo->dir) == 0)
        return;
    tg_html_url_path(out, photo->dir + skip + (skip > 0));
    TG_HTML_LIT(out, "/");
}

static void put_url(struct tg_buf *out, const struct tg_album *from, const struct tg_photo *photo,
                    const struct tg_rendition *rendition)
{
    put_folder(out, from, photo);
    tg_html_url_path(out, rendition->name);
}

/* What browsers choose from; an original is for those who follow the link. */
static size_t shown_len(const struct tg_photo *photo)
{
    size_t len = photo->renditions_len;

    return len > 1 && photo->renditions[len - 1].original ? len - 1 : len;
}

const struct tg_rendition *tg_page_fallback(const struct tg_photo *photo)
{
    size_t i = 1;

    while (i < shown_len(photo) && photo->renditions[i].width <= FALLBACK_WIDTH)
        i++;
    return &photo->renditions[i - 1];
}

static void put_srcset(const struct tg_page *page, const struct tg_photo *photo, bool webp)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, " srcset=\"");
    for (size_t i = 0; i < shown_len(photo); i++) {
        const struct tg_rendition *r = &photo->renditions[i];

        if (i)
            TG_HTML_LIT(out, ", ");
        put_folder(out, page->album, photo);
        tg_html_url_path(out, webp ? r->webp : r->name);
        TG_HTML_LIT(out, " ");
        tg_html_uint(out, r->width);
        TG_HTML_LIT(out, "w");
    }
    TG_HTML_LIT(out, "\"");
}

/* How wide the picture comes out, as an attribute. */
typedef void (*put_sizes_fn)(const struct tg_page *page, const struct tg_photo *photo);

/* `alt` is what is in it, escaped. */
static void put_img(const struct tg_page *page, const struct tg_photo *photo,
                    put_sizes_fn put_sizes, const char *alt, enum loading loading)
{
    const struct tg_rendition *largest = &photo->renditions[shown_len(photo) - 1];
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<img src=\"");
    put_url(out, page->album, photo, tg_page_fallback(photo));
    TG_HTML_LIT(out, "\"");
    put_srcset(page, photo, false);
    put_sizes(page, photo);
    TG_HTML_LIT(out, " width=\"");
    tg_html_uint(out, largest->width);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, largest->height);
    TG_HTML_LIT(out, "\"");
    tg_photo_style(out, photo, NULL);
    TG_HTML_LIT(out, " alt=\"");
    tg_buf_puts(out, alt);
    TG_HTML_LIT(out, "\"");
    if (loading == FIRST)
        TG_HTML_LIT(out, " fetchpriority=\"high\"");
    if (loading == LAZY)
        TG_HTML_LIT(out, " loading=\"lazy\" decoding=\"async\"");
    TG_HTML_LIT(out, ">");
}

static void put_picture(const struct tg_page *page, const struct tg_photo *photo,
                        put_sizes_fn put_sizes, const char *alt, enum loading loading)
{
    bool webp = photo->renditions[0].webp;

    if (webp) {
        TG_HTML_LIT(page->out, "<picture><source type=\"image/webp\"");
        put_srcset(page, photo, true);
        put_sizes(page, photo);
        TG_HTML_LIT(page->out, ">");
    }
    put_img(page, photo, put_sizes, alt, loading);
    if (webp)
        TG_HTML_LIT(page->out, "</picture>");
}

/* How wide the whole picture is when a place `n` wide, of ratio `place`, shows a part of it. */
static uint64_t uncropped(uint64_t n, const struct tg_photo *photo, uint64_t place)
{
    uint64_t ratio = ratio_of(photo);

    return ratio > place ? n * ratio / place : n;
}

/* `n` for a ratio of 1 where rows are as high as usual, for this photo. */
static uint64_t wide(const struct tg_page *page, const struct tg_photo *photo, unsigned n)
{
    uint64_t unit = (uint64_t)MILLI * MILLI;

    return (place_of(photo) * page->row_height * n + unit - 1) / unit;
}

static void put_percent(const struct tg_page *page, const struct tg_photo *photo, unsigned percent)
{
    uint64_t share = wide(page, photo, percent);
    struct tg_buf *out = page->out;

    tg_html_uint(out, uncropped(share < FULL_PERCENT ? share : FULL_PERCENT, photo, WIDEST));
    TG_HTML_LIT(out, "vw");
}

static void put_sizes(const struct tg_page *page, const struct tg_photo *photo)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, " sizes=\"(max-width: 480px) ");
    put_percent(page, photo, PHONE_PERCENT);
    TG_HTML_LIT(out, ", (max-width: 1396px) ");
    put_percent(page, photo, WINDOW_PERCENT);
    TG_HTML_LIT(out, ", max(");
    tg_html_uint(out, uncropped(wide(page, photo, WIDE_PX), photo, WIDEST));
    TG_HTML_LIT(out, "px, ");
    put_percent(page, photo, WIDEST_PERCENT);
    TG_HTML_LIT(out, ")\"");
}

static void put_photo(const struct tg_page *page, const struct tg_photo *photo,
                      enum loading loading)
{
    const struct tg_rendition *largest = &photo->renditions[photo->renditions_len - 1];
    struct tg_buf *out = page->out, href, alt;

    tg_buf_init(&href, TG_BUF_MAX);
    put_url(&href, page->album, photo, largest);
    TG_HTML_LIT(out, "<li style=\"--r:");
    put_milli(out, place_of(photo));
    TG_HTML_LIT(out, "\"><figure");
    tg_photo_id(out, photo->path, 0);
    TG_HTML_LIT(out, "><a href=\"");
    tg_buf_puts(out, tg_buf_str(&href));
    TG_HTML_LIT(out, "\">");
    tg_buf_init(&alt, TG_BUF_MAX);
    tg_photo_alt(&alt, photo, photo->path, photo->caption);
    put_picture(page, photo, put_sizes, tg_buf_str(&alt), loading);
    TG_HTML_LIT(out, "</a>");
    tg_photo_details(out, &page->site->look, photo, tg_buf_str(&href));
    tg_photo_caption(out, photo, photo->caption);
    TG_HTML_LIT(out, "</figure></li>\n");
    out->failed |= href.failed || alt.failed;
    tg_buf_release(&alt);
    tg_buf_release(&href);
}

/* A film plays in its place; the viewer is for pictures.  Its poster waits as pictures do, in browsers that know how. */
static void put_film(const struct tg_page *page, const struct tg_photo *photo, enum loading loading)
{
    const struct tg_medium *film = photo->film;
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<li style=\"--r:");
    put_milli(out, place_of(photo));
    TG_HTML_LIT(out, "\"><figure><video src=\"");
    put_folder(out, page->album, photo);
    tg_html_url_path(out, film->name);
    TG_HTML_LIT(out, "\" poster=\"");
    put_url(out, page->album, photo, tg_page_fallback(photo));
    TG_HTML_LIT(out, "\" width=\"");
    tg_html_uint(out, film->width);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, film->height);
    TG_HTML_LIT(out, "\" aria-label=\"");
    tg_photo_alt(out, photo, photo->path, photo->caption);
    TG_HTML_LIT(out, "\" controls preload=\"none\"");
    tg_buf_puts(out, loading == LAZY ? " loading=\"lazy\"></video>" : "></video>");
    tg_photo_caption(out, photo, photo->caption);
    TG_HTML_LIT(out, "</figure></li>\n");
}

/* A photo that could not be made keeps its place, so that its owner finds out which one it is. */
static void put_placeholder(struct tg_buf *out, const struct tg_photo *photo)
{
    TG_HTML_LIT(out, "<li class=\"missing\" style=\"--r:");
    put_milli(out, place_of(photo));
    TG_HTML_LIT(out, "\"><figure><figcaption><b>");
    tg_html_text(out, tg_path_base(photo->path));
    TG_HTML_LIT(out, "</b> This ");
    tg_buf_puts(out, photo->film ? "film" : "picture");
    TG_HTML_LIT(out, " could not be shown</figcaption></figure></li>\n");
}

static void put_photos(const struct tg_page *page)
{
    const struct tg_album *album = page->album;
    uint64_t eager = (uint64_t)EAGER_ROW * MILLI / page->row_height;
    uint64_t before = album->listed_len && page->number == 1 ? eager : 0;
    bool by_day = tg_album_by_day(album);

    TG_HTML_LIT(page->out, "<div style=\"--k:");
    put_milli(page->out, page->row_height);
    TG_HTML_LIT(page->out, "\">\n");
    if (!by_day)
        TG_HTML_LIT(page->out, "<ul class=\"rows\" role=\"list\">\n");
    for (size_t i = page->first; i < page->end; i++) {
        const struct tg_photo *photo = album->photos[i];
        enum loading loading = before == 0 ? FIRST : before < eager ? EAGER : LAZY;

        if (by_day)
            tg_page_day(page, i);
        if (photo->film && tg_photo_good(photo) && !photo->film->failed)
            put_film(page, photo, loading);
        else if (tg_photo_good(photo) && !photo->film)
            put_photo(page, photo, loading);
        else
            put_placeholder(page->out, photo);
        before += place_of(photo);
    }
    TG_HTML_LIT(page->out, "</ul>\n</div>\n");
}

static void put_cover_sizes(const struct tg_page *page, const struct tg_photo *cover)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, " sizes=\"(max-width: 640px) ");
    tg_html_uint(out, uncropped(FULL_PERCENT, cover, COVER_RATIO));
    TG_HTML_LIT(out, "vw, (max-width: 1024px) ");
    tg_html_uint(out, uncropped(FULL_PERCENT / 2, cover, COVER_RATIO));
    TG_HTML_LIT(out, "vw, ");
    tg_html_uint(out, uncropped(TILE_PX, cover, COVER_RATIO));
    TG_HTML_LIT(out, "px\"");
}

static void put_tile(const struct tg_page *page, const struct tg_album *album, enum loading loading)
{
    bool open = tg_album_is_open(album, page->album);
    const struct tg_photo *cover = open ? tg_album_cover(album) : NULL;
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<li><a href=\"");
    tg_html_url_path(out, tg_path_base(album->dir));
    TG_HTML_LIT(out, "/index.html\"><span class=\"cover\">");
    if (cover)
        put_picture(page, cover, put_cover_sizes, "", loading); /* the title is beside it */
    TG_HTML_LIT(out, "</span>\n<h2>");
    tg_html_text(out, album->title);
    TG_HTML_LIT(out, "</h2>\n<p>");
    if (open) {
        const struct tg_summary sum = tg_album_summary(album);

        tg_page_summary(out, album, &sum);
    } else {
        TG_HTML_LIT(out, "Protected");
    }
    if (open && tg_album_description(album)) {
        TG_HTML_LIT(out, "</p>\n<p>");
        tg_html_text(out, tg_album_description(album));
    }
    TG_HTML_LIT(out, "</p></a></li>\n");
}

void tg_page_album(const struct tg_page *page)
{
    const struct tg_album *album = page->album;

    if (album->listed_len && page->number == 1) {
        TG_HTML_LIT(page->out, "<ul class=\"tiles\" role=\"list\">\n");
        for (size_t i = 0; i < album->listed_len; i++)
            put_tile(page, album->albums[i], i == 0 ? FIRST : i < EAGER_TILES ? EAGER : LAZY);
        TG_HTML_LIT(page->out, "</ul>\n");
    }
    if (album->photos_len)
        put_photos(page);
}
