/* page_meta.c - see page.h. */
#include "core/base/path.h"
#include "gallery/model/model.h"
#include "gallery/model/text.h"
#include "gallery/pages/html.h"
#include "gallery/pages/page.h"
#include "gallery/source/album_file.h"

static bool is_hidden(const struct tg_album *album)
{
    for (; album; album = album->parent)
        if (album->file && album->file->hidden)
            return true;
    return false;
}

static void put_picture_address(const struct tg_page *page, const struct tg_photo *photo)
{
    tg_html_address(page->out, page->site->url, photo->dir);
    tg_html_url_path(page->out, tg_page_fallback(photo)->name);
}

static void put_open_graph(const struct tg_page *page)
{
    const struct tg_album *album = page->album;
    const struct tg_photo *cover = tg_album_cover(album);
    struct tg_buf *out = page->out;

    tg_html_property(out, "og:title", album->title);
    tg_html_property(out, "og:site_name", page->site->root->title);
    tg_html_property(out, "og:description", tg_album_description(album));
    tg_html_property(out, "og:type", "website");
    TG_HTML_LIT(out, "<meta property=\"og:url\" content=\"");
    tg_html_address(page->out, page->site->url, album->dir);
    TG_HTML_LIT(out, "\">\n");
    if (!cover)
        return;
    TG_HTML_LIT(out, "<meta property=\"og:image\" content=\"");
    put_picture_address(page, cover);
    TG_HTML_LIT(out, "\">\n<meta name=\"twitter:card\" content=\"summary_large_image\">\n");
}

/* The album and its pictures, as schema.org knows them.  Addresses have no sign that JSON minds. */
static void put_json_ld(const struct tg_page *page)
{
    const struct tg_album *album = page->album;
    struct tg_buf *out = page->out;
    bool first = true;

    TG_HTML_LIT(out,
                "<script type=\"application/ld+json\">\n{\"@context\": \"https://schema.org\", "
                "\"@type\": \"ImageGallery\", \"name\": ");
    tg_html_json(out, album->title);
    if (tg_text_is_set(tg_album_description(album))) {
        TG_HTML_LIT(out, ", \"description\": ");
        tg_html_json(out, tg_album_description(album));
    }
    if (page->summary.first)
        tg_buf_printf(out, ", \"dateCreated\": \"%.*s\"", TG_DAY_CHARS, page->summary.first);
    TG_HTML_LIT(out, ", \"image\": [");
    for (size_t i = page->first; i < page->end; i++) {
        const struct tg_photo *photo = album->photos[i];

        if (!tg_photo_good(photo) || photo->film)
            continue;
        tg_buf_puts(out, first ? "\n" : ",\n");
        TG_HTML_LIT(out, "{\"@type\": \"ImageObject\", \"contentUrl\": \"");
        put_picture_address(page, photo);
        TG_HTML_LIT(out, "\"");
        if (photo->caption) {
            TG_HTML_LIT(out, ", \"caption\": ");
            tg_html_json(out, photo->caption);
        }
        TG_HTML_LIT(out, "}");
        first = false;
    }
    TG_HTML_LIT(out, "]}\n</script>\n");
}

void tg_page_meta(const struct tg_page *page)
{
    const struct tg_album *album = page->album;
    bool hidden = is_hidden(album);

    if (hidden)
        TG_HTML_LIT(page->out, "<meta name=\"robots\" content=\"noindex\">\n");
    if (!page->site->url || album->lock)
        return;
    TG_HTML_LIT(page->out, "<link rel=\"canonical\" href=\"");
    tg_html_address(page->out, page->site->url, album->dir);
    if (page->number > 1)
        tg_buf_printf(page->out, "page-%zu.html", page->number);
    TG_HTML_LIT(page->out, "\">\n");
    put_open_graph(page);
    if (!hidden && album->photos_len)
        put_json_ld(page);
}

static void put_place(const struct tg_page *page, const struct tg_album *album)
{
    if (album->lock)
        return;
    TG_HTML_LIT(page->out, "<url><loc>");
    tg_html_address(page->out, page->site->url, album->dir);
    TG_HTML_LIT(page->out, "</loc></url>\n");
    for (size_t i = 0; i < album->listed_len; i++)
        put_place(page, album->albums[i]);
}

void tg_page_sitemap(const struct tg_page *page)
{
    TG_HTML_LIT(page->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    put_place(page, page->site->root);
    TG_HTML_LIT(page->out, "</urlset>\n");
}
