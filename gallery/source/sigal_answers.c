/* sigal_answers.c - see sigal_answers.h. */
#include "gallery/source/sigal_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "gallery/model/text.h"

typedef void answer_fn(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                       struct tg_sigal_answer *a);

static bool is_word(const struct tg_literal *value, const char *word)
{
    return tg_literal_is_text(value) && tg_text_casecmp(value->text, word) == 0;
}

/* As Python takes it in a condition. */
static bool is_true(const struct tg_literal *value)
{
    switch (value ? value->kind : TG_LITERAL_NONE) {
    case TG_LITERAL_BOOL:
        return value->truth;
    case TG_LITERAL_NUMBER:
        return strspn(value->text, "+-0._") < strlen(value->text);
    case TG_LITERAL_TEXT:
        return *value->text;
    case TG_LITERAL_LIST:
    case TG_LITERAL_MAP:
        return value->first;
    case TG_LITERAL_NONE:
        break;
    }
    return false;
}

static const struct tg_literal *value_of(const struct tg_sigal_conf *conf, const char *name)
{
    const struct tg_sigal_setting *setting = tg_sigal_conf_get(conf, name);

    return setting ? &setting->value : NULL;
}

/* The items of a list, or a value that stands for a list of it alone. */
static const struct tg_literal *items_of(const struct tg_literal *value)
{
    if (!value)
        return NULL;
    return value->kind == TG_LITERAL_LIST ? value->first : value;
}

/* `key: "value"` */
static void put_line(struct tg_sigal_answer *a, const char *key, const char *value)
{
    tg_buf_printf(&a->line, "%s: ", key);
    tg_json_string(&a->line, value);
}

/* Another text in a list of the line: `key: ["a"` before `, "b"`.  The list stays open. */
static void put_item(struct tg_sigal_answer *a, const char *key, const char *value)
{
    if (a->line.len)
        tg_buf_puts(&a->line, ", ");
    else
        tg_buf_printf(&a->line, "%s: [", key);
    tg_json_string(&a->line, value);
}

static void say_title(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                      struct tg_sigal_answer *a)
{
    (void)conf;
    if (tg_literal_is_text(value))
        put_line(a, "title", value->text);
}

static void say_copyright(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                          struct tg_sigal_answer *a)
{
    (void)conf;
    if (!tg_literal_is_text(value))
        return;
    put_line(a, "copyright", value->text);
    tg_buf_puts(&a->words, "at the end of every page; pictures stay as they are");
}

/* "fr" of "fr_FR.UTF-8"; "C" says nothing. */
static void say_lang(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                     struct tg_sigal_answer *a)
{
    char lang[4];
    size_t len = tg_literal_is_text(value) ? strspn(value->text, "abcdefghijklmnopqrstuvwxyz") : 0;

    (void)conf;
    if (len < 2 || len > 3 || !strchr("_-.@", value->text[len]))
        return;
    (void)snprintf(lang, sizeof(lang), "%.*s", (int)len, value->text);
    put_line(a, "lang", lang);
}

static void say_theme(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                      struct tg_sigal_answer *a)
{
    (void)conf;
    if (is_word(value, "galleria"))
        put_line(a, "theme", "night");
    else if (is_word(value, "colorbox") || is_word(value, "photoswipe") ||
             is_word(value, "photobook"))
        tg_buf_puts(&a->words, "paper, the default theme, comes nearest to it");
    else if (tg_literal_is_text(value))
        tg_buf_puts(&a->words, "a theme of your own has to be written anew, in themes/ beside "
                               "album.md: see theming.md");
}

/* sigal begins with the first of the alphabet and with the oldest, here dates begin with the
 * newest. */
static void say_albums_sort(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                            struct tg_sigal_answer *a)
{
    const struct tg_literal *attr = value_of(conf, "albums_sort_attr");
    bool reverse = is_true(value_of(conf, "albums_sort_reverse")), by_date = is_word(attr, "date");

    (void)value;
    if (is_word(attr, "meta.order")) {
        tg_buf_puts(&a->words, "'Order: 3' in an album's index.md counts as it is");
        return;
    }
    if (attr && !by_date && !is_word(attr, "name") && !is_word(attr, "title") &&
        !is_word(attr, "path")) {
        tg_buf_puts(&a->words, "albums are in order of name or date, or as you list them: "
                               "albums: {order: [...]}");
        return;
    }
    tg_buf_printf(&a->line, "albums: {sort: %s%s}", by_date ? "date" : "name",
                  reverse != by_date ? ", reverse: true" : "");
    tg_buf_puts(&a->words, "in each album that has albums in it");
}

static void say_sort(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                     struct tg_sigal_answer *a)
{
    (void)conf;
    if (is_word(value, "filename") || is_word(value, "name") || is_word(value, "basename")) {
        tg_buf_puts(&a->line, "sort: name");
        tg_buf_puts(&a->words, "in each album; without it pictures are in order of date");
    } else if (tg_literal_is_text(value) && !is_word(value, "date")) {
        tg_buf_puts(&a->words,
                    "pictures are in order of date or name, or as you list them: order: [...]");
    }
}

static void say_reverse(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                        struct tg_sigal_answer *a)
{
    (void)conf;
    if (!is_true(value))
        return;
    tg_buf_puts(&a->line, "reverse: true");
    tg_buf_puts(&a->words, "in each album");
}

/* A path that matched as a whole, as a line of a .ignore file: * does not match a slash there. */
static void put_ignored(struct tg_sigal_answer *a, const char *pattern, bool is_folder)
{
    const char *before = strncmp(pattern, "*/", 2) == 0 ? "*" : strchr(pattern, '/') ? "" : "/";

    tg_buf_puts(&a->words,
                a->words.len ? " and " : "in a file .ignore beside album.md, a line each: ");
    tg_buf_printf(&a->words, "%s%s%s", before, pattern, is_folder ? "/" : "");
}

static void put_patterns(const struct tg_sigal_conf *conf, const char *name,
                         struct tg_sigal_answer *a)
{
    const struct tg_literal *item = items_of(value_of(conf, name));

    for (; item; item = item->next) {
        if (!tg_literal_is_text(item))
            continue;
        if (*item->text == '*' && !strchr(item->text, '/'))
            put_item(a, "exclude", item->text);
        else
            put_ignored(a, item->text, strcmp(name, "ignore_directories") == 0);
    }
}

static void say_exclude(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                        struct tg_sigal_answer *a)
{
    (void)value;
    put_patterns(conf, "ignore_directories", a);
    put_patterns(conf, "ignore_files", a);
    if (a->line.len)
        tg_buf_putc(&a->line, ']');
}

static void say_original(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                         struct tg_sigal_answer *a)
{
    (void)conf;
    if (!is_true(value))
        return;
    tg_buf_puts(&a->line, "original: link");
    tg_buf_puts(&a->words, "photos in full size, without their metadata; with download: true "
                           "each picture is linked to its own");
}

static void say_zip(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                    struct tg_sigal_answer *a)
{
    if (!is_true(value))
        return;
    tg_buf_puts(&a->line, "download: zip");
    if (is_word(value_of(conf, "zip_media_format"), "orig"))
        tg_buf_puts(&a->words, "and for photos in full size: download_size: original");
}

/* (title, address) each, which is a mapping here. */
static void say_links(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                      struct tg_sigal_answer *a)
{
    const struct tg_literal *link = value->kind == TG_LITERAL_LIST ? value->first : NULL;

    (void)conf;
    for (; link; link = link->next) {
        const struct tg_literal *title = link->kind == TG_LITERAL_LIST ? link->first : NULL;

        if (!tg_literal_is_text(title) || !tg_literal_is_text(title->next))
            continue;
        tg_buf_puts(&a->line, a->line.len ? ", {" : "menu: [{");
        tg_json_string(&a->line, title->next->text);
        tg_buf_puts(&a->line, ": ");
        tg_json_string(&a->line, title->text);
        tg_buf_putc(&a->line, '}');
    }
    if (a->line.len)
        tg_buf_putc(&a->line, ']');
}

static void say_files(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                      struct tg_sigal_answer *a)
{
    const struct tg_literal *pair = value->kind == TG_LITERAL_LIST ? value->first : NULL;

    (void)conf;
    if (tg_literal_is_text(pair)) { /* ('a', 'b') with brackets that are missing */
        put_item(a, "files",
                 pair->next && tg_literal_is_text(pair->next) ? pair->next->text : pair->text);
        pair = NULL;
    }
    for (; pair; pair = pair->next) {
        const struct tg_literal *from = pair->kind == TG_LITERAL_LIST ? pair->first : NULL;

        if (tg_literal_is_text(from) && tg_literal_is_text(from->next))
            put_item(a, "files", from->next->text);
    }
    if (!a->line.len)
        return;
    tg_buf_putc(&a->line, ']');
    tg_buf_puts(&a->words, "files are copied to the same path: move them there first");
}

static void say_quality(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                        struct tg_sigal_answer *a)
{
    const struct tg_literal *quality = tg_literal_get(value, "quality");

    (void)conf;
    if (!quality || quality->kind != TG_LITERAL_NUMBER ||
        quality->text[strspn(quality->text, "0123456789")] || strlen(quality->text) > 3)
        return;
    tg_buf_printf(&a->line, "quality: %s", quality->text);
    tg_buf_puts(&a->words, "without it 75, which makes smaller files");
}

static void say_size(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                     struct tg_sigal_answer *a)
{
    const struct tg_literal *width = items_of(value);

    (void)conf;
    if (!width || width->kind != TG_LITERAL_NUMBER)
        return;
    tg_buf_printf(&a->words,
                  "not needed: pictures are made 480 to 2560 pixels wide, and browsers choose; "
                  "sizes: [%sx] makes one width only",
                  width->text);
}

static void say_format(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                       struct tg_sigal_answer *a)
{
    (void)conf;
    if (is_word(value, "webp"))
        tg_buf_puts(&a->line, "formats: [jpeg, webp]");
    else if (is_word(value, "avif"))
        tg_buf_puts(&a->line, "formats: [jpeg, avif]");
}

static void say_map(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                    struct tg_sigal_answer *a)
{
    (void)conf;
    if (is_true(value))
        tg_buf_puts(&a->line, "album_map: true");
}

static void say_exif(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                     struct tg_sigal_answer *a)
{
    (void)conf;
    if (!is_true(value))
        return;
    tg_buf_puts(&a->line, "exif: true");
    tg_buf_puts(&a->words, "on pages; pictures themselves have no metadata");
}

/* The address of the site is that of the feed without its name. */
static void say_feed(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                     struct tg_sigal_answer *a)
{
    const struct tg_literal *address = tg_literal_get(value, "feed_url");
    char *site = tg_literal_is_text(address) ? strdup(address->text) : NULL;
    char *slash = site ? strrchr(site, '/') : NULL;

    (void)conf;
    if (slash && slash > site && slash[-1] != '/') {
        *slash = '\0';
        put_line(a, "url", site);
        tg_buf_puts(&a->words, "the feed is feed.xml there");
    }
    free(site);
}

static void say_plugins(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                        struct tg_sigal_answer *a)
{
    static const struct {
        const char *name, *words;
    } plugins[] = {
        {"adjust", "none here"},
        {"compress_assets", "for the web server to do"},
        {"copyright", "copyright: TEXT in album.md"},
        {"encrypt", "password: TEXT in an album's album.md"},
        {"extended_caching", "not needed"},
        {"feeds", "url: ADDRESS in album.md"},
        {"media_page", "not needed: each picture has an address"},
        {"nomedia", "counts as it is"},
        {"nonmedia_files", "files: [...] in album.md"},
        {"upload_s3", "tirage deploy"},
        {"watermark", "none here"},
        {"zip_gallery", "download: zip in album.md"},
    };
    const struct tg_literal *item = items_of(value);

    (void)conf;
    for (; item; item = item->next) {
        const char *name = tg_literal_is_text(item) ? item->text : "", *dot = strrchr(name, '.');
        const char *words = "unknown here";

        name = dot ? dot + 1 : name;
        for (size_t i = 0; i < sizeof(plugins) / sizeof(plugins[0]); i++)
            if (strcmp(plugins[i].name, name) == 0)
                words = plugins[i].words;
        tg_buf_printf(&a->words, "%s%s (%s)", a->words.len ? ", " : "", name, words);
    }
}

static void say_source(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                       struct tg_sigal_answer *a)
{
    (void)conf;
    if (tg_literal_is_text(value))
        tg_buf_puts(&a->words, "is the folder that tirage build takes");
}

static void say_html(const struct tg_sigal_conf *conf, const struct tg_literal *value,
                     struct tg_sigal_answer *a)
{
    (void)conf;
    if (!is_true(value))
        tg_buf_puts(&a->words, "tirage thumb -r makes pictures without pages");
}

static const struct equal {
    const char *name, *key; /* the key of album.md; NULL: none */
    answer_fn *say;
    const char *words; /* what there is to say otherwise */
} equals[] = {
    {"albums_sort_attr", "albums", say_albums_sort, NULL},
    {"albums_sort_reverse", "albums", say_albums_sort, NULL},
    {"atom_feed", "url", say_feed, NULL},
    {"author", "copyright", say_copyright, NULL},
    {"autorotate_images", NULL, NULL, "always"},
    {"copy_exif_data", "exif", say_exif, NULL},
    {"copyright", "copyright", say_copyright, NULL},
    {"destination", NULL, NULL,
     "is what -o names; a folder that sigal made is refused, so name another: -o site"},
    {"encrypt_options", NULL, NULL, "password: TEXT in an album's album.md protects it"},
    {"files_to_copy", "files", say_files, NULL},
    {"google_analytics", NULL, NULL, "HTML of your own goes into partials/head.html"},
    {"google_tag_manager", NULL, NULL, "HTML of your own goes into partials/head.html"},
    {"html_language", "lang", say_lang, NULL},
    {"ignore_directories", "exclude", say_exclude, NULL},
    {"ignore_files", "exclude", say_exclude, NULL},
    {"img_format", "formats", say_format, NULL},
    {"img_size", NULL, say_size, NULL},
    {"jpg_options", "quality", say_quality, NULL},
    {"keep_orig", "original", say_original, NULL},
    {"links", "menu", say_links, NULL},
    {"locale", "lang", say_lang, NULL},
    {"medias_sort_attr", "sort", say_sort, NULL},
    {"medias_sort_reverse", "reverse", say_reverse, NULL},
    {"orig_link", NULL, NULL, "none: a site holds files, and no links to photos"},
    {"piwik", NULL, NULL, "HTML of your own goes into partials/head.html"},
    {"plugins", NULL, say_plugins, NULL},
    {"rss_feed", "url", say_feed, NULL},
    {"show_map", "album_map", say_map, NULL},
    {"source", NULL, say_source, NULL},
    {"theme", "theme", say_theme, NULL},
    {"title", "title", say_title, NULL},
    {"use_orig", "original", say_original, NULL},
    {"user_css", NULL, NULL, "style of your own goes into custom.css beside album.md"},
    {"write_html", NULL, say_html, NULL},
    {"zip_gallery", "download", say_zip, NULL},
    {"zip_media_format", "download", NULL, NULL},
};

static const struct equal *find_equal(const char *name)
{
    for (size_t i = 0; i < sizeof(equals) / sizeof(equals[0]); i++)
        if (strcmp(equals[i].name, name) == 0)
            return &equals[i];
    return NULL;
}

bool tg_sigal_answer(const struct tg_sigal_conf *conf, const struct tg_sigal_setting *setting,
                     struct tg_sigal_answer *answer)
{
    const struct equal *equal = find_equal(setting->name);

    if (!equal)
        return false;
    answer->key = equal->key;
    if (equal->say)
        equal->say(conf, &setting->value, answer);
    else if (equal->words && is_true(&setting->value))
        tg_buf_puts(&answer->words, equal->words);
    return true;
}
