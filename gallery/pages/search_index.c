/* search_index.c - see search_index.h. */
#include "gallery/pages/search_index.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_picture.h"
#include "gallery/pages/search_block.h"
#include "gallery/pages/search_words.h"

enum {
    SHARD = 24 << 10, /* bytes of words and items in one file */
    INDENT = 64       /* levels of albums, at most */
};

struct album {
    const struct tg_node *node;
    size_t depth, count; /* of its own pictures */
};

struct index {
    const struct tg_page *page;
    const struct tg_writer *w;
    struct album *albums; /* owned */
    size_t albums_len;
    struct tg_search_item *items; /* owned: pictures */
    size_t items_len, items_cap;
    struct tg_search_words words;
    struct tg_buf blocks, shards; /* lists of files, for the head */
    struct tg_buf file, id;       /* where texts are put together */
    bool failed;                  /* memory is short */
};

/* ---- What pages show ------------------------------------------------------------------------- */

static bool is_open(const struct tg_node *node)
{
    return !node->lock && (node->is_static || !node->hidden);
}

bool tg_search_is_wanted(const struct tg_site *site)
{
    return site->look.search && is_open(site->root);
}

static void add_item(struct index *index, struct tg_search_item item)
{
    struct tg_search_item *items;
    size_t cap = index->items_cap ? 2 * index->items_cap : TG_SEARCH_BLOCK;

    if (index->items_len == index->items_cap) {
        items = index->failed ? NULL : realloc(index->items, cap * sizeof(*items));
        index->failed |= !items;
        if (!items)
            return;
        index->items = items;
        index->items_cap = cap;
    }
    index->items[index->items_len++] = item;
}

/* Those that the viewer opens. */
static void add_pictures(struct index *index, const struct tg_node *node)
{
    size_t before = index->items_len, capacity = tg_page_capacity(node);
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;

    if (node->basic)
        return;
    while ((ref = tg_node_next_ref(node, &iter)))
        if (tg_page_is_linked(&node->sections[iter.section], ref))
            add_item(index, (struct tg_search_item){
                                .node = node,
                                .in_section = ref,
                                .page = node->sections[iter.section].rows[iter.row].page});
    for (size_t i = 0; i < node->rows_len; i++) {
        const struct tg_ref own = tg_ref_of(node->photos[i]);

        if (tg_ref_good(&own))
            add_item(index,
                     (struct tg_search_item){.node = node, .own = own, .page = i / capacity + 1});
    }
    index->albums[index->albums_len - 1].count = index->items_len - before;
}

/* A node and all below it; virtual albums have no pictures of their own. */
static void add_albums(struct index *index, const struct tg_node *node, size_t depth, bool is_view)
{
    struct album *grown = tg_grow(index->albums, index->albums_len, sizeof(*grown));

    index->failed |= !grown;
    if (!grown)
        return;
    index->albums = grown;
    grown[index->albums_len++] = (struct album){node, depth, 0};
    if (!is_view)
        add_pictures(index, node);
    for (size_t i = 0; i < node->children_len && !index->failed; i++)
        if (is_open(node->children[i]))
            add_albums(index, node->children[i], depth + (depth < INDENT), is_view);
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* Of our own HTML, or that of the site's owner: without tags and character references. */
static void add_html(struct index *index, const char *html, uint32_t item)
{
    struct tg_buf *text = &index->file;

    tg_buf_clear(text);
    for (const char *s = html ? html : ""; *s; s++) {
        if (*s == '<')
            s += strcspn(s, ">");
        else if (*s == '&' && s[strcspn(s, "; ")] == ';')
            s += strcspn(s, ";");
        else {
            tg_buf_putc(text, *s);
            continue;
        }
        tg_buf_putc(text, ' ');
        if (!*s)
            break;
    }
    index->failed |= text->failed;
    tg_search_words_add(&index->words, tg_buf_str(text), item);
}

static void add_date(struct index *index, struct tg_date date, uint32_t item)
{
    char text[TG_DATE_SIZE];

    tg_date_text(date, text);
    if (*text)
        tg_search_words_add_one(&index->words, text, strlen(text), item);
}

static void add_album_words(struct index *index, const struct tg_node *node, uint32_t item)
{
    struct tg_search_words *words = &index->words;

    tg_search_words_add(words, node->title, item);
    tg_search_words_add(words, node->sub_title, item);
    tg_search_words_add(words, node->description, item);
    for (size_t i = 0; i < node->tags.len; i++)
        tg_search_words_add(words, node->tags.items[i], item);
    add_html(index, node->body, item);
    for (size_t i = 0; i < node->sections_len; i++) {
        add_html(index, node->sections[i].title, item);
        add_html(index, node->sections[i].sub_title, item);
        add_html(index, node->sections[i].text, item);
    }
    add_date(index, node->date, item);
}

static void add_picture_words(struct index *index, const struct tg_ref *ref, uint32_t item)
{
    const char *base = tg_path_base(ref->name);
    char *name = tg_text_title(base, (size_t)(tg_path_ext(base) - base));
    struct tg_search_words *words = &index->words;
    struct tg_date day;

    index->failed |= !name;
    tg_search_words_add(words, name, item);
    free(name);
    tg_search_words_add(words, ref->text, item);
    if (!ref->photo)
        return;
    if (!tg_text_is_set(ref->text)) {
        tg_search_words_add(words, ref->photo->metadata.title, item);
        tg_search_words_add(words, ref->photo->metadata.description, item);
    }
    /* Lists, whose marks are no letters. */
    if (index->page->site->look.keywords)
        tg_search_words_add(words, ref->photo->metadata.keywords, item);
    if (index->page->site->look.people)
        tg_search_words_add(words, ref->photo->metadata.people, item);
    if (index->page->site->look.places)
        tg_search_words_add(words, ref->photo->metadata.place, item);
    if (tg_day_of(ref->photo->date, &day))
        add_date(index, day, item);
}

static void add_words(struct index *index)
{
    uint32_t item = 0;

    for (size_t i = 0; i < index->albums_len; i++)
        add_album_words(index, index->albums[i].node, item++);
    for (size_t i = 0; i < index->items_len; i++)
        add_picture_words(index, tg_search_ref(&index->items[i]), item++);
    index->failed |= index->words.failed;
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* A file, whose mark is added to a list. */
static struct tg_err *put_file(struct index *index, const char *stem, struct tg_buf *list)
{
    const struct tg_asset asset = {(const unsigned char *)tg_buf_str(&index->file),
                                   index->file.len};
    char *path = NULL;
    struct tg_err *err = index->file.failed
                             ? tg_err_nomem()
                             : tg_writer_asset(index->w, stem, ".js", &asset, 1, &path);

    if (!err) {
        const char *mark = path + strlen(TG_ASSETS_DIR "/-") + strlen(stem);

        tg_buf_puts(list, list->len ? ",\"" : "\"");
        tg_buf_put(list, mark, strlen(mark) - strlen(".js"));
        tg_buf_putc(list, '"');
    }
    free(path);
    return err;
}

static struct tg_err *put_words(struct index *index)
{
    struct tg_err *err = NULL;
    struct tg_buf items;
    size_t number = 0;

    tg_search_words_sort(&index->words);
    tg_buf_init(&items, TG_BUF_MAX);
    for (size_t at = 0; at < index->words.len && !err; number++) {
        struct tg_buf *file = &index->file;

        tg_buf_puts(&index->shards, index->shards.len ? ",\"" : "\"");
        tg_buf_puts(&index->shards, index->words.pairs[at].word);
        tg_buf_putc(&index->shards, '"');
        tg_buf_clear(file);
        tg_buf_clear(&items);
        tg_buf_printf(file, "tirageSearch(\"words\",%zu,\"", number);
        at = tg_search_words_put(&index->words, at, SHARD, file, &items);
        tg_buf_puts(file, "\",\"");
        tg_buf_put(file, tg_buf_str(&items), items.len);
        tg_buf_puts(file, "\")\n");
        file->failed |= items.failed;
        err = put_file(index, "search-words", &index->shards);
    }
    tg_buf_release(&items);
    return err;
}

static struct tg_err *put_blocks(struct index *index)
{
    struct tg_err *err = NULL;
    size_t len;

    for (size_t at = 0; at < index->items_len && !err; at += len) {
        len = index->items_len - at;
        len = len < TG_SEARCH_BLOCK ? len : TG_SEARCH_BLOCK;
        tg_buf_clear(&index->file);
        tg_buf_printf(&index->file, "tirageSearch(\"photos\",%d,", (int)(at / TG_SEARCH_BLOCK));
        tg_search_block_put(index->page, &index->items[at], len, &index->file);
        tg_buf_puts(&index->file, ")\n");
        err = put_file(index, "search-photos", &index->blocks);
    }
    return err;
}

static void put_about(const struct tg_page *page, const struct tg_node *node, struct tg_buf *out)
{
    struct tg_summary summary;
    char first[TG_DATE_SIZE];

    if (page->site->look.story) {
        tg_date_text(node->date, first);
        tg_html_days(out, tg_words_of(node->lang), first, first);
        return;
    }
    summary = tg_summary_of(node);
    tg_html_summary(out, tg_words_of(node->lang), node, &summary, false);
}

static void put_cover(const struct tg_page *page, const struct tg_node *node, struct tg_buf *out)
{
    const struct tg_ref cover = tg_node_cover(node);
    const struct tg_rendition *thumb = tg_search_thumb(&cover);

    (void)page;
    if (!thumb || thumb->lock)
        return;
    tg_search_put_path(out, cover.photo->dir, thumb->name);
}

/* One column of all albums: ,"NAME":["...","..."] */
static void put_column(struct index *index, const char *name,
                       void (*put)(const struct tg_page *page, const struct tg_node *node,
                                   struct tg_buf *out))
{
    struct tg_buf *file = &index->file, *text = &index->id;

    tg_buf_printf(file, ",\"%s\":[", name);
    for (size_t i = 0; i < index->albums_len; i++) {
        tg_buf_clear(text);
        put(index->page, index->albums[i].node, text);
        tg_buf_puts(file, i ? "," : "");
        tg_html_json(file, tg_buf_str(text));
        file->failed |= text->failed;
    }
    tg_buf_putc(file, ']');
}

static void put_title(const struct tg_page *page, const struct tg_node *node, struct tg_buf *out)
{
    (void)page;
    tg_buf_puts(out, node->title);
}

static void put_dir(const struct tg_page *page, const struct tg_node *node, struct tg_buf *out)
{
    (void)page;
    tg_html_url_path(out, node->dir);
}

static struct tg_err *put_head(struct index *index)
{
    struct tg_buf *file = &index->file;

    tg_buf_clear(file);
    tg_buf_printf(file, "tirageSearch(\"head\",0,{\"size\":%d,\"photos\":[", TG_SEARCH_BLOCK);
    tg_buf_puts(file, tg_buf_str(&index->blocks));
    tg_buf_puts(file, "],\"words\":[");
    tg_buf_puts(file, tg_buf_str(&index->shards));
    tg_buf_puts(file, "],\"depths\":\"");
    for (size_t i = 0; i < index->albums_len; i++)
        tg_search_put_number(file, index->albums[i].depth);
    tg_buf_puts(file, "\",\"counts\":\"");
    for (size_t i = 0; i < index->albums_len; i++)
        tg_search_put_number(file, index->albums[i].count);
    tg_buf_putc(file, '"');
    put_column(index, "titles", put_title);
    put_column(index, "dirs", put_dir);
    put_column(index, "abouts", put_about);
    put_column(index, "covers", put_cover);
    tg_buf_puts(file, "})\n");
    if (file->failed || index->blocks.failed || index->shards.failed)
        return tg_err_nomem();
    return tg_writer_put(index->w, TG_SEARCH_HEAD, file->data, file->len);
}

struct tg_err *tg_search_write(const struct tg_page *page, const struct tg_writer *w)
{
    struct index index = {.page = page, .w = w};
    struct tg_buf *const bufs[] = {&index.blocks, &index.shards, &index.file, &index.id};
    struct tg_err *err = NULL;

    for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
        tg_buf_init(bufs[i], TG_BUF_MAX);
    add_albums(&index, page->site->root, 0, false);
    for (size_t i = 0; i < page->site->views_len && !index.failed; i++)
        if (is_open(page->site->views[i]))
            add_albums(&index, page->site->views[i], 1, true);
    add_words(&index);
    if (index.failed)
        err = tg_err_nomem();
    if (!err)
        err = put_words(&index);
    if (!err)
        err = put_blocks(&index);
    if (!err)
        err = put_head(&index);
    for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
        tg_buf_release(bufs[i]);
    tg_search_words_release(&index.words);
    free(index.albums);
    free(index.items);
    return err;
}
