/* markdown.c - md4c's events to HTML; see markdown.h.  md4c has a writer of HTML of its own, but
 * that knows nothing of schemes and passes on what is not UTF-8. */
#include "gallery/source/markdown.h"

#include <stdlib.h>
#include <string.h>

#include <md4c.h>

#include "gallery/model/html.h"
#include "gallery/settings/address.h"

struct writer {
    struct tg_markdown *m;
    bool want_title;
    bool in_title; /* inside the heading that becomes the title */
    bool in_link;
    size_t images; /* open ones: what is in them is text */
};

/* A part of md4c's text; lines stay lines. */
static void put_text(struct writer *w, const char *text, size_t len)
{
    char *copy = strndup(text, len), *line = copy;
    struct tg_buf *out = &w->m->html;

    if (!copy)
        out->failed = true;
    while (line) {
        char *end = strchr(line, '\n');

        if (end)
            *end = '\0';
        tg_html_text(out, line);
        if (end)
            TG_HTML_LIT(out, "\n");
        line = end ? end + 1 : NULL;
    }
    free(copy);
}

/* The address as it was meant: &amp; is the one entity that belongs there. */
static void get_address(struct tg_buf *address, const MD_ATTRIBUTE *href)
{
    for (size_t i = 0; href->size && href->substr_offsets[i] < href->size; i++) {
        size_t at = href->substr_offsets[i], len = href->substr_offsets[i + 1] - at;
        const char *part = href->text + at;

        if (href->substr_types[i] == MD_TEXT_ENTITY && len == 5 && memcmp(part, "&amp;", 5) == 0)
            tg_buf_putc(address, '&');
        else
            tg_buf_put(address, part, len);
    }
}

static void put_address(struct tg_buf *out, const char *address)
{
    for (const char *p = address; *p;) {
        size_t len = strcspn(p, " ");
        char *part = strndup(p, len);

        if (!part)
            out->failed = true;
        tg_html_attr(out, part ? part : "");
        free(part);
        p += len;
        if (*p == ' ') {
            TG_HTML_LIT(out, "%20");
            p++;
        }
    }
}

static void begin_link(struct writer *w, const MD_SPAN_A_DETAIL *detail)
{
    struct tg_buf *out = &w->m->html, address;

    tg_buf_init(&address, TG_MARKDOWN_MAX);
    get_address(&address, &detail->href);
    w->in_link = !address.failed && strlen(tg_buf_str(&address)) == address.len &&
                 tg_address_is_harmless(tg_buf_str(&address));
    out->failed = out->failed || address.failed;
    if (w->in_link) {
        TG_HTML_LIT(out, "<a href=\"");
        put_address(out, tg_buf_str(&address));
        TG_HTML_LIT(out, "\">");
    }
    w->m->refused += !w->in_link;
    tg_buf_release(&address);
}

/* NULL: tags are more than a name, or there are none. */
static const char *name_of_block(MD_BLOCKTYPE type)
{
    return type == MD_BLOCK_QUOTE ? "blockquote"
           : type == MD_BLOCK_UL  ? "ul"
           : type == MD_BLOCK_OL  ? "ol"
           : type == MD_BLOCK_LI  ? "li"
           : type == MD_BLOCK_P   ? "p"
                                  : NULL;
}

/* The page has its <h1>. */
static unsigned level_of(const MD_BLOCK_H_DETAIL *detail)
{
    return detail->level > 1 ? detail->level : 2;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct writer *w = ctx;
    struct tg_buf *out = &w->m->html;
    const char *name = name_of_block(type);

    if (type == MD_BLOCK_H) {
        w->in_title = w->want_title && ((MD_BLOCK_H_DETAIL *)detail)->level == 1 && out->len == 0;
        w->want_title = false;
        if (!w->in_title)
            tg_buf_printf(out, "<h%u>", level_of(detail));
    } else if (type == MD_BLOCK_OL && ((MD_BLOCK_OL_DETAIL *)detail)->start != 1) {
        tg_buf_printf(out, "<ol start=\"%u\">\n", ((MD_BLOCK_OL_DETAIL *)detail)->start);
    } else if (type == MD_BLOCK_HR) {
        TG_HTML_LIT(out, "<hr>\n");
    } else if (type == MD_BLOCK_CODE) {
        TG_HTML_LIT(out, "<pre><code>");
    } else if (name) {
        tg_buf_printf(out, "<%s>", name);
    }
    return out->failed;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct writer *w = ctx;
    struct tg_buf *out = &w->m->html;
    const char *name = name_of_block(type);

    if (type == MD_BLOCK_H && !w->in_title)
        tg_buf_printf(out, "</h%u>\n", level_of(detail));
    else if (type == MD_BLOCK_CODE)
        TG_HTML_LIT(out, "</code></pre>\n");
    else if (name)
        tg_buf_printf(out, "</%s>\n", name);
    w->in_title = w->in_title && type != MD_BLOCK_H;
    return out->failed;
}

static const char *name_of_span(MD_SPANTYPE type)
{
    return type == MD_SPAN_EM       ? "em"
           : type == MD_SPAN_STRONG ? "strong"
           : type == MD_SPAN_CODE   ? "code"
                                    : NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct writer *w = ctx;
    const char *name = name_of_span(type);

    if (!w->images && !w->in_title && type == MD_SPAN_A)
        begin_link(w, detail);
    else if (!w->images && !w->in_title && name)
        tg_buf_printf(&w->m->html, "<%s>", name);
    w->images += type == MD_SPAN_IMG;
    return w->m->html.failed;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct writer *w = ctx;
    const char *name = name_of_span(type);

    (void)detail;
    w->images -= type == MD_SPAN_IMG;
    if (w->images || w->in_title)
        return 0;
    if (type == MD_SPAN_A && w->in_link) {
        TG_HTML_LIT(&w->m->html, "</a>");
        w->in_link = false;
    } else if (name) {
        tg_buf_printf(&w->m->html, "</%s>", name);
    }
    return w->m->html.failed;
}

static int text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE len, void *ctx)
{
    struct writer *w = ctx;
    struct tg_buf *out = w->in_title ? &w->m->title : &w->m->html;

    if (type == MD_TEXT_NULLCHAR)
        TG_HTML_LIT(out, "\xEF\xBF\xBD");
    else if (type == MD_TEXT_BR && !w->in_title)
        TG_HTML_LIT(out, "<br>\n");
    else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        TG_HTML_LIT(out, "\n");
    else if (w->in_title || type == MD_TEXT_ENTITY)
        tg_buf_put(out, data, len); /* an entity is ASCII between & and ; */
    else
        put_text(w, data, len);
    return out->failed;
}

bool tg_markdown_init(struct tg_markdown *m, const char *data, size_t len, bool want_title)
{
    /* md4c looks behind the end of a last line without its line feed; what it finds there is
     * ours. */
    static const char end[16] = "\n";
    struct writer w = {.m = m, .want_title = want_title};
    const MD_PARSER parser = {.flags = MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = text};

    struct tg_buf source;
    bool ok;

    *m = (struct tg_markdown){.refused = 0};
    tg_buf_init(&m->html, TG_MARKDOWN_MAX);
    tg_buf_init(&m->title, TG_MARKDOWN_MAX);
    tg_buf_init(&source, TG_MARKDOWN_MAX);
    tg_buf_put(&source, data, len);
    tg_buf_put(&source, end, sizeof(end));
    ok = !source.failed &&
         md_parse(source.data, (MD_SIZE)(source.len - sizeof(end) + 1), &parser, &w) == 0;
    tg_buf_release(&source);
    return ok && !m->html.failed && !m->title.failed;
}

void tg_markdown_release(struct tg_markdown *m)
{
    tg_buf_release(&m->html);
    tg_buf_release(&m->title);
}

const char *tg_markdown_html(const struct tg_reader *reader, const char *data, size_t len,
                             const char **title, size_t *html_len)
{
    const char *html = NULL;
    struct tg_markdown m;
    bool good;

    if (*html_len > TG_MARKDOWN_MAX) /* which was reported */
        return NULL;
    good = tg_markdown_init(&m, data, len, title != NULL);
    if (good && title && *title && m.title.len && strcmp(tg_buf_str(&m.title), *title) != 0) {
        tg_markdown_release(&m);
        good = tg_markdown_init(&m, data, len, false);
    }
    if (good)
        *html_len += m.html.len;
    else
        *html_len = SIZE_MAX;
    if (*html_len > TG_MARKDOWN_MAX) {
        tg_settings_problem(reader, TG_ERROR, NULL, "its text becomes too long a page");
    } else {
        if (m.html.len)
            html = tg_arena_copy(reader->arena, m.html.data, m.html.len);
        if (title && !*title && m.title.len)
            *title = tg_arena_copy(reader->arena, m.title.data, m.title.len);
        reader->report->nomem |= (m.html.len && !html) || (title && m.title.len && !*title);
    }
    if (m.refused)
        tg_settings_problem(reader, TG_WARNING, NULL,
                            "%zu of its links skipped: they may lead to " TG_ADDRESS_SCHEMES
                            " and files of the gallery",
                            m.refused);
    tg_markdown_release(&m);
    return html;
}
