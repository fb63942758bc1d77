/* album_file.c - see album_file.h. */
#include "gallery/source/album_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/photo_own.h"
#include "gallery/model/text.h"
#include "gallery/settings/address.h"
#include "gallery/settings/project.h"
#include "gallery/settings/settings_covers.h"
#include "gallery/settings/site_keys.h"
#include "gallery/source/filter_keys.h"
#include "gallery/source/markdown.h"
#include "gallery/source/photo_index.h"
#include "gallery/source/sigal.h"
#include "gallery/words/words.h"

/* What the front matter's keys fill before it is looked at. */
struct front {
    struct tg_album_file file;
    struct tg_site_keys site;
    bool paged, motion;
    uint8_t quality;
    struct tg_download_words downloads;
    const char *sort, *albums_sort, *rows, *links, *raw, *hdr, *effort, *original, *cover_position;
    const struct tg_yaml *sections;
    struct tg_texts formats, sizes;
    struct tg_filter_words filter;
};

#define KEY(name, field) TG_KEY(name, struct front, field)

static const struct tg_key albums_keys[] = {
    KEY("sort", albums_sort),
    KEY("reverse", file.node.albums_reverse),
    KEY("order", file.albums_order),
};
static const struct tg_schema albums_schema = TG_SCHEMA(TG_IN_ALBUMS, albums_keys, NULL);

/* What is of the first folder's file alone, the table of keys knows. */
static const struct tg_key front_keys[] = {
    KEY("title", file.node.title),
    KEY("sub_title", file.node.sub_title),
    KEY("description", file.node.description),
    KEY("date", file.node.date),
    KEY("cover", file.cover),
    KEY("cover_position", cover_position),
    KEY("tags", file.node.tags),
    KEY("sort", sort),
    KEY("reverse", file.node.reverse),
    KEY("order", file.order),
    KEY("include", file.choice.include),
    KEY("exclude", file.choice.exclude),
    KEY("exclude_keywords", filter.exclude),
    KEY("min_rating", filter.min_rating),
    KEY("labels", filter.labels),
    KEY("hidden", file.node.hidden),
    TG_KEY_OF_MAP("albums", &albums_schema),
    KEY("pages", paged),
    KEY("rows", rows),
    KEY("sections", sections),
    KEY("password", file.node.password),
    KEY("album_map", file.node.album_map),
    KEY("timeline", file.node.timeline),
    KEY("exif", file.look.exif),
    KEY("map", file.look.map),
    KEY("download", downloads.download),
    KEY("download_size", downloads.size),
    KEY("proofing", downloads.proofing),
    KEY("motion", motion),
    KEY("formats", formats),
    KEY("sizes", sizes),
    KEY("links", links),
    KEY("raw", raw),
    KEY("hdr", hdr),
    KEY("effort", effort),
    KEY("url", file.url),
    KEY("lang", file.node.lang),
    KEY("state", file.state),
    KEY("theme", file.theme),
    KEY("light_mode", file.node.basic_too),
    KEY("quality", quality),
    KEY("original", original),
};
static const struct tg_schema album_schema =
    TG_SCHEMA_AND(TG_IN_ALBUM, front_keys, &tg_site_schema, struct front, site);
static const struct tg_schema root_schema =
    TG_SCHEMA_AND(TG_IN_FIRST | TG_IN_ALBUM, front_keys, &tg_site_schema, struct front, site);

/* In the sections of an album: each is told from those before it by its name. */
enum { PICTURES_MAX = 5000 };

/* How the photos are divided, or what is shown before them: sections as of projects, with Markdown
 * for HTML. */
static void read_sections(const struct tg_reader *reader, const struct tg_yaml *sections,
                          struct tg_node *node, size_t *html_len)
{
    static const char *const words[] = {"auto", "day", "none"};
    struct tg_reader inside = *reader;
    struct tg_ref_iter iter = {0};
    size_t pictures = 0;

    if (tg_yaml_is_scalar(sections)) {
        size_t divide = tg_settings_choose(reader, sections, "sections", sections->text, words);

        node->by_day = divide == 1;
        node->undivided = divide == 2;
        return;
    }
    tg_sections_read(&inside, sections, NULL, node);
    while (tg_node_next_ref(node, &iter))
        pictures++;
    if (pictures > PICTURES_MAX)
        tg_settings_problem(reader, TG_ERROR, sections, "sections: more than %d pictures",
                            PICTURES_MAX);
    for (size_t i = 0; i < node->sections_len; i++) {
        struct tg_section *section = &node->sections[i];

        inside.section = i + 1;
        if (section->text &&
            (section->type == TG_SECTION_TEXT || section->type == TG_SECTION_QUOTE ||
             section->type == TG_SECTION_PARAGRAPH))
            section->text =
                tg_markdown_html(&inside, section->text, strlen(section->text), NULL, html_len);
    }
}

/* Keys of the whole site. */
static void read_site(const struct tg_reader *reader, const struct tg_yaml *map,
                      const struct front *front, struct tg_album_file *file)
{
    static const char *const originals[] = {"none", "link", "reencode"};
    const struct tg_yaml *original = tg_yaml_get(map, "original");

    file->still_only = !front->motion;
    tg_settings_formats(reader, tg_yaml_get(map, "formats"), &front->formats, &file->look);
    tg_settings_sizes(reader, tg_yaml_get(map, "sizes"), &front->sizes, &file->sizes);
    file->follow_links = tg_settings_links(reader, tg_yaml_get(map, "links"), front->links);
    file->raw = tg_settings_raw(reader, tg_yaml_get(map, "raw"), front->raw);
    file->hdr = tg_settings_hdr(reader, tg_yaml_get(map, "hdr"), front->hdr);
    file->effort = tg_settings_effort(reader, tg_yaml_get(map, "effort"), front->effort);
    file->quality = front->quality;
    file->url = tg_settings_url(reader, map, file->url);
    file->files = front->site.files;
    file->deploy = front->site.deploy;
    tg_site_keys_settle(reader, map, NULL, &front->site, &file->look);
    tg_site_keys_need_url(reader, file->url,
                          front->site.share || tg_yaml_get(map, "rss") || tg_yaml_get(map, "og"),
                          &file->look);
    switch (tg_settings_choose(reader, original, "original", front->original, originals)) {
    case 2:
        tg_settings_problem(reader, TG_ERROR, original,
                            "original: reencode is for projects; here it is link or none");
        break;
    case 1:
        file->originals = true;
        break;
    default:
        break;
    }
}

static void read_front(const struct tg_reader *reader, const struct tg_yaml *map, bool is_root,
                       struct tg_album_file *file, size_t *html_len)
{
    static const char *const sorts[] = {"date", "name", "manual"};
    static const char *const albums_sorts[] = {"auto", "date", "name"}; /* as in the enum */
    static const char *const row_sizes[] = {"normal", "compact", "large"};
    const struct tg_yaml *albums = tg_yaml_get(map, "albums");
    struct front front = {
        .file = *file, .site = {.rss = true, .og = true}, .paged = true, .motion = true};
    struct tg_node *node = &file->node;

    if (map->kind != TG_YAML_MAP) {
        if (map->kind != TG_YAML_NULL)
            tg_settings_problem(reader, TG_ERROR, map, "lines like 'title: My album' belong here");
        return;
    }
    tg_settings_read(reader, map, is_root ? &root_schema : &album_schema, &front);
    *file = front.file;
    file->map = map;
    node->sort = (enum tg_sort)tg_settings_choose(reader, tg_yaml_get(map, "sort"), "sort",
                                                  front.sort, sorts);
    if (!front.sort && file->order.len)
        node->sort = TG_SORT_MANUAL;
    node->albums_sort = (enum tg_albums_sort)tg_settings_choose(
        reader, tg_yaml_get(albums, "sort"), "albums: sort", front.albums_sort, albums_sorts);
    if (front.rows)
        node->row_size =
            (enum tg_row_size)(TG_ROWS_NORMAL + tg_settings_choose(reader, tg_yaml_get(map, "rows"),
                                                                   "rows", front.rows, row_sizes));
    if (front.sections)
        read_sections(reader, front.sections, node, html_len);
    tg_settings_downloads(reader, map, &front.downloads, node);
    tg_filter_read(reader, map, &front.filter, &node->filter);
    node->cover_focus =
        tg_settings_position(reader, tg_yaml_get(map, "cover_position"), front.cover_position);
    node->unpaged = !front.paged;
    tg_choice_prepare(reader->arena, reader->report, &file->choice);
    tg_settings_lang(reader, map, file->node.lang);
    tg_settings_password(reader, map, node->password);
    read_site(reader, map, &front, file);
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr(" \t\r\n", line[i]) || !line[i])
            return false;
    return true;
}

/* A line of three dashes, with white space behind them or not. */
static bool is_fence(const char *line, size_t len)
{
    while (len > 3 && strchr(" \t\r\n", line[len - 1]) && line[len - 1])
        len--;
    return len == 3 && memcmp(line, "---", 3) == 0;
}

/* A password that landed in the text, which everybody reads, since no lines of --- are around
 * it. */
static void check_text(const struct tg_reader *reader, const char *data, size_t from, size_t len)
{
    static const char key[] = "password:";
    unsigned line = 1;

    for (size_t at = 0; at < len; at += tg_text_line(data + at, len - at), line++)
        if (at >= from && len - at > strlen(key) && memcmp(data + at, key, strlen(key)) == 0)
            tg_report_add(reader->report, TG_ERROR, (struct tg_position){reader->file, line, 1},
                          "this is text, which everybody would read: keys stand between two lines "
                          "of --- at the beginning of the file");
}

void tg_album_file_parse(const struct tg_reader *reader, const char *data, size_t len, bool is_root,
                         struct tg_album_file *file)
{
    size_t mark = tg_text_mark(data, len);
    size_t first = 0, html_len = 0, at;
    struct tg_sigal sigal = {.body = 0};
    const struct tg_yaml *map;

    *file = (struct tg_album_file){.path = reader->file};
    data += mark;
    len -= mark;
    while (first < len && is_blank(data + first, tg_text_line(data + first, len - first)))
        first += tg_text_line(data + first, len - first);
    at = first + tg_text_line(data + first, len - first);
    if (!is_fence(data + first, at - first)) {
        check_text(reader, data, 0, len);
        if (tg_text_casecmp(tg_path_base(reader->file), "index.md") == 0 &&
            tg_sigal_read(reader->arena, data, len, &sigal, &reader->report->nomem))
            tg_sigal_album(reader->arena, &sigal, file, &reader->report->nomem);
        file->node.body = tg_markdown_html(reader, data + sigal.body, len - sigal.body,
                                           &file->node.title, &html_len);
        return;
    }
    while (at < len && !is_fence(data + at, tg_text_line(data + at, len - at)))
        at += tg_text_line(data + at, len - at);
    if (at == len) {
        tg_report_add(reader->report, TG_ERROR, (struct tg_position){reader->file, 1, 1},
                      "the line --- at the end of what begins here is missing");
        return;
    }
    /* With all that is before it, so that lines count as in the file. */
    map = tg_yaml_parse(reader->arena, reader->file, data, at, reader->report);
    if (map)
        read_front(reader, map, is_root, file, &html_len);
    at += tg_text_line(data + at, len - at);
    check_text(reader, data, at, len);
    file->node.body = tg_markdown_html(reader, data + at, len - at, &file->node.title, &html_len);
}

/* What the file says of the album itself.  An empty title is none. */
static void take_node(struct tg_folder *album, const struct tg_album_file *file)
{
    const struct tg_node was = album->node;
    struct tg_node *node = &album->node;

    *node = file->node;
    if (!node->title || !node->title[strspn(node->title, " \t\r\n")])
        node->title = was.title;
    node->dir = was.dir;
    node->parent = was.parent;
    node->children = was.children;
    node->children_len = was.children_len;
    node->photos = was.photos;
    node->photos_len = was.photos_len;
    album->file = file;
}

/* What the root's file says of the whole site. */
static void take_site(struct tg_site *site, const struct tg_album_file *file)
{
    site->look = file->look;
    site->motion &= !file->still_only;
    site->url = file->url;
    site->source.follow |= file->follow_links;
    site->sizes = file->sizes;
    site->hdr = file->hdr;
    site->effort = file->effort;
    site->deploy = file->deploy;
    site->originals = file->originals;
}

struct tg_err *tg_alongside_read(struct tg_site *site, const struct tg_folder *album,
                                 const char *name, size_t max, struct tg_report *report,
                                 struct tg_alongside *alongside)
{
    struct tg_err *err;

    *alongside = (struct tg_alongside){.path = tg_path_join(album->node.dir, name)};
    err = alongside->path ? tg_enclosure_read(&site->source, alongside->path, max, &alongside->data,
                                              &alongside->len)
                          : tg_err_nomem();
    if (!err || tg_err_code(err) == TG_E_NOMEM)
        return err;
    if (tg_err_code(err) == TG_E_OUTSIDE) {
        tg_err_free(err);
        alongside->outside = true;
        return tg_site_refuse(site, alongside->path);
    }
    tg_report_err(report, alongside->path, err);
    tg_err_free(err);
    return NULL;
}

void tg_alongside_release(struct tg_alongside *alongside)
{
    free(alongside->path);
    free(alongside->data);
}

struct tg_err *tg_album_file_load(struct tg_site *site, struct tg_folder *album, const char *name,
                                  struct tg_report *report, bool *outside)
{
    struct tg_album_file *file = tg_arena_alloc(&site->arena, 1, sizeof(*file));
    struct tg_alongside alongside;
    struct tg_err *err;
    const char *path;

    err = tg_alongside_read(site, album, name, TG_ALBUM_FILE_MAX, report, &alongside);
    *outside = alongside.outside;
    path = err ? NULL : tg_arena_copy(&site->arena, alongside.path, strlen(alongside.path));
    if (!err && (!file || !path))
        err = tg_err_nomem();
    if (!err && alongside.data) {
        const struct tg_reader reader = {&site->arena, report, path, 0};

        tg_album_file_parse(&reader, alongside.data, alongside.len, !album->node.parent, file);
        if (!album->node.parent)
            take_site(site, file);
        take_node(album, file);
        if (file->sigal)
            err = tg_site_note(site, path, "read as sigal's: %s", file->sigal);
    }
    tg_alongside_release(&alongside);
    return err;
}

struct tg_err *tg_album_give_tags(struct tg_folder *album)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < album->node.photos_len && !err; i++)
        err = tg_photo_own_keywords(album->node.photos[i], &album->node.tags);
    return err;
}

void tg_album_warn_missing(const struct tg_folder *album, struct tg_report *report,
                           struct tg_position position, const char *key, const char *name)
{
    const struct tg_node *node = &album->node;
    const char **names = NULL, *nearest = NULL;
    size_t stem = (size_t)(tg_path_ext(name) - name);

    if (report->count[TG_WARNING] < TG_REPORT_MAX) /* else it will not be shown */
        names = calloc(node->photos_len + 1, sizeof(*names));
    for (size_t i = 0; names && i < node->photos_len; i++) {
        names[i] = tg_path_base(node->photos[i]->path);
        if (strncmp(names[i], name, stem) == 0 && tg_path_ext(names[i]) == names[i] + stem)
            nearest = names[i]; /* the picture that stands for a raw photo, or the other way */
    }
    if (names && !nearest)
        nearest = tg_settings_nearest(name, names, node->photos_len);
    free(names);
    tg_report_add(report, TG_WARNING, position, "%sno picture '%s' here" TG_MEANT, key, name,
                  TG_MEANT_ARGS(nearest));
}

/* The photo of that path from the album's folder; NULL if there is none. */
static struct tg_photo *find_photo(const struct tg_photo_index *index,
                                   const struct tg_folder *album, const char *name)
{
    char *path = tg_path_join(album->node.dir, name);
    struct tg_photo *photo = path ? tg_photo_index_find(index, path) : NULL;

    free(path);
    return photo;
}

static struct tg_position position_of(const struct tg_folder *album, const struct tg_yaml *node)
{
    return (struct tg_position){album->file->path, node ? node->line : 0, node ? node->column : 0};
}

/* The album of that name in the album; NULL if there is none. */
static struct tg_node *find_child(const struct tg_folder *album, const char *name)
{
    for (size_t i = 0; i < album->node.children_len; i++)
        if (tg_nfc_equal(tg_path_base(album->node.children[i]->dir), name))
            return album->node.children[i];
    return NULL;
}

static void warn_of_order(const struct tg_folder *album, struct tg_report *report,
                          struct tg_position position, const char *name)
{
    if (find_child(album, name))
        tg_report_add(report, TG_WARNING, position,
                      "order: '%s' is an album, and here are pictures: for albums write "
                      "albums: {order: [...]}",
                      name);
    else
        tg_album_warn_missing(album, report, position, "order: ", name);
}

static void set_places(const struct tg_photo_index *index, const struct tg_folder *album,
                       struct tg_report *report)
{
    const struct tg_texts *order = &album->file->order;
    const struct tg_yaml *node = tg_yaml_get(album->file->map, "order");

    for (size_t i = 0; i < order->len; i++) {
        struct tg_photo *photo = find_photo(index, album, order->items[i]);

        if (photo && !photo->position)
            photo->position = i + 1;
        else if (!photo)
            warn_of_order(album, report, position_of(album, node->len ? node->items[i] : node),
                          order->items[i]);
    }
}

/* What is said of the albums in the album.  An order here overrides what they say themselves. */
static void set_albums(const struct tg_folder *album, struct tg_report *report)
{
    static const char *const keys[] = {"sort", "reverse"};
    const struct tg_texts *order = &album->file->albums_order;
    const struct tg_yaml *map = album->file->map;
    const struct tg_yaml *node = tg_yaml_get(tg_yaml_get(map, "albums"), "order");

    for (size_t i = 0; i < album->node.children_len && order->len; i++)
        album->node.children[i]->position = 0;
    for (size_t i = 0; i < order->len; i++) {
        struct tg_node *child = find_child(album, order->items[i]);

        if (child && !child->position)
            child->position = i + 1;
        else if (!child)
            tg_report_add(report, TG_WARNING, position_of(album, node->len ? node->items[i] : node),
                          "albums: order: no album '%s' here", order->items[i]);
    }
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (!album->node.photos_len && album->node.children_len && tg_yaml_get(map, keys[i]))
            tg_report_add(report, TG_WARNING, position_of(album, tg_yaml_get(map, keys[i])),
                          "%s: is for pictures, and here are only albums: for these write "
                          "albums: {%s: ...}",
                          keys[i], keys[i]);
}

/* The photo of that name that a page of the album may show; NULL after a warning. */
static struct tg_photo *find_open(const struct tg_photo_index *index, const struct tg_folder *album,
                                  struct tg_report *report, struct tg_position position,
                                  const char *key, const char *name)
{
    struct tg_photo *photo = find_photo(index, album, name);

    if (!photo)
        tg_album_warn_missing(album, report, position, key, name);
    else if (photo->lock != album->node.lock)
        tg_report_add(report, TG_WARNING, position, "%s'%s' is behind a password", key, name);
    return photo && photo->lock == album->node.lock ? photo : NULL;
}

static void find_cover(const struct tg_photo_index *index, struct tg_folder *album,
                       struct tg_report *report)
{
    const struct tg_position position = position_of(album, tg_yaml_get(album->file->map, "cover"));
    struct tg_photo *cover =
        find_open(index, album, report, position, "cover: ", album->file->cover);

    if (cover)
        album->node.cover = tg_ref_of(cover);
}

/* Joins a picture of a section to its photo, which then is not in the rows of its album too. */
static void find_ref(const struct tg_photo_index *index, const struct tg_folder *album,
                     struct tg_report *report, struct tg_ref *ref)
{
    struct tg_photo *photo = find_open(index, album, report, ref->position, "", ref->name);
    const char *text = ref->text;

    if (!photo && find_photo(index, album, ref->name)) { /* nothing is told of it */
        ref->name = tg_word(tg_words_of(album->node.lang), TG_WORD_PROTECTED);
        ref->text = NULL;
    }
    if (!photo)
        return;
    *ref = tg_ref_of(photo);
    if (text)
        ref->text = text;
    photo->in_section |= strcmp(photo->dir, album->node.dir) == 0;
}

static void find_named(const struct tg_photo_index *index, struct tg_folder *album,
                       struct tg_report *report)
{
    struct tg_ref_iter iter = {0};
    struct tg_ref *ref;

    if (album->file) {
        if (album->file->cover)
            find_cover(index, album, report);
        set_places(index, album, report);
        set_albums(album, report);
        while ((ref = tg_node_next_ref(&album->node, &iter)))
            find_ref(index, album, report, ref);
    }
    for (size_t i = 0; i < album->node.children_len; i++)
        find_named(index, tg_folder_of(album->node.children[i]), report);
}

void tg_album_file_find(struct tg_site *site, struct tg_folder *album, struct tg_report *report)
{
    struct tg_photo_index index;

    report->nomem |= !tg_photo_index_init(&index, site->photos, site->photos_len, true);
    find_named(&index, album, report);
    tg_photo_index_release(&index);
}
