/* photo_html.c - see photo_html.h. */
#include "gallery/pages/photo_html.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/dates.h"
#include "gallery/model/text.h"

void tg_photo_id(struct tg_buf *out, const char *path, size_t nth)
{
    tg_html_url_path(out, tg_path_base(path));
    if (nth) {
        TG_HTML_LIT(out, ":"); /* in no encoded name */
        tg_html_uint(out, nth + 1);
    }
}

/* Other formats may be transparent. */
static bool is_jpeg(const struct tg_photo *photo)
{
    const char *ext = tg_rendition_suffix(photo, &photo->renditions[0]);

    return tg_text_casecmp(ext, ".jpg") == 0 || tg_text_casecmp(ext, ".jpeg") == 0;
}

static void put_color(struct tg_buf *out, const char *before, const uint8_t rgb[3])
{
    static const char hex[] = "0123456789abcdef";

    tg_buf_puts(out, before);
    for (int i = 0; i < 3; i++) {
        const char code[2] = {hex[rgb[i] >> 4], hex[rgb[i] & 15]};

        tg_buf_put(out, code, sizeof(code));
    }
}

void tg_photo_style(struct tg_buf *out, const struct tg_photo *photo, const char *style)
{
    bool has_placeholder = photo->placeholder.known && photo->renditions_len && is_jpeg(photo);
    const uint8_t(*c)[3] = photo->placeholder.rgb;

    if (!has_placeholder && !tg_text_is_set(style))
        return;
    TG_HTML_LIT(out, " style=\"");
    tg_html_attr(out, style ? style : "");
    if (has_placeholder && tg_text_is_set(style))
        TG_HTML_LIT(out, ";");
    if (has_placeholder) {
        put_color(out, "--c:#", c[0]);
        put_color(out, ",#", c[1]);
    }
    TG_HTML_LIT(out, "\"");
}

void tg_photo_caption(struct tg_buf *out, const struct tg_photo *photo, const char *given,
                      const char *html)
{
    const char *title = tg_text_is_set(given) || !photo ? given : photo->metadata.title;
    const char *more = tg_text_is_set(given) || !photo ? NULL : photo->metadata.description;

    if (tg_text_is_set(title) && tg_text_is_set(more) && strcmp(title, more) == 0)
        more = NULL; /* many programs write the same into both */
    if (!tg_text_is_set(title) && !tg_text_is_set(more) && !html)
        return;
    if (tg_text_is_set(title) || tg_text_is_set(more))
        TG_HTML_LIT(out, "\n<figcaption>");
    else
        TG_HTML_LIT(out, "\n<figcaption class=\"home\">"); /* which the style sheet may hide */
    if (tg_text_is_set(title) && tg_text_is_set(more))
        TG_HTML_LIT(out, "<b>");
    tg_html_text(out, tg_text_is_set(title) ? title : "");
    if (tg_text_is_set(title) && tg_text_is_set(more))
        TG_HTML_LIT(out, "</b> ");
    tg_html_text(out, more ? more : "");
    if (html && (tg_text_is_set(title) || tg_text_is_set(more)))
        TG_HTML_LIT(out, " ");
    tg_buf_puts(out, html ? html : "");
    TG_HTML_LIT(out, "</figcaption>");
}

void tg_photo_alt(struct tg_buf *out, const struct tg_photo *photo, const char *path,
                  const char *given)
{
    const char *base = tg_path_base(path);
    char *title;

    if (!tg_text_is_set(given) && photo)
        given = tg_text_is_set(photo->metadata.title) ? photo->metadata.title
                                                      : photo->metadata.description;
    if (tg_text_is_set(given)) {
        tg_html_attr(out, given);
        return;
    }
    title = tg_text_title(base, (size_t)(tg_path_ext(base) - base));
    if (title)
        tg_html_attr(out, title);
    else
        out->failed = true;
    free(title);
}

static void put_fact(struct tg_buf *out, const char *name, const char *value)
{
    if (!tg_text_is_set(value))
        return;
    tg_buf_printf(out, "<dt>%s</dt><dd>", name);
    tg_html_text(out, value);
    TG_HTML_LIT(out, "</dd>");
}

/* As it is written in photos, without seconds: the same in every language.  Some have a day
 * alone. */
static void put_date(struct tg_buf *out, const char *name, const char *date)
{
    bool timed = strlen(date) > TG_DAY_CHARS;

    if (*date)
        tg_buf_printf(out, "<dt>%s</dt><dd><time>%.10s%s%.5s</time></dd>", name, date,
                      timed ? " " : "", timed ? date + TG_DAY_CHARS + 1 : "");
}

static void put_degrees(struct tg_buf *out, int32_t e6)
{
    uint32_t n = e6 < 0 ? 0U - (uint32_t)e6 : (uint32_t)e6;

    tg_buf_printf(out, "%s%" PRIu32 ".%06" PRIu32, e6 < 0 ? "-" : "", n / 1000000, n % 1000000);
}

static void put_map_link(struct tg_buf *out, const struct tg_words *words,
                         const struct tg_metadata *metadata)
{
    TG_HTML_LIT(out, "<a rel=\"noreferrer\" href=\"https://www.openstreetmap.org/?mlat=");
    put_degrees(out, metadata->latitude_e6);
    TG_HTML_LIT(out, "&amp;mlon=");
    put_degrees(out, metadata->longitude_e6);
    TG_HTML_LIT(out, "#map=14/");
    put_degrees(out, metadata->latitude_e6);
    TG_HTML_LIT(out, "/");
    put_degrees(out, metadata->longitude_e6);
    tg_buf_printf(out, "\">%s</a>", tg_word(words, TG_WORD_MAP));
}

static void put_metadata(struct tg_buf *out, const struct tg_words *words,
                         const struct tg_photo *photo)
{
    const struct tg_metadata *metadata = &photo->metadata;

    put_fact(out, tg_word(words, TG_WORD_CAMERA), metadata->camera);
    put_fact(out, tg_word(words, TG_WORD_LENS), metadata->lens);
    put_fact(out, tg_word(words, TG_WORD_EXPOSURE), metadata->exposure);
    put_fact(out, tg_word(words, TG_WORD_DYNAMIC_RANGE), photo->hdr ? "HDR" : NULL);
    put_date(out, tg_word(words, TG_WORD_DATE), photo->date);
}

static void put_links(struct tg_buf *out, const struct tg_words *words, const struct tg_look *look,
                      const struct tg_photo *photo, const char *download)
{
    bool map = look->map && photo->metadata.located;

    if (!map && !download)
        return;
    TG_HTML_LIT(out, "<p>");
    if (map)
        put_map_link(out, words, &photo->metadata);
    if (map && download)
        TG_HTML_LIT(out, " ");
    if (download) {
        TG_HTML_LIT(out, "<a download=\"");
        tg_html_attr(out, photo->download_name ? photo->download_name : "");
        TG_HTML_LIT(out, "\" href=\"");
        tg_buf_puts(out, download);
        tg_buf_printf(out, "\">%s</a>", tg_word(words, TG_WORD_DOWNLOAD));
    }
    TG_HTML_LIT(out, "</p>");
}

void tg_photo_details(struct tg_buf *out, const struct tg_words *words, const struct tg_look *look,
                      const struct tg_photo *photo, const char *tags, const char *download)
{
    struct tg_buf facts, links;

    tg_buf_init(&facts, TG_BUF_MAX);
    tg_buf_init(&links, TG_BUF_MAX);
    if (look->exif)
        put_metadata(&facts, words, photo);
    tg_buf_puts(&facts, tags);
    put_links(&links, words, look, photo, download);
    if (facts.len || links.len) {
        tg_buf_printf(out, "\n<details class=\"info\"><summary aria-label=\"%s\">i</summary>",
                      tg_word(words, TG_WORD_INFORMATION));
        if (facts.len)
            TG_HTML_LIT(out, "<dl>");
        tg_buf_puts(out, tg_buf_str(&facts));
        if (facts.len)
            TG_HTML_LIT(out, "</dl>");
        tg_buf_puts(out, tg_buf_str(&links));
        TG_HTML_LIT(out, "</details>");
    }
    out->failed |= facts.failed || links.failed;
    tg_buf_release(&facts);
    tg_buf_release(&links);
}
