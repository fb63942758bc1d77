/* site_menu.c - the menu's targets, and links of the footer; see site_files.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "gallery/settings/address.h"
#include "gallery/source/markdown.h"
#include "gallery/source/site_files.h"

const struct tg_node *tg_site_node(const struct tg_node *root, const char *dir)
{
    const struct tg_node *found = tg_nfc_equal(root->dir, dir) ? root : NULL;

    for (size_t i = 0; i < root->children_len && !found; i++)
        found = tg_site_node(root->children[i], dir);
    return found;
}

/* Targets with a scheme are addresses of their own; others are seen from the site's root. */
static void resolve(struct tg_site *site, struct tg_report *report, struct tg_menu_entry *entry)
{
    const char *target = entry->target;
    struct tg_buf path;

    entry->is_address =
        (tg_address_has_scheme(target) && tg_address_is_harmless(target)) || *target == '#';
    if (entry->is_address)
        return;
    target += strncmp(target, "./", 2) == 0 ? 2 : 0;
    target += strspn(target, "/");
    entry->node = tg_site_node(site->root, target);
    entry->target = target;
    if (entry->node || !tg_address_has_scheme(target))
        return;
    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_puts(&path, "./");
    tg_buf_puts(&path, target);
    entry->target = tg_site_keep(site, tg_buf_steal(&path));
    report->nomem |= !entry->target;
}

void tg_site_menu(struct tg_site *site, struct tg_report *report)
{
    for (size_t i = 0; i < site->look.menu_len; i++)
        resolve(site, report, &site->look.menu[i]);
}

void tg_site_footer(const struct tg_reader *reader, struct tg_look *look)
{
    static const char link[] = "<a href=\"", root[] = "{{root}}";
    size_t len = 0;
    const char *html =
        look->footer ? tg_markdown_html(reader, look->footer, strlen(look->footer), NULL, &len)
                     : NULL;
    struct tg_buf out;

    look->footer = NULL;
    tg_buf_init(&out, TG_BUF_MAX);
    for (const char *at; html && (at = strstr(html, link)); html = at) {
        at += strlen(link);
        tg_buf_put(&out, html, (size_t)(at - html));
        if (!tg_address_has_scheme(at) && *at != '#' && *at != '/')
            tg_buf_puts(&out, root);
    }
    if (html) {
        tg_buf_puts(&out, html);
        look->footer = tg_arena_copy(reader->arena, tg_buf_str(&out), out.len);
        reader->report->nomem |= out.failed || !look->footer;
    }
    tg_buf_release(&out);
}
