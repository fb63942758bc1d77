/* page_search.c - the field in which visitors search, and what its script says; see page.h. */
#include "gallery/pages/page.h"

bool tg_page_has_search(const struct tg_page *page)
{
    return page->assets->search && !page->basic && !page->node->lock;
}

void tg_page_search(const struct tg_page *page)
{
    if (!tg_page_has_search(page))
        return;
    tg_page_asset(page, "<form class=\"search\" role=\"search\" data-style=\"",
                  page->assets->found_style, "\" hidden>\n");
    tg_page_word(page, "<button type=\"button\" aria-label=\"", TG_WORD_SEARCH, "\"></button>\n");
    tg_page_word(page, "<input type=\"search\" aria-label=\"", TG_WORD_SEARCH, "\"");
    tg_page_word(page, " placeholder=\"", TG_WORD_SEARCH,
                 "\" autocomplete=\"off\" autocapitalize=\"none\" enterkeyhint=\"go\" "
                 "spellcheck=\"false\">\n"
                 "</form>\n");
}

void tg_page_search_words(const struct tg_page *page)
{
    static const struct {
        const char *name;
        enum tg_word word;
    } rows[] = {{"found", TG_WORD_FOUND},
                {"none", TG_WORD_NOTHING_FOUND},
                {"more", TG_WORD_MORE_FOUND},
                {"failed", TG_WORD_SEARCH_FAILED},
                {"video", TG_WORD_VIDEO}};
    const struct tg_date_words *dates = page->words->dates;

    if (!tg_page_has_search(page))
        return;
    TG_HTML_LIT(page->out, "<script type=\"application/json\" id=\"search-words\">{");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        tg_buf_printf(page->out, "\"%s\":\"%s\",", rows[i].name,
                      tg_word(page->words, rows[i].word));
    tg_buf_printf(page->out, "\"months\":\"%s%s%s\"}</script>\n", dates->names,
                  dates->alone ? "|" : "", dates->alone ? dates->alone : "");
}
