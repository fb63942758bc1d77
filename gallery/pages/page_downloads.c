/* page_downloads.c - the link to the ZIP file of a node, and what is said where visitors select
 * pictures; see page.h. */
#include <inttypes.h>
#include <string.h>

#include "gallery/model/download.h"
#include "gallery/pages/page.h"

#define NBSP "\xC2\xA0"

/* "850 kB", "1.2 MB", "34 MB". */
static void put_bytes(const struct tg_page *page, uint64_t bytes)
{
    const char *unit = tg_word(page->words, TG_WORD_BYTES);
    struct tg_buf *out = page->out;
    uint64_t one = 1000, tenths;
    bool small = true;

    for (; bytes >= 1000 * one - one / 2 && strchr(unit, ' '); small = false) {
        one *= 1000;
        unit = strchr(unit, ' ') + 1;
    }
    tenths = (bytes + one / 20) / (one / 10);
    if (tenths < 100 && !small)
        tg_buf_printf(out, "%" PRIu64 "%s%" PRIu64, tenths / 10,
                      tg_word(page->words, TG_WORD_DECIMAL), tenths % 10);
    else
        tg_html_uint(out, (bytes + one / 2) / one);
    TG_HTML_LIT(out, NBSP);
    tg_buf_put(out, unit, strcspn(unit, " "));
}

void tg_page_archive(const struct tg_page *page)
{
    const struct tg_archive *archive = page->node->archive;
    struct tg_buf *out = page->out;

    if (!archive || !archive->there || page->number > 1)
        return;
    TG_HTML_LIT(out, "<p class=\"archive\"><a download=\"");
    tg_html_attr(out, archive->title);
    TG_HTML_LIT(out, "\" href=\"");
    tg_buf_puts(out, tg_page_is_own(page) ? "" : "../");
    tg_html_url_path(out, archive->name);
    tg_page_word(page, "\">", TG_WORD_DOWNLOAD_ALL, "</a>");
    if (archive->pictures) {
        TG_HTML_LIT(out, " · ");
        tg_word_numbers(out, page->words, TG_WORD_PICTURES, archive->pictures, 0);
    }
    if (archive->videos) {
        TG_HTML_LIT(out, " · ");
        tg_word_numbers(out, page->words, TG_WORD_VIDEOS, archive->videos, 0);
    }
    TG_HTML_LIT(out, " · ZIP, ");
    put_bytes(page, archive->bytes);
    TG_HTML_LIT(out, "</p>\n");
}

void tg_page_proof_words(const struct tg_page *page)
{
    static const struct {
        const char *name;
        enum tg_word word;
    } rows[] = {{"section", TG_WORD_SELECTION},   {"pick", TG_WORD_SELECT},
                {"mark", TG_WORD_SELECT_PICTURE}, {"none", TG_WORD_SELECT_HOW},
                {"picked", TG_WORD_SELECTED},     {"unpicked", TG_WORD_NOT_SELECTED},
                {"some", TG_WORD_SELECTED_OF},    {"copy", TG_WORD_COPY_LIST},
                {"save", TG_WORD_SAVE_LIST},      {"link", TG_WORD_COPY_LINK},
                {"clear", TG_WORD_CLEAR},         {"undo", TG_WORD_UNDO},
                {"listed", TG_WORD_LIST_COPIED},  {"linked", TG_WORD_COPIED},
                {"taken", TG_WORD_FROM_LINK},     {"failed", TG_WORD_COPY_THIS}};

    TG_HTML_LIT(page->out, "<script type=\"application/json\" id=\"proof-words\">{");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        tg_buf_printf(page->out, "%s\"%s\":\"%s\"", i ? "," : "", rows[i].name,
                      tg_word(page->words, rows[i].word));
    TG_HTML_LIT(page->out, "}</script>\n");
}
