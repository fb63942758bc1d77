/* page_picture.c - see page_picture.h. */
#include "gallery/pages/page_picture.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/download.h"
#include "gallery/model/text.h"
#include "gallery/pages/photo_html.h"

enum {
    MILLI = 1000,
    CHOICES_MAX = 16, /* of a srcset */
};

uint64_t tg_ref_ratio(const struct tg_ref *ref)
{
    uint64_t w = 3, h = 2;

    if (ref->photo && ref->photo->width && ref->photo->height) {
        w = tg_ref_turned(ref) ? ref->photo->height : ref->photo->width;
        h = tg_ref_turned(ref) ? ref->photo->width : ref->photo->height;
    }
    return (w * MILLI + h / 2) / h ? (w * MILLI + h / 2) / h : 1;
}

/* The address of the file `name` in the folder `dir` of OUT. */
static void put_url(const struct tg_page *page, const char *dir, const char *name,
                    enum tg_url_base base)
{
    const char *from = page->dir;
    size_t len = strlen(from);

    if (base == TG_URL_SITE) {
        tg_html_address(page->out, page->site->url, "");
    } else if (strncmp(dir, from, len) == 0 && (len == 0 || !dir[len] || dir[len] == '/')) {
        dir += len + (len > 0 && dir[len] == '/');
    } else {
        tg_page_up(page, NULL);
    }
    if (*dir) {
        tg_html_url_path(page->out, dir);
        TG_HTML_LIT(page->out, "/");
    }
    tg_html_url_path(page->out, name);
}

void tg_page_url(const struct tg_page *page, const struct tg_ref *ref,
                 const struct tg_rendition *rendition, enum tg_url_base base)
{
    put_url(page, ref->photo->dir, rendition->name, base);
}

/* Ascending by width, each width once; without full-size copies and previews, unless nothing else
 * is there. */
static size_t choices(const struct tg_ref *ref, const struct tg_rendition **list)
{
    const struct tg_photo *photo = ref->photo;
    size_t len = 0;

    for (size_t i = 0; i < photo->renditions_len; i++) {
        const struct tg_rendition *r = &photo->renditions[i];
        size_t at = len;

        if (r->percent || r->original || r->req_h == TG_HEIGHT_SMALL || !tg_ref_has(ref, r))
            continue;
        while (at && list[at - 1]->width > r->width)
            at--;
        if ((at && list[at - 1]->width == r->width) || len == CHOICES_MAX)
            continue;
        memmove(list + at + 1, list + at, (len - at) * sizeof(struct tg_rendition *));
        list[at] = r;
        len++;
    }
    return len;
}

const struct tg_rendition *tg_ref_best(const struct tg_ref *ref, uint32_t w, uint32_t h)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    const struct tg_rendition *wanted =
        ref->options ? tg_ref_rendition(ref, w, h) : tg_ref_rendition(ref, TG_ALBUM_WIDTH, 0);
    size_t len = wanted ? 0 : choices(ref, list);

    if (wanted)
        return wanted;
    for (size_t i = 0; i + 1 < len && !ref->options; i++)
        if (list[i]->width >= TG_ALBUM_WIDTH)
            return list[i];
    return len ? list[len - 1] : &ref->photo->renditions[0];
}

/* What a picture leads to. */
static const struct tg_rendition *largest(const struct tg_ref *ref)
{
    return tg_ref_download(ref, TG_DOWNLOAD_SIZE_INHERITED);
}

/* One of the names of a rendition. */
enum format { FORMAT_OWN, FORMAT_WEBP, FORMAT_AVIF };

static const char *name_as(const struct tg_rendition *r, enum format format)
{
    return format == FORMAT_OWN ? r->name : format == FORMAT_WEBP ? r->webp : r->avif;
}

static void put_srcset(const struct tg_page *page, const struct tg_image *image, enum format format)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    size_t len = choices(image->ref, list);
    struct tg_buf *out = page->out;

    if (len == 0)
        return;
    TG_HTML_LIT(out, " srcset=\"");
    for (size_t i = 0; i < len; i++) {
        if (i)
            TG_HTML_LIT(out, ", ");
        put_url(page, image->ref->photo->dir, name_as(list[i], format), TG_URL_PAGE);
        TG_HTML_LIT(out, " ");
        tg_html_uint(out, list[i]->width);
        TG_HTML_LIT(out, "w");
    }
    TG_HTML_LIT(out, "\" sizes=\"");
    tg_buf_puts(out, image->sizes);
    TG_HTML_LIT(out, "\"");
}

/* Whether there is each choice in that format. */
static bool has_all(const struct tg_ref *ref, enum format format)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    size_t len = choices(ref, list);

    for (size_t i = 0; i < len; i++)
        if (!name_as(list[i], format))
            return false;
    return len > 0;
}

/* What stands for a picture that could not be made, or another medium. */
static void put_missing(const struct tg_page *page, const struct tg_ref *ref)
{
    TG_HTML_LIT(page->out, "<p class=\"missing\"><b>");
    tg_html_text(page->out, tg_path_base(ref->name));
    tg_page_word(page, "</b> ", ref->medium ? TG_WORD_NO_FILE : TG_WORD_NO_PICTURE, "</p>");
}

/* Poster and size; the last value waits for its end. */
static void put_poster(const struct tg_page *page, const struct tg_image *image)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "poster=\"");
    tg_page_url(page, image->ref, tg_ref_best(image->ref, image->w, image->h), TG_URL_PAGE);
    TG_HTML_LIT(out, "\" width=\"");
    tg_html_uint(out, image->ref->medium->width);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, image->ref->medium->height);
}

/* One without controls is a moving picture: it plays by itself, again and again, without sound. */
static void put_video(const struct tg_page *page, const struct tg_image *image)
{
    const struct tg_ref *ref = image->ref;
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<video src=\"");
    put_url(page, ref->medium->dir, ref->medium->name, TG_URL_PAGE);
    TG_HTML_LIT(out, "\" ");
    put_poster(page, image);
    if (tg_text_is_set(image->style)) {
        TG_HTML_LIT(out, "\" style=\"");
        tg_html_attr(out, image->style);
    }
    TG_HTML_LIT(out, "\" aria-label=\"");
    tg_photo_alt(out, ref->photo, ref->name, image->alt ? image->alt : ref->text);
    tg_buf_puts(out, image->moving || !ref->media->controls ? "\" autoplay muted loop playsinline"
                                                            : "\" controls preload=\"none\"");
    tg_buf_puts(out, image->loading != TG_LOAD_LAZY ? "></video>" : " loading=\"lazy\"></video>");
}

/* Without an address of its own a <video> shows its poster where the source does not apply. */
static void put_decoration(const struct tg_page *page, const struct tg_image *image)
{
    const struct tg_ref *ref = image->ref;
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<video ");
    put_poster(page, image);
    TG_HTML_LIT(out, "\" aria-hidden=\"true\" autoplay muted loop playsinline><source src=\"");
    put_url(page, ref->medium->dir, ref->medium->name, TG_URL_PAGE);
    TG_HTML_LIT(out, "\" media=\"(prefers-reduced-motion: no-preference)\"></video>");
}

void tg_page_audio(const struct tg_page *page, const struct tg_ref *ref)
{
    if (!tg_ref_good(ref)) {
        put_missing(page, ref);
        return;
    }
    TG_HTML_LIT(page->out, "<audio src=\"");
    put_url(page, ref->medium->dir, ref->medium->name, TG_URL_PAGE);
    TG_HTML_LIT(page->out, "\" controls preload=\"none\"></audio>");
}

static void put_image(const struct tg_page *page, const struct tg_image *image)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    const struct tg_rendition *shown = tg_ref_best(image->ref, image->w, image->h), *sized = shown;
    size_t len = choices(image->ref, list);
    struct tg_buf *out = page->out;

    if (!image->ref->options && len) /* the viewer shows albums' photos at their largest */
        sized = list[len - 1];

    TG_HTML_LIT(out, "<img src=\"");
    tg_page_url(page, image->ref, shown, TG_URL_PAGE);
    TG_HTML_LIT(out, "\"");
    put_srcset(page, image, FORMAT_OWN);
    TG_HTML_LIT(out, " width=\"");
    tg_html_uint(out, sized->width);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, sized->height);
    TG_HTML_LIT(out, "\"");
    tg_photo_style(out, image->ref->photo, image->style);
    TG_HTML_LIT(out, " alt=\"");
    if (!image->decorative)
        tg_photo_alt(out, image->ref->photo, image->ref->name,
                     image->alt ? image->alt : image->ref->text);
    TG_HTML_LIT(out, "\"");
    if (image->loading == TG_LOAD_FIRST)
        TG_HTML_LIT(out, " fetchpriority=\"high\"");
    if (image->loading == TG_LOAD_LAZY)
        TG_HTML_LIT(out, " loading=\"lazy\" decoding=\"async\"");
    TG_HTML_LIT(out, ">");
}

static void put_source(const struct tg_page *page, const struct tg_image *image,
                       const char *attributes, enum format format)
{
    tg_buf_printf(page->out, "<source %s", attributes);
    put_srcset(page, image, format);
    TG_HTML_LIT(page->out, ">");
}

static void put_picture(const struct tg_page *page, const struct tg_image *image)
{
    const struct tg_photo *photo = image->ref->photo;
    bool avif = photo->avif && has_all(image->ref, FORMAT_AVIF);
    bool webp = has_all(image->ref, FORMAT_WEBP);

    if (!avif && !webp) {
        put_image(page, image);
        return;
    }
    TG_HTML_LIT(page->out, "<picture>");
    if (photo->hdr) /* other files have no gain map: they are for SDR screens */
        put_source(page, image, "media=\"(dynamic-range: high)\" type=\"image/jpeg\"", FORMAT_OWN);
    if (avif)
        put_source(page, image, "type=\"image/avif\"", FORMAT_AVIF);
    if (webp)
        put_source(page, image, "type=\"image/webp\"", FORMAT_WEBP);
    put_image(page, image);
    TG_HTML_LIT(page->out, "</picture>");
}

void tg_page_image(const struct tg_page *page, const struct tg_image *image)
{
    const struct tg_ref *ref = image->ref;

    if (image->decorative ? !ref->photo || !tg_photo_good(ref->photo) : !tg_ref_good(ref))
        put_missing(page, ref);
    else if (image->ref->medium && !image->decorative)
        put_video(page, image);
    else if (image->moving && image->ref->medium && !image->ref->medium->failed)
        put_decoration(page, image);
    else
        put_picture(page, image);
}

/* How many pictures before this one have a file of the same name: further figures need ids of their
 * own. */
static size_t namesakes(const struct tg_node *node, const struct tg_ref *ref)
{
    const char *base = tg_path_base(ref->name);
    struct tg_ref_iter iter = {0};
    const struct tg_ref *other;
    size_t n = 0;

    while ((other = tg_node_next_ref(node, &iter)) && other != ref)
        n += strcmp(tg_path_base(other->name), base) == 0;
    return n;
}

void tg_page_figure_id(const struct tg_page *page, const struct tg_ref *ref)
{
    tg_photo_id(page->out, ref->name, ref->home ? ref->nth : namesakes(page->node, ref));
}

/* The width of a full-size copy, if it has a good deal more pixels than what a srcset offers: who
 * looks closer gets it, whatever its format. */
static void put_full_width(const struct tg_page *page, const struct tg_ref *ref)
{
    const struct tg_rendition *list[CHOICES_MAX + 1], *full = largest(ref);
    size_t len = choices(ref, list);

    if (len && 4 * (uint64_t)full->width <= 5 * (uint64_t)list[len - 1]->width)
        return;
    TG_HTML_LIT(page->out, "\" data-w=\"");
    tg_html_uint(page->out, full->width);
}

/* The link's name: more than a picture is behind it. */
static void put_name(const struct tg_page *page, const struct tg_image *image, enum tg_word kind)
{
    struct tg_buf alt;

    tg_buf_init(&alt, TG_BUF_MAX);
    tg_photo_alt(&alt, image->ref->photo, image->ref->name,
                 image->alt ? image->alt : image->ref->text);
    tg_page_word_with(page, "\" aria-label=\"", kind, tg_buf_str(&alt), "");
    page->out->failed |= alt.failed;
    tg_buf_release(&alt);
}

/* A motion photo's video, for the script that plays it, and whether the photo is HDR; the badge is
 * for those who see it. */
static void put_kind(const struct tg_page *page, const struct tg_image *image)
{
    const struct tg_photo *photo = image->ref->photo;
    bool moves = tg_photo_moves(photo);

    if (photo->hdr)
        TG_HTML_LIT(page->out, "\" class=\"hdr");
    if (moves) {
        TG_HTML_LIT(page->out, "\" data-motion=\"");
        put_url(page, photo->motion->dir, photo->motion->name, TG_URL_PAGE);
    }
    if (moves || photo->hdr)
        put_name(page, image,
                 !photo->hdr ? TG_WORD_MOTION_PHOTO
                 : moves     ? TG_WORD_HDR_MOTION_PHOTO
                             : TG_WORD_HDR_PHOTO);
}

/* What is known of it, and the file that visitors may take with them. */
static void put_details(const struct tg_page *page, const struct tg_ref *ref)
{
    const struct tg_node *owner = ref->home ? ref->home->node : page->node;
    bool download = owner->download >= TG_DOWNLOAD_EACH;
    struct tg_page aside = *page;
    struct tg_buf href, tags;

    tg_buf_init(&href, TG_BUF_MAX);
    tg_buf_init(&tags, TG_BUF_MAX);
    aside.out = &tags;
    tg_page_tags(&aside, ref->photo);
    aside.out = &href;
    if (download && ref->medium)
        put_url(&aside, ref->medium->dir, ref->medium->name, TG_URL_PAGE);
    else if (download)
        tg_page_url(&aside, ref, tg_ref_download(ref, owner->download_size), TG_URL_PAGE);
    tg_photo_details(page->out, page->words, &page->site->look, ref->photo, tg_buf_str(&tags),
                     download ? tg_buf_str(&href) : NULL);
    page->out->failed |= href.failed || tags.failed;
    tg_buf_release(&href);
    tg_buf_release(&tags);
}

/* In a virtual album with a link to where the picture is at home. */
static void put_caption(const struct tg_page *page, const struct tg_ref *ref, const char *caption)
{
    struct tg_page aside = *page;
    struct tg_buf home;

    tg_buf_init(&home, TG_BUF_MAX);
    aside.out = &home;
    if (ref->home)
        tg_page_home(&aside, ref);
    tg_photo_caption(page->out, ref->photo, caption, ref->home ? tg_buf_str(&home) : NULL);
    page->out->failed |= home.failed;
    tg_buf_release(&home);
}

static void put_link(const struct tg_page *page, const struct tg_image *image, const char *caption)
{
    const struct tg_ref *ref = image->ref;

    TG_HTML_LIT(page->out, "<a href=\"");
    if (ref->medium)
        put_url(page, ref->medium->dir, ref->medium->name, TG_URL_PAGE);
    else
        tg_page_url(page, ref, largest(ref), TG_URL_PAGE);
    if (ref->medium) {
        TG_HTML_LIT(page->out, "\" class=\"video");
        put_name(page, image, TG_WORD_VIDEO);
    } else {
        put_full_width(page, ref);
        put_kind(page, image);
    }
    TG_HTML_LIT(page->out, "\">");
    put_picture(page, image);
    TG_HTML_LIT(page->out, "</a>");
    put_details(page, ref);
    put_caption(page, ref, caption);
}

/* Videos of projects are players where they stand. */
static bool has_link(const struct tg_ref *ref)
{
    bool player = ref->medium && (ref->options || !ref->media || !ref->media->controls);

    return tg_ref_good(ref) && !player;
}

bool tg_page_is_linked(const struct tg_section *section, const struct tg_ref *ref)
{
    return (section->type == TG_SECTION_BORDERED_PICTURE ||
            section->type == TG_SECTION_PICTURES_GROUP || section->type == TG_SECTION_PARAGRAPH) &&
           has_link(ref);
}

void tg_page_figure(const struct tg_page *page, const struct tg_image *image, const char *style,
                    const char *caption)
{
    const struct tg_ref *ref = image->ref;
    bool linked = has_link(ref);
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<figure");
    if (linked) {
        TG_HTML_LIT(out, " id=\"");
        tg_page_figure_id(page, ref);
        TG_HTML_LIT(out, "\"");
    }
    if (*style)
        tg_buf_printf(out, " style=\"%s\"", style);
    TG_HTML_LIT(out, ">");
    if (linked) {
        put_link(page, image, caption);
    } else {
        tg_page_image(page, image);
        put_caption(page, ref, caption);
    }
    TG_HTML_LIT(out, "</figure>");
}
