/* plan_downloads.c - what visitors may take with them, under which names; see plan.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/download.h"
#include "gallery/model/lock.h"
#include "gallery/model/names.h"
#include "gallery/plan/plan.h"

void tg_plan_inherit(struct tg_node *node)
{
    const struct tg_node *above = node->parent;

    if (!node->download)
        node->download = above ? above->download : TG_DOWNLOAD_NONE;
    if (!node->download_size && above)
        node->download_size = above->download_size;
    if (!node->proofing)
        node->proofing = above ? above->proofing : TG_SWITCH_OFF;
    for (size_t i = 0; i < node->children_len; i++)
        tg_plan_inherit(node->children[i]);
}

/* What a page shows, while it gets its names. */
struct item {
    struct tg_photo *photo;
    struct tg_archive_member member;
    char *key;        /* owned */
    const char *name; /* of the arena */
};

struct list {
    struct item *items; /* owned, and their keys */
    size_t len;
    bool failed; /* memory was short */
};

static void add(struct list *list, const struct tg_node *node, const struct tg_ref *ref)
{
    struct item *grown, *item;

    if (list->failed || !ref->photo || ref->photo->failed ||
        (!ref->medium && !ref->photo->renditions_len))
        return;
    grown = tg_grow(list->items, list->len, sizeof(*grown));
    list->failed = !grown;
    if (!grown)
        return;
    list->items = grown;
    item = &grown[list->len++];
    *item = (struct item){.photo = ref->photo, .member = {.photo = ref->photo}};
    if (ref->medium)
        item->member.medium = ref->medium;
    else
        item->member.rendition = tg_ref_download(ref, node->download_size);
}

static const char *made(const struct item *item)
{
    return item->member.medium ? item->member.medium->name : item->member.rendition->name;
}

/* Names go by those of the pictures, so that an album that is sorted anew keeps them. */
static int by_path(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = tg_picture_name_cmp(x->photo->path, y->photo->path);

    return order ? order : strcmp(made(x), made(y));
}

static int by_key(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a, *y = *(const struct item *const *)b;
    int order = strcmp(x->key, y->key);

    if (order)
        return order;
    return x < y ? -1 : x > y; /* of one array, which is in order */
}

static int key_of(const void *key, const void *item)
{
    const struct item *x = *(const struct item *const *)item;

    return strcmp(key, x->key);
}

/* Of what a page shows more than once, or in more than one way, one file is enough. */
static void drop_copies(struct list *list)
{
    size_t len = 0;

    for (size_t i = 0; i < list->len; i++)
        if (!len || strcmp(list->items[len - 1].photo->path, list->items[i].photo->path) != 0)
            list->items[len++] = list->items[i];
    list->len = len;
}

/* The item's name with the number `n`, and its key. */
static bool set_name(struct tg_site *site, struct item *item, size_t n)
{
    struct tg_buf like;
    char *name;

    tg_buf_init(&like, TG_BUF_MAX);
    tg_buf_puts(&like, item->member.medium ? "x." : "x");
    tg_buf_puts(&like, item->member.medium
                           ? item->member.medium->options->extension
                           : tg_rendition_suffix(item->photo, item->member.rendition));
    name = like.failed ? NULL : tg_download_name(item->photo->path, tg_buf_str(&like), n);
    tg_buf_release(&like);
    free(item->key);
    item->key = name ? tg_download_key(name) : NULL;
    item->name = name ? tg_arena_copy(&site->arena, name, strlen(name)) : NULL;
    free(name);
    return item->key && item->name;
}

/* The first of those with one key keeps its name, others get the next number that is free. */
static bool number_copies(struct tg_site *site, struct item **sorted, size_t len)
{
    struct item numbered = {.key = NULL};
    bool ok = true;

    for (size_t i = 1, n = 1; i < len && ok; i++) {
        if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0) {
            n = 1;
            continue;
        }
        numbered.photo = sorted[i]->photo;
        numbered.member = sorted[i]->member;
        do
            ok = set_name(site, &numbered, ++n);
        while (ok && bsearch(numbered.key, sorted, len, sizeof(struct item *), key_of));
        sorted[i]->name = numbered.name;
    }
    free(numbered.key);
    return ok;
}

static bool name_all(struct tg_site *site, struct list *list)
{
    struct item **sorted = calloc(list->len + 1, sizeof(struct item *));
    bool ok = sorted != NULL;

    for (size_t i = 0; i < list->len && ok; i++) {
        ok = set_name(site, &list->items[i], 1);
        sorted[i] = &list->items[i];
    }
    if (ok && list->len) {
        qsort(sorted, list->len, sizeof(struct item *), by_key);
        ok = number_copies(site, sorted, list->len);
    }
    free(sorted);
    return ok;
}

static struct tg_archive *new_archive(struct tg_site *site, const struct tg_node *node,
                                      const struct list *list)
{
    struct tg_archive *archive = tg_arena_alloc(&site->arena, 1, sizeof(*archive));
    char *title = tg_download_name(*node->dir ? node->dir : "photos", "", 1), *name;
    struct tg_buf full;

    tg_buf_init(&full, TG_BUF_MAX);
    tg_buf_puts(&full, title ? title : "");
    tg_buf_puts(&full, ".zip");
    free(title);
    title = tg_buf_steal(&full);
    name = title ? tg_lock_name(node->lock, node->dir, strdup(title)) : NULL;
    if (archive && name) {
        archive->node = node;
        archive->title = tg_arena_copy(&site->arena, title, strlen(title));
        archive->name = tg_arena_copy(&site->arena, name, strlen(name));
        archive->members = tg_arena_alloc(&site->arena, list->len, sizeof(*archive->members));
    }
    free(title);
    free(name);
    if (!archive || !archive->title || !archive->name || !archive->members)
        return NULL;
    for (size_t i = 0; i < list->len; i++) {
        archive->members[i] = list->items[i].member;
        archive->members[i].name = list->items[i].name;
    }
    archive->len = list->len;
    return archive;
}

/* Whether another file or folder of the site has its name. */
static struct tg_err *check_archive(const struct tg_site *site, const struct tg_archive *archive)
{
    const struct tg_node *node = archive->node;
    char *path = tg_path_join(node->dir, archive->name);
    const char *other = NULL;

    if (!path)
        return tg_err_nomem();
    for (size_t i = 0; i < node->children_len && !other; i++)
        if (tg_nfc_equal(tg_path_base(node->children[i]->dir), archive->name))
            other = node->children[i]->dir;
    for (size_t i = 0; i < site->files_len && !other; i++)
        if (tg_nfc_equal(site->files[i].to, path))
            other = site->files[i].from;
    free(path);
    return other ? tg_err_new(TG_E_USAGE, other,
                              "has the name of the ZIP file of its album: rename it, or leave out "
                              "'download: zip' there")
                 : NULL;
}

static void list_node(const struct tg_node *node, struct list *list)
{
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;

    for (size_t i = 0; i < node->photos_len; i++) {
        const struct tg_ref of = tg_ref_of(node->photos[i]);

        add(list, node, &of);
    }
    while ((ref = tg_node_next_ref(node, &iter)))
        add(list, node, ref);
    if (list->len)
        qsort(list->items, list->len, sizeof(*list->items), by_path);
    drop_copies(list);
}

static struct tg_err *plan_node(struct tg_site *site, struct tg_node *node,
                                struct tg_archive ***next)
{
    struct list list = {.len = 0};
    struct tg_err *err = NULL;

    list_node(node, &list);
    if (list.failed || !name_all(site, &list))
        err = tg_err_nomem();
    for (size_t i = 0; i < list.len && !err; i++)
        if (!list.items[i].photo->download_name)
            list.items[i].photo->download_name = list.items[i].name;
    if (!err && list.len && node->download == TG_DOWNLOAD_ZIP) {
        node->archive = new_archive(site, node, &list);
        err = node->archive ? check_archive(site, node->archive) : tg_err_nomem();
        if (!err) {
            **next = node->archive;
            *next = &node->archive->next;
        }
    }
    for (size_t i = 0; i < list.len; i++)
        free(list.items[i].key);
    free(list.items);
    return err;
}

static struct tg_err *plan_nodes(struct tg_site *site, struct tg_node *node,
                                 struct tg_archive ***next)
{
    struct tg_err *err = node->download >= TG_DOWNLOAD_EACH ? plan_node(site, node, next) : NULL;

    for (size_t i = 0; i < node->children_len && !err; i++)
        err = plan_nodes(site, node->children[i], next);
    return err;
}

struct tg_err *tg_plan_downloads(struct tg_site *site)
{
    struct tg_archive **next = &site->archives;

    return plan_nodes(site, site->root, &next);
}
