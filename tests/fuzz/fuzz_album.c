/* fuzz_album.c - any bytes as album.md, sigal's index.md, captions.txt and a pattern: what comes of
 * them is HTML without a tag, an attribute or a scheme that we did not choose, and a report of one
 * line a problem. */
#include <string.h>

#include "core/base/utf8.h"
#include "gallery/settings/glob.h"
#include "gallery/source/album_file.h"
#include "gallery/source/site_files.h"
#include "tests/fuzz/fuzz.h"

static const char *const tags[] = {"a",  "blockquote", "br",  "code",   "em", "h2",
                                   "h3", "h4",         "h5",  "h6",     "hr", "li",
                                   "ol", "p",          "pre", "strong", "ul"};

/* The tag behind its <; returns where it ends. */
static const char *check_tag(const char *s)
{
    size_t len, known = 0;

    s += *s == '/';
    len = strcspn(s, " >");
    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
        known += strlen(tags[i]) == len && memcmp(tags[i], s, len) == 0;
    require(known == 1);
    s += len;
    if (strncmp(s, " href=\"", 7) == 0 || strncmp(s, " start=\"", 8) == 0) {
        bool is_link = s[1] == 'h';
        const char *value = s + (is_link ? 7 : 8);

        s = value + strcspn(value, "\"<>");
        require(*s++ == '"');
        require(!is_link || strncmp(value, "javascript:", strlen("javascript:")) != 0);
    }
    require(*s == '>');
    return s + 1;
}

static void check_html(const char *s)
{
    while (*s) {
        s += strcspn(s, "<>");
        if (*s) {
            require(*s == '<');
            s = check_tag(s + 1);
        }
    }
}

/* Texts are Markdown, and there is no CSS. */
static void check_section(const struct tg_section *section)
{
    bool is_html = section->type == TG_SECTION_TEXT || section->type == TG_SECTION_QUOTE ||
                   section->type == TG_SECTION_PARAGRAPH;

    require(section->type != TG_SECTION_HTML && section->type != TG_SECTION_IFRAME);
    require(!section->background && !section->color && !section->css);
    if (is_html && section->text)
        check_html(section->text);
}

static void check_report(const struct tg_report *report, const char *file)
{
    require(!report->nomem);
    for (size_t i = 0; i < report->len; i++) {
        const char *text = report->problems[i].text;

        require(strncmp(text, file, strlen(file)) == 0);
        require(tg_text_is_clean(text));
    }
}

static void check_captions(const char *data, size_t len)
{
    char a[] = "a.jpg", b[] = "b: c.jpg";
    struct tg_photo photos[] = {{.path = a}, {.path = b}}, *list[] = {&photos[0], &photos[1]};
    struct tg_folder album = {.node = {.photos = list, .photos_len = 2}};
    struct tg_report report = {0};

    tg_captions_parse("captions.txt", data, len, &album, &report);
    check_report(&report, "captions.txt:");
    tg_report_release(&report);
    free(photos[0].caption);
    free(photos[1].caption);
}

/* As sigal's index.md, with metadata or not. */
static void check_sigal(const char *data, size_t len)
{
    struct tg_arena arena = {NULL};
    struct tg_report report = {0};
    const struct tg_reader reader = {&arena, &report, "index.md", 0};
    struct tg_album_file file;

    tg_album_file_parse(&reader, data, len, false, &file);
    check_report(&report, "index.md:");
    if (file.node.body)
        check_html(file.node.body);
    tg_report_release(&report);
    tg_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_arena arena = {NULL};
    struct tg_report report = {0};
    const struct tg_reader reader = {&arena, &report, "album.md", 0};
    struct tg_album_file file;
    char *pattern = strndup((const char *)data, size);

    tg_album_file_parse(&reader, (const char *)data, size, size % 2, &file);
    tg_site_footer(&reader, &file.look);
    if (file.look.footer)
        check_html(file.look.footer);
    check_report(&report, "album.md:");
    if (file.node.body)
        check_html(file.node.body);
    for (size_t i = 0; i < file.node.sections_len; i++)
        check_section(&file.node.sections[i]);
    tg_report_release(&report);
    tg_arena_release(&arena);
    check_captions((const char *)data, size);
    check_sigal((const char *)data, size);
    if (pattern && strlen(pattern) < 200) {
        size_t half = strlen(pattern) / 2;
        const char *name = pattern + half + (pattern[half] != '\0');

        pattern[half] = '\0';
        (void)tg_glob_match(pattern, name);
    }
    free(pattern);
    return 0;
}
