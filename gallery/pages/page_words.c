/* page_words.c - words of the page's language on it, and for its scripts; see page.h. */
#include "gallery/pages/page.h"

void tg_page_word(const struct tg_page *page, const char *before, enum tg_word word,
                  const char *after)
{
    tg_buf_puts(page->out, before);
    tg_buf_puts(page->out, tg_word(page->words, word));
    tg_buf_puts(page->out, after);
}

void tg_page_word_with(const struct tg_page *page, const char *before, enum tg_word word,
                       const char *t, const char *after)
{
    tg_buf_puts(page->out, before);
    tg_word_with(page->out, page->words, word, t);
    tg_buf_puts(page->out, after);
}

/* The viewer's keys, and what they do. */
static void put_help(const struct tg_page *page)
{
    static const struct {
        const char *key; /* NULL: a word */
        enum tg_word word, meaning;
    } rows[] = {
        {NULL, TG_WORDS, TG_WORD_HELP_LEAF},      {NULL, TG_WORD_KEY_ENDS, TG_WORD_HELP_ENDS},
        {"+ − 0", TG_WORDS, TG_WORD_HELP_ZOOM},   {NULL, TG_WORD_KEY_SPACE, TG_WORD_HELP_SPACE},
        {"f", TG_WORDS, TG_WORD_FULL_SCREEN},     {"i", TG_WORDS, TG_WORD_INFORMATION},
        {"s", TG_WORDS, TG_WORD_SHARE},           {"d", TG_WORDS, TG_WORD_DOWNLOAD},
        {NULL, TG_WORD_KEY_ESCAPE, TG_WORD_CLOSE}};
    /* The first is the key of the picture before: at the right where lines begin there. */
    const char *arrows = tg_html_is_right_to_left(page->node->lang) ? "→ ←" : "← →";

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        tg_buf_printf(page->out, "%s[\"%s\",\"%s\"]", i ? "," : "",
                      rows[i].key                ? rows[i].key
                      : rows[i].word == TG_WORDS ? arrows
                                                 : tg_word(page->words, rows[i].word),
                      tg_word(page->words, rows[i].meaning));
}

void tg_page_viewer_words(const struct tg_page *page)
{
    static const struct {
        const char *name;
        enum tg_word word;
    } rows[] = {{"viewer", TG_WORD_VIEWER},      {"play", TG_WORD_SLIDESHOW},
                {"help", TG_WORD_KEYS},          {"info", TG_WORD_INFORMATION},
                {"share", TG_WORD_SHARE},        {"save", TG_WORD_DOWNLOAD},
                {"full", TG_WORD_FULL_SCREEN},   {"close", TG_WORD_CLOSE},
                {"prev", TG_WORD_PREVIOUS},      {"next", TG_WORD_NEXT},
                {"space", TG_WORD_KEY_SPACE},    {"escape", TG_WORD_KEY_ESCAPE},
                {"copied", TG_WORD_COPIED},      {"noPage", TG_WORD_NO_PAGE},
                {"motion", TG_WORD_PLAY_MOTION}, {"noVideo", TG_WORD_CANNOT_PLAY}};
    bool moves = tg_node_moves(page->node);

    TG_HTML_LIT(page->out, "<script type=\"application/json\" id=\"words\">{");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (moves || (rows[i].word != TG_WORD_PLAY_MOTION && rows[i].word != TG_WORD_CANNOT_PLAY))
            tg_buf_printf(page->out, "\"%s\":\"%s\",", rows[i].name,
                          tg_word(page->words, rows[i].word));
    TG_HTML_LIT(page->out, "\"keys\":[");
    put_help(page);
    TG_HTML_LIT(page->out, "]}</script>\n");
}
