/* page_views.c - between virtual albums and those that their photos are at home in; see page.h. */
#include <stdlib.h>

#include "gallery/pages/page_picture.h"
#include "gallery/pages/photo_html.h"

/* A page of a node, seen from this one. */
static void put_address(const struct tg_page *page, const struct tg_node *node, size_t number)
{
    char *name = number > 1 ? tg_page_name(number) : NULL;

    tg_page_up(page, NULL);
    tg_html_url_path(page->out, node->dir);
    tg_buf_puts(page->out, *node->dir ? "/" : "");
    tg_buf_puts(page->out, name ? name : "index.html");
    page->out->failed |= number > 1 && !name;
    free(name);
}

void tg_page_address(const struct tg_page *page, const struct tg_node *node)
{
    put_address(page, node, 1);
}

void tg_page_home(const struct tg_page *page, const struct tg_ref *ref)
{
    const struct tg_home *home = ref->home;
    size_t capacity = tg_page_capacity(home->node);
    struct tg_buf title;

    tg_buf_init(&title, TG_BUF_MAX);
    TG_HTML_LIT(&title, "<bdi>");
    tg_html_text(&title, home->node->title);
    TG_HTML_LIT(&title, "</bdi>");
    TG_HTML_LIT(page->out, "<a class=\"home\" href=\"");
    put_address(page, home->node, home->page ? home->page : home->at / capacity + 1);
    if (home->linked) {
        TG_HTML_LIT(page->out, "#");
        tg_photo_id(page->out, ref->name, home->nth);
    }
    tg_page_word_with(page, "\">", TG_WORD_IN_ALBUM, tg_buf_str(&title), "</a>");
    page->out->failed |= title.failed;
    tg_buf_release(&title);
}
