/* album_folders.c - which folders become albums, and in which order they are first; see
 * album_file.h. */
#include <stdlib.h>

#include "core/base/path.h"
#include "gallery/source/album_file.h"

/* Whether the album is one without pictures too: its owner wrote a page for it, and nothing that
 * would be on it was left out. */
static bool has_text(const struct tg_node *node)
{
    return (node->body || node->sections_len) && !tg_folder_of(node)->emptied;
}

/* Whether there are pictures in the album or below, or a text; sub-albums without any are
 * dropped. */
static bool prune(struct tg_site *site, struct tg_node *node, struct tg_err **err)
{
    size_t kept = 0;

    for (size_t i = 0; i < node->children_len; i++) {
        struct tg_node *child = node->children[i];

        if (prune(site, child, err)) {
            node->children[kept++] = child;
            continue;
        }
        if (!*err && tg_folder_of(child)->file && !tg_folder_of(child)->emptied)
            *err = tg_site_note(site, tg_folder_of(child)->file->path,
                                "skipped: neither a text in it nor a picture in its folder");
        tg_node_release(child);
    }
    node->children_len = kept;
    return kept > 0 || node->photos_len > 0 || has_text(node);
}

struct tg_err *tg_folders_prune(struct tg_site *site, struct tg_node *root, bool *any)
{
    struct tg_err *err = NULL;

    *any = prune(site, root, &err);
    return err;
}

/* Hidden ones last. */
static int by_name(const void *a, const void *b)
{
    const struct tg_node *const *x = a, *const *y = b;

    if ((*x)->hidden != (*y)->hidden)
        return (*x)->hidden ? 1 : -1;
    return tg_path_natural_cmp((*x)->dir, (*y)->dir);
}

/* And what is the root's for all. */
void tg_folders_sort(struct tg_node *node)
{
    if (node->children_len)
        qsort(node->children, node->children_len, sizeof(struct tg_node *), by_name);
    for (size_t i = 0; i < node->children_len; i++) {
        node->children[i]->lang = node->lang;
        node->children[i]->basic = node->basic;
        node->children[i]->basic_too = node->basic_too;
        tg_folders_sort(node->children[i]);
    }
}
