/* picasa.c - see picasa.h.  Its format was never published: this is what files of Picasa 3 have.
 *
 *     [Picasa]                      of the folder
 *     name=Summer
 *     [IMG_1.jpg]
 *     caption=On the beach
 *     keywords=sea,sand
 *     star=yes
 *     faces=rect64(3f845bcb59418507),8e62398ebda8c1a5;...
 *     albums=5a3f3b8c0c1d4a6fbd...,...
 *     [Contacts2]
 *     8e62398ebda8c1a5=Jane Roe;jane@example.org;;
 *     [.album:5a3f3b8c0c1d4a6fbd...]
 *     name=Best of */
#include "gallery/source/picasa.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/faces.h"
#include "core/base/grow.h"
#include "core/base/hex.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "core/base/tags.h"
#include "gallery/model/text.h"

enum {
    CAPTION_MAX = 2000, /* bytes, as of a description */
    SIDES = 4,          /* of a rectangle, in hexadecimal digits: */
    DIGITS_EACH = 4,
    SIDE_MAX = 0xFFFF,
};

enum where { OTHER, PHOTO, FOLDER, PEOPLE, ALBUM };

/* While it is read, lists are in order of lines. */
struct reader {
    struct tg_arena *arena;
    struct tg_picasa_section *photos; /* owned */
    struct tg_picasa_name *people, *albums;
    size_t photos_len, people_len, albums_len;
    const char *title, *description;
    enum where where;
    const char *album; /* the number of the one that is read */
    bool failed;
};

/* A clean copy; NULL of nothing. */
static const char *keep(struct reader *r, const char *text)
{
    struct tg_buf out;
    const char *copy = NULL;

    tg_buf_init(&out, CAPTION_MAX);
    if (tg_clean_text(&out, text, strlen(text), TG_CHARSET_WINDOWS, false)) /* only memory */
        r->failed = true;
    else if (out.len)
        r->failed |= !(copy = tg_arena_copy(r->arena, out.data, out.len));
    tg_buf_release(&out);
    return copy;
}

/* The same in Unicode's form C. */
static const char *keep_nfc(struct reader *r, const char *text)
{
    const char *clean = keep(r, text), *copy;
    char *nfc = clean ? tg_nfc(clean) : NULL;

    copy = nfc ? tg_arena_copy(r->arena, nfc, strlen(nfc)) : NULL;
    r->failed |= clean && !copy;
    free(nfc);
    return copy;
}

/* As it is: for numbers, and what is looked at later. */
static const char *keep_raw(struct reader *r, const char *text)
{
    const char *copy = tg_arena_copy(r->arena, text, strlen(text));

    r->failed |= !copy;
    return copy;
}

static void begin_photo(struct reader *r, const char *name)
{
    struct tg_picasa_section *photos = tg_grow(r->photos, r->photos_len, sizeof(*photos));

    r->where = OTHER;
    r->failed |= !photos;
    if (!photos)
        return;
    r->photos = photos;
    photos[r->photos_len] =
        (struct tg_picasa_section){.name = keep_nfc(r, name), .order = r->photos_len};
    if (!photos[r->photos_len].name)
        return;
    r->photos_len++;
    r->where = PHOTO;
}

/* `name` is what stands between the brackets. */
static void begin_section(struct reader *r, const char *name)
{
    static const char album[] = ".album:";

    r->where = OTHER;
    if (strncmp(name, album, strlen(album)) == 0) {
        r->where = ALBUM;
        r->album = keep_raw(r, name + strlen(album));
    } else if (strcmp(name, "Picasa") == 0) {
        r->where = FOLDER;
    } else if (strcmp(name, "Contacts2") == 0 || strcmp(name, "Contacts") == 0) {
        r->where = PEOPLE;
    } else if (strcmp(name, "encoding") != 0) {
        begin_photo(r, name);
    }
}

static void add_name(struct reader *r, struct tg_picasa_name **list, size_t *len,
                     const char *number, const char *name)
{
    struct tg_picasa_name *grown = tg_grow(*list, *len, sizeof(**list));
    struct tg_picasa_name added = {keep_raw(r, number), keep(r, name), *len};

    r->failed |= !grown;
    if (!grown)
        return;
    *list = grown;
    if (added.number && added.name)
        grown[(*len)++] = added;
}

static bool is_yes(const char *value)
{
    return tg_text_casecmp(value, "yes") == 0;
}

static void take_of_photo(struct reader *r, const char *key, const char *value)
{
    struct tg_picasa_section *photo = &r->photos[r->photos_len - 1];

    if (strcmp(key, "caption") == 0)
        photo->caption = keep(r, value);
    else if (strcmp(key, "keywords") == 0)
        photo->keywords = keep_raw(r, value);
    else if (strcmp(key, "faces") == 0)
        photo->faces = keep_raw(r, value);
    else if (strcmp(key, "albums") == 0)
        photo->albums = keep_raw(r, value);
    else if (strcmp(key, "star") == 0)
        photo->star = is_yes(value);
    else if (strcmp(key, "hidden") == 0)
        photo->hidden = is_yes(value);
    else if (strcmp(key, "rotate") == 0)
        photo->turned = strcmp(value, "rotate(0)") != 0;
}

static void take_value(struct reader *r, const char *key, char *value)
{
    if (r->where == PHOTO) {
        take_of_photo(r, key, value);
    } else if (r->where == PEOPLE) {
        value[strcspn(value, ";")] = '\0';
        add_name(r, &r->people, &r->people_len, key, value);
    } else if (r->where == ALBUM && strcmp(key, "name") == 0 && r->album) {
        add_name(r, &r->albums, &r->albums_len, r->album, value);
    } else if (r->where == FOLDER && strcmp(key, "name") == 0) {
        r->title = keep(r, value);
    } else if (r->where == FOLDER && strcmp(key, "description") == 0) {
        r->description = keep(r, value);
    }
}

static void take_line(struct reader *r, char *line)
{
    char *equals = strchr(line, '=');
    size_t len = strlen(line);

    while (len && strchr(" \t\r", line[len - 1]))
        line[--len] = '\0';
    if (*line == '[' && line[len - 1] == ']') {
        line[len - 1] = '\0';
        begin_section(r, line + 1);
    } else if (equals && equals < line + len) {
        *equals = '\0';
        take_value(r, line, equals + 1);
    }
}

/* ---- In order -------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct tg_picasa_section *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static int by_number(const void *a, const void *b)
{
    const struct tg_picasa_name *x = a, *y = b;
    int order = strcmp(x->number, y->number);

    return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* Of several sections of one photo the first counts, but it is hidden if any says so. */
static size_t sort_photos(struct tg_picasa_section *photos, size_t len)
{
    size_t kept = 0;

    if (len)
        qsort(photos, len, sizeof(*photos), by_name);
    for (size_t i = 0; i < len; i++)
        if (kept && strcmp(photos[kept - 1].name, photos[i].name) == 0)
            photos[kept - 1].hidden |= photos[i].hidden;
        else
            photos[kept++] = photos[i];
    return kept;
}

static size_t sort_names(struct tg_picasa_name *names, size_t len)
{
    size_t kept = 0;

    if (len)
        qsort(names, len, sizeof(*names), by_number);
    for (size_t i = 0; i < len; i++)
        if (!kept || strcmp(names[kept - 1].number, names[i].number) != 0)
            names[kept++] = names[i];
    return kept;
}

/* A copy in the arena of `len` items, which are freed. */
static void *settle(struct reader *r, void *items, size_t len, size_t size)
{
    void *copy = tg_arena_alloc(r->arena, len, size);

    r->failed |= !copy;
    if (copy && len)
        memcpy(copy, items, len * size);
    free(items);
    return copy;
}

bool tg_picasa_parse(struct tg_arena *arena, const char *data, size_t len, struct tg_picasa *picasa)
{
    struct reader r = {.arena = arena};
    struct tg_lines lines;
    size_t mark = tg_text_mark(data, len);
    char *line;

    lines = (struct tg_lines){data + mark, len - mark, 0};
    while (!r.failed && (line = tg_lines_next(&lines, &r.failed))) {
        take_line(&r, line);
        free(line);
    }
    *picasa = (struct tg_picasa){.title = r.title, .description = r.description};
    picasa->photos_len = sort_photos(r.photos, r.photos_len);
    picasa->people_len = sort_names(r.people, r.people_len);
    picasa->albums_len = sort_names(r.albums, r.albums_len);
    picasa->photos = settle(&r, r.photos, picasa->photos_len, sizeof(*r.photos));
    picasa->people = settle(&r, r.people, picasa->people_len, sizeof(*r.people));
    picasa->albums = settle(&r, r.albums, picasa->albums_len, sizeof(*r.albums));
    if (r.failed)
        *picasa = (struct tg_picasa){.photos_len = 0};
    return !r.failed;
}

/* ---- Of a photo ------------------------------------------------------------------------------ */

struct tg_err *tg_picasa_find(const struct tg_picasa *picasa, const char *name,
                              const struct tg_picasa_section **section, bool *hidden)
{
    char *key = picasa->photos_len ? tg_nfc(name) : NULL;
    size_t stem = key ? (size_t)(tg_path_ext(key) - key) : 0, low = 0, high = picasa->photos_len;
    size_t len = stem + (key && key[stem]); /* with the dot */

    *section = NULL;
    *hidden = false;
    if (!key)
        return picasa->photos_len ? tg_err_nomem() : NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strncmp(picasa->photos[middle].name, key, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < picasa->photos_len && strncmp(picasa->photos[low].name, key, len) == 0; low++) {
        const struct tg_picasa_section *s = &picasa->photos[low];

        if (strcmp(s->name, key) == 0)
            *section = s;
        *hidden |= s->hidden && tg_path_ext(s->name) == s->name + stem;
    }
    if (*section)
        *hidden = (*section)->hidden;
    free(key);
    return NULL;
}

struct tg_err *tg_picasa_refusal(const struct tg_picasa *picasa, const char *path, const char **why)
{
    const struct tg_picasa_section *section;
    bool hidden;
    struct tg_err *err = tg_picasa_find(picasa, tg_path_base(path), &section, &hidden);

    *why = hidden ? "hidden in Picasa" : NULL;
    return err;
}

/* The next of the parts of *list that a sign separates; false behind the last. */
static bool next_part(const char **list, char separator, struct tg_tag *part)
{
    const char signs[] = {separator, '\0'};

    if (!*list)
        return false;
    *part = (struct tg_tag){*list, strcspn(*list, signs)};
    *list = (*list)[part->len] ? *list + part->len + 1 : NULL;
    return true;
}

static const char *find_name(const struct tg_picasa_name *names, size_t len,
                             const struct tg_tag *number)
{
    size_t low = 0, high = len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(names[middle].number, number->text, number->len);

        if (!order && !names[middle].number[number->len])
            return names[middle].name;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static struct tg_err *add_keywords(const struct tg_picasa *picasa,
                                   const struct tg_picasa_section *section, char **keywords)
{
    const char *words = section->keywords, *albums = section->albums;
    struct tg_err *err = NULL;
    struct tg_tag part;

    while (!err && next_part(&words, ',', &part))
        err = tg_tags_add(keywords, &tg_keywords_limit, part.text, part.len, TG_CHARSET_WINDOWS,
                          '\0');
    while (!err && next_part(&albums, ',', &part)) {
        const char *name = find_name(picasa->albums, picasa->albums_len, &part);

        if (name)
            err = tg_tags_add(keywords, &tg_keywords_limit, name, strlen(name), TG_CHARSET_UTF8,
                              '\0');
    }
    return err;
}

/* rect64(LEFT TOP RIGHT BOTTOM), without zeros before. */
static void add_face(const struct tg_tag *rect, struct tg_faces *faces)
{
    static const char begin[] = "rect64(";
    size_t from = strlen(begin), len = 0;
    int64_t sides[SIDES] = {0};
    uint64_t value = 0;

    if (rect->len <= from || strncmp(rect->text, begin, from) != 0)
        return;
    for (; from + len < rect->len && rect->text[from + len] != ')'; len++) {
        int digit = tg_hex_digit(rect->text[from + len]);

        if (digit < 0 || len == SIDES * DIGITS_EACH)
            return;
        value = value << 4 | (unsigned)digit;
    }
    for (size_t i = SIDES; i-- > 0; value >>= 16)
        sides[i] = (int64_t)((value & SIDE_MAX) * TG_FACES_WHOLE / SIDE_MAX);
    tg_faces_add(faces, sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]);
}

/* "RECT,NUMBER" each; nobody has given a name to those whose number is unknown. */
static struct tg_err *add_people(const struct tg_picasa *picasa,
                                 const struct tg_picasa_section *section, struct tg_metadata *own)
{
    const char *list = section->faces;
    struct tg_faces faces = {.len = 0};
    char text[TG_FACES_TEXT];
    struct tg_err *err = NULL;
    struct tg_tag face;

    while (!err && next_part(&list, ';', &face)) {
        const char *comma = memchr(face.text, ',', face.len), *name = NULL;
        struct tg_tag rect = {face.text, comma ? (size_t)(comma - face.text) : face.len};

        if (comma) {
            const struct tg_tag number = {comma + 1, face.len - rect.len - 1};

            name = find_name(picasa->people, picasa->people_len, &number);
        }
        if (name)
            err = tg_tags_add(&own->people, &tg_people_limit, name, strlen(name), TG_CHARSET_UTF8,
                              '\0');
        if (!section->turned)
            add_face(&rect, &faces);
    }
    tg_faces_write(&faces, text);
    return err ? err : tg_metadata_add(own, TG_METADATA_FACES, text, strlen(text), TG_CHARSET_UTF8);
}

struct tg_err *tg_picasa_describe(const struct tg_picasa *picasa,
                                  const struct tg_picasa_section *section, struct tg_metadata *own)
{
    struct tg_err *err = add_keywords(picasa, section, &own->keywords);

    if (section->star)
        own->rating = TG_RATING_BEST;
    return err ? err : add_people(picasa, section, own);
}

/* ---- In a folder ----------------------------------------------------------------------------- */

const char *tg_picasa_name(const struct tg_listing *names)
{
    static const char *const known[] = {".picasa.ini", "picasa.ini"};

    for (size_t n = 0; n < sizeof(known) / sizeof(known[0]); n++)
        for (size_t i = 0; i < names->len; i++)
            if (tg_text_casecmp(names->names[i], known[n]) == 0)
                return names->names[i];
    return NULL;
}

struct tg_err *tg_picasa_load(struct tg_site *site, struct tg_folder *album, const char *name,
                              struct tg_report *report, struct tg_picasa *picasa, bool *outside)
{
    const struct tg_node *said = album->file ? &album->file->node : NULL;
    struct tg_alongside alongside;
    struct tg_err *err = tg_alongside_read(site, album, name, TG_PICASA_MAX, report, &alongside);

    *picasa = (struct tg_picasa){.photos_len = 0};
    *outside |= alongside.outside;
    if (!err && alongside.data &&
        !tg_picasa_parse(&site->arena, alongside.data, alongside.len, picasa))
        err = tg_err_nomem();
    if (picasa->title && !(said && tg_text_is_set(said->title)))
        album->node.title = picasa->title;
    if (picasa->description && !(said && tg_text_is_set(said->description)))
        album->node.description = picasa->description;
    tg_alongside_release(&alongside);
    return err;
}

struct tg_err *tg_picasa_apply(const struct tg_picasa *picasa, struct tg_folder *album)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; picasa->photos_len && i < album->node.photos_len && !err; i++) {
        struct tg_photo *photo = album->node.photos[i];
        const struct tg_picasa_section *section;
        bool hidden;

        err = tg_picasa_find(picasa, tg_path_base(photo->path), &section, &hidden);
        if (err || !section)
            continue;
        err = tg_picasa_describe(picasa, section, &photo->own);
        if (!err && section->caption && !photo->caption) {
            photo->caption = strdup(section->caption);
            err = photo->caption ? NULL : tg_err_nomem();
        }
    }
    return err;
}
