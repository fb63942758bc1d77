/* sigal.c - see sigal.h. */
#include "gallery/source/sigal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/source/markdown.h"

enum {
    KEY_MAX = 32,
    LINES_MAX = 100,          /* of metadata */
    VALUE_MAX = 4096,         /* bytes of a value */
    PHOTO_FILE_MAX = 64 << 10 /* bytes */
};

/* Those that come first in such a file, and mean it is one. */
static const char first_keys[] = " title thumbnail cover author authors date description summary "
                                 "sort order reverse lat lon location tags ";

/* A line of metadata: a key in lower case, or the rest of the value above it if that is "". */
struct meta {
    char key[KEY_MAX];
    const char *value;
    size_t value_len;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_of_key(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void set_value(struct meta *meta, const char *value, const char *end)
{
    while (value < end && is_blank(*value))
        value++;
    while (end > value && is_blank(end[-1]))
        end--;
    meta->value = value;
    meta->value_len = (size_t)(end - value);
}

/* At most three spaces, a key of letters, digits, _ and -, a colon; four spaces continue. */
static bool read_line(const char *line, size_t len, struct meta *meta)
{
    const char *s = line, *end = line + len;
    size_t key = 0;

    while (s < end && *s == ' ')
        s++;
    meta->key[0] = '\0';
    set_value(meta, s, end);
    if (s - line >= 4 && meta->value_len)
        return true;
    while (s < end && key + 1 < KEY_MAX && is_of_key(*s))
        meta->key[key++] = lower(*s++);
    meta->key[key] = '\0';
    if (!key || s == end || *s != ':')
        return false;
    set_value(meta, s + 1, end);
    return true;
}

/* Where the value of a key goes; NULL if it has no effect. */
static const char **slot_of(struct tg_sigal *sigal, const char *key)
{
    const struct {
        const char *key;
        const char **slot;
    } slots[] = {{"title", &sigal->title},         {"thumbnail", &sigal->cover},
                 {"cover", &sigal->cover},         {"description", &sigal->description},
                 {"summary", &sigal->description}, {"date", &sigal->date},
                 {"sort", &sigal->sort},           {"reverse", &sigal->reverse},
                 {"order", &sigal->order}};

    for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
        if (strcmp(slots[i].key, key) == 0)
            return slots[i].slot;
    return NULL;
}

/* Another word in a list of words with a space around each. */
static void add_word(struct tg_arena *arena, const char **list, const char *word, bool *nomem)
{
    struct tg_buf text;

    if (*list && tg_text_has_word(*list, word))
        return;
    tg_buf_init(&text, VALUE_MAX);
    tg_buf_printf(&text, "%s%s ", *list ? *list : " ", word);
    if (!text.failed) /* else there are too many to be told of */
        *list = tg_arena_copy(arena, text.data, text.len);
    *nomem |= !*list;
    tg_buf_release(&text);
}

/* The first value of a key counts, with the lines that continue it. */
static void take(struct tg_arena *arena, const char **slot, const struct meta *meta, bool *nomem)
{
    struct tg_buf text;

    if (!meta->value_len || memchr(meta->value, '\0', meta->value_len))
        return;
    tg_buf_init(&text, VALUE_MAX);
    if (*slot)
        tg_buf_printf(&text, "%s ", *slot);
    tg_buf_put(&text, meta->value, meta->value_len);
    if (!text.failed)
        *slot = tg_arena_copy(arena, text.data, text.len);
    *nomem |= !text.failed && !*slot;
    tg_buf_release(&text);
}

bool tg_sigal_read(struct tg_arena *arena, const char *data, size_t len, struct tg_sigal *into,
                   bool *nomem)
{
    struct tg_sigal sigal = {.body = 0};
    const char **slot = NULL;

    for (size_t lines = 0; sigal.body < len && lines < LINES_MAX; lines++) {
        const char *line = data + sigal.body;
        size_t n = tg_text_line(line, len - sigal.body);
        struct meta meta;

        if (!read_line(line, n, &meta))
            break;
        if (lines == 0 && (!meta.key[0] || !tg_text_has_word(first_keys, meta.key)))
            return false;
        sigal.body += n;
        if (meta.key[0]) {
            slot = slot_of(&sigal, meta.key);
            if (!slot)
                add_word(arena, &sigal.unknown, meta.key, nomem);
            else if (*slot)
                slot = NULL;
        }
        if (slot)
            take(arena, slot, &meta, nomem);
    }
    *into = sigal;
    return sigal.body > 0;
}

/* Of a key that is known, but whose value says nothing to us. */
static void refuse(struct tg_arena *arena, struct tg_sigal *sigal, const char **slot,
                   const char *key, bool *nomem)
{
    *slot = NULL;
    add_word(arena, &sigal->unknown, key, nomem);
}

static bool read_order(const char *text, size_t *position)
{
    size_t digits = strspn(text, "0123456789");

    if (!digits || digits > 9 || text[digits])
        return false;
    *position = (size_t)strtoul(text, NULL, 10) + 1; /* some begin with 0 */
    return true;
}

static bool is_one_of(const char *text, const char *a, const char *b)
{
    return tg_text_casecmp(text, a) == 0 || tg_text_casecmp(text, b) == 0;
}

static void set_order(struct tg_arena *arena, struct tg_sigal *sigal, struct tg_node *node,
                      bool *nomem)
{
    bool by_date = sigal->sort && tg_text_casecmp(sigal->sort, "date") == 0;
    bool reverse = sigal->reverse && is_one_of(sigal->reverse, "true", "yes");

    if (sigal->sort && !by_date && !is_one_of(sigal->sort, "name", "filename"))
        refuse(arena, sigal, &sigal->sort, "sort", nomem);
    if (sigal->sort)
        node->sort = by_date ? TG_SORT_DATE : TG_SORT_NAME;
    if (sigal->reverse && !reverse && !is_one_of(sigal->reverse, "false", "no"))
        refuse(arena, sigal, &sigal->reverse, "reverse", nomem);
    node->reverse = reverse;
    if (sigal->order && !read_order(sigal->order, &node->position))
        refuse(arena, sigal, &sigal->order, "order", nomem);
}

/* "title, cover; without effect: author" */
static void put_said(const struct tg_sigal *sigal, struct tg_buf *out)
{
    const struct {
        const char *key, *value;
    } keys[] = {{"title", sigal->title}, {"description", sigal->description},
                {"cover", sigal->cover}, {"date", sigal->date},
                {"sort", sigal->sort},   {"reverse", sigal->reverse},
                {"order", sigal->order}};
    const char *before = "";

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (keys[i].value) {
            tg_buf_printf(out, "%s%s", before, keys[i].key);
            before = ", ";
        }
    if (!*before)
        tg_buf_puts(out, "nothing");
    if (sigal->unknown)
        tg_buf_printf(out, "; without effect:%.*s", (int)strlen(sigal->unknown) - 1,
                      sigal->unknown);
}

void tg_sigal_album(struct tg_arena *arena, struct tg_sigal *sigal, struct tg_album_file *file,
                    bool *nomem)
{
    struct tg_node *node = &file->node;
    struct tg_buf said;

    node->title = sigal->title;
    node->description = sigal->description;
    file->cover = sigal->cover;
    if (sigal->date && !tg_date_of(sigal->date, &node->date))
        refuse(arena, sigal, &sigal->date, "date", nomem);
    set_order(arena, sigal, node, nomem);
    tg_buf_init(&said, TG_BUF_MAX);
    put_said(sigal, &said);
    file->sigal = said.failed ? NULL : tg_arena_copy(arena, said.data, said.len);
    *nomem |= !file->sigal;
    tg_buf_release(&said);
}

/* "2020-01-01T09:00:00" from that, or a day alone, with a space for the T or without seconds. */
static bool read_date(const char *text, char date[TG_DATE_SIZE])
{
    char rest[] = "T00:00:00";
    struct tg_date day;

    if (!tg_day_of(text, &day) || strlen(text) < TG_DAY_CHARS)
        return false;
    text += TG_DAY_CHARS;
    if (*text && *text != 'T' && *text != ' ')
        return false;
    for (size_t i = 1; *text && i < sizeof(rest) - 1 && text[i]; i++) {
        if (rest[i] == ':' ? text[i] != ':' : text[i] < '0' || text[i] > '9')
            return false;
        rest[i] = text[i];
    }
    if (memcmp(rest + 1, "24", 2) >= 0 || rest[4] > '5' || rest[7] > '5')
        return false;
    tg_date_text(day, date);
    memcpy(date + TG_DAY_CHARS, rest, sizeof(rest));
    return true;
}

/* The words of a text in Markdown, in one line: those of a heading.  False when memory is short or
 * there are too many. */
static bool put_words(struct tg_buf *out, const char *data, size_t len)
{
    struct tg_markdown m;
    struct tg_buf line;
    bool good;

    tg_buf_init(&line, PHOTO_FILE_MAX + 2);
    tg_buf_puts(&line, "# ");
    for (size_t i = 0; i < len; i++)
        if (!is_blank(data[i]))
            tg_buf_putc(&line, data[i]);
        else if (i + 1 < len && !is_blank(data[i + 1]))
            tg_buf_putc(&line, ' ');
    good = !line.failed && tg_markdown_init(&m, line.data, line.len, true);
    if (good)
        tg_buf_put(out, m.title.data ? m.title.data : "", m.title.len);
    if (!line.failed)
        tg_markdown_release(&m);
    tg_buf_release(&line);
    return good && !out->failed;
}

/* A text about a picture, by the name of its file without the suffix. */
struct about {
    char *key;        /* in Unicode's form C; owned */
    const char *name; /* of the file; borrowed */
};

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct about *)a)->key, ((const struct about *)b)->key);
}

static char *key_of(const char *path)
{
    const char *base = tg_path_base(path);
    char *stem = strndup(base, (size_t)(tg_path_ext(base) - base)), *key = NULL;

    key = stem ? tg_nfc(stem) : NULL;
    free(stem);
    return key;
}

/* What was taken in a folder. */
struct taken {
    struct tg_site *site;
    struct tg_report *report;
    size_t photos;
    const char *example; /* a file of them */
    struct tg_sigal all; /* of all of them only what is unknown */
};

static void describe(struct taken *t, struct tg_photo *photo, const char *data, size_t len)
{
    struct tg_sigal sigal = {.body = 0};
    size_t mark = tg_text_mark(data, len);
    struct tg_arena *arena = &t->site->arena;
    struct tg_buf caption;

    data += mark;
    len -= mark;
    (void)tg_sigal_read(arena, data, len, &sigal, &t->report->nomem);
    tg_buf_init(&caption, TG_BUF_MAX);
    tg_buf_puts(&caption, sigal.title ? sigal.title : "");
    if (caption.len && strspn(data + sigal.body, " \t\r\n") < len - sigal.body)
        tg_buf_puts(&caption, " – ");
    t->report->nomem |= !put_words(&caption, data + sigal.body, len - sigal.body);
    if (!photo->caption && caption.len)
        photo->caption = tg_buf_steal(&caption);
    tg_buf_release(&caption);
    if (sigal.date && !read_date(sigal.date, photo->own_date))
        add_word(arena, &t->all.unknown, "date", &t->report->nomem);
    for (const char *s = sigal.unknown; s && s[1];) {
        size_t n = strcspn(s + 1, " ");
        char *word = strndup(s + 1, n);

        t->report->nomem |= !word;
        if (word)
            add_word(arena, &t->all.unknown, word, &t->report->nomem);
        free(word);
        s += n + 1;
    }
    t->photos++;
}

/* A file that happens to have the name must not stop a build: what cannot be read is noted. */
static struct tg_err *take_photo(struct taken *t, const struct tg_folder *album,
                                 struct tg_photo *photo, const char *name)
{
    char *path = tg_path_join(album->node.dir, name), *data = NULL;
    size_t len = 0;
    struct tg_err *err =
        path ? tg_enclosure_read(&t->site->source, path, PHOTO_FILE_MAX, &data, &len)
             : tg_err_nomem();
    bool outside = err && tg_err_code(err) == TG_E_OUTSIDE;

    if (!err) {
        describe(t, photo, data, len);
        t->example = name;
    } else if (tg_err_code(err) != TG_E_NOMEM) {
        tg_err_free(err);
        err = outside ? tg_site_refuse(t->site, path)
                      : tg_site_note(t->site, path, "skipped: not a text of at most %d KB",
                                     PHOTO_FILE_MAX >> 10);
    }
    free(path);
    free(data);
    return err;
}

/* The texts in a folder, sorted; the caller frees.  NULL when memory is short. */
static struct about *list_texts(const struct tg_listing *names, size_t *len)
{
    struct about *texts = calloc(names->len + 1, sizeof(*texts));
    bool good = texts;

    *len = 0;
    for (size_t i = 0; good && i < names->len; i++) {
        const char *name = names->names[i];

        if (*name == '.' || tg_text_casecmp(tg_path_ext(name), ".md") != 0 ||
            tg_text_casecmp(name, "index.md") == 0 || tg_text_casecmp(name, "album.md") == 0)
            continue;
        texts[*len] = (struct about){key_of(name), name};
        good = texts[*len].key;
        *len += good;
    }
    if (good && *len)
        qsort(texts, *len, sizeof(*texts), by_key);
    if (!good)
        for (size_t i = 0; texts && i < *len; i++)
            free(texts[i].key);
    if (!good)
        free(texts);
    return good ? texts : NULL;
}

static struct tg_err *note(struct taken *t, const struct tg_folder *album)
{
    const char *unknown = t->all.unknown;

    if (!t->photos)
        return NULL;
    return tg_site_note(t->site, *album->node.dir ? album->node.dir : NULL,
                        "%zu text%s about pictures read as sigal's, such as %s%s%.*s", t->photos,
                        t->photos == 1 ? "" : "s", t->example, unknown ? "; without effect:" : "",
                        unknown ? (int)strlen(unknown) - 1 : 0, unknown ? unknown : "");
}

struct tg_err *tg_sigal_photos(struct tg_site *site, struct tg_folder *album,
                               const struct tg_listing *names, struct tg_report *report)
{
    struct taken t = {.site = site, .report = report};
    size_t len;
    struct about *texts = list_texts(names, &len);
    struct tg_err *err = texts ? NULL : tg_err_nomem();

    for (size_t i = 0; texts && len && !err && i < album->node.photos_len; i++) {
        const struct about wanted = {.key = key_of(album->node.photos[i]->path)};
        const struct about *text = NULL;

        if (!wanted.key)
            err = tg_err_nomem();
        else
            text = bsearch(&wanted, texts, len, sizeof(*texts), by_key);
        if (text)
            err = take_photo(&t, album, album->node.photos[i], text->name);
        free(wanted.key);
    }
    for (size_t i = 0; texts && i < len; i++)
        free(texts[i].key);
    free(texts);
    return err ? err : note(&t, album);
}
