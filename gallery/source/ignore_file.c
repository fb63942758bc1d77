/* ignore_file.c - see ignore_file.h. */
#include "gallery/source/ignore_file.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/settings/choice.h"
#include "gallery/settings/glob.h"

enum { PARTS_MAX = 64 /* of a pattern, and of a path that is looked at */ };

bool tg_is_ignore_file(const char *name)
{
    return tg_text_casecmp(name, ".nomedia") == 0 || tg_text_casecmp(name, ".ignore") == 0 ||
           tg_text_casecmp(name, ".plexignore") == 0;
}

bool tg_ignore_is_empty(const char *data, size_t len)
{
    for (size_t i = tg_text_mark(data, len); i < len; i++)
        if (!data[i] || !strchr(" \t\r\n", data[i]))
            return false;
    return true;
}

/* Without white space at its end, unless a backslash holds the first of it. */
static void trim_end(char *line)
{
    size_t len = strlen(line);

    while (len && strchr(" \t\r", line[len - 1]) && !(len > 1 && line[len - 2] == '\\'))
        len--;
    line[len] = '\0';
}

/* Splits at slashes; false if there are too many parts. */
static bool split(const struct tg_reader *reader, const char *pattern, struct tg_ignore_line *line)
{
    size_t max = 1;

    for (const char *p = pattern; *p; p++)
        max += *p == '/';
    if (max > PARTS_MAX)
        return false;
    line->parts = tg_arena_alloc(reader->arena, max, sizeof(*line->parts));
    while (line->parts && *pattern) {
        size_t len = strcspn(pattern, "/");

        if (len)
            line->parts[line->parts_len++] = tg_arena_copy(reader->arena, pattern, len);
        reader->report->nomem |= len && !line->parts[line->parts_len - 1];
        pattern += len + (pattern[len] == '/');
    }
    reader->report->nomem |= !line->parts;
    return true;
}

static void take_line(const struct tg_reader *reader, char *text, uint32_t number,
                      struct tg_ignore *ignore)
{
    struct tg_ignore_line line = {.position = {reader->file, number, 1}};
    const char *pattern = text;
    size_t len;

    trim_end(text);
    if (!*text || *text == '#')
        return;
    line.back = *pattern == '!';
    line.text = tg_choice_name(reader->arena, reader->report, text);
    if (!line.text)
        return;
    pattern = line.text + line.back;
    len = strlen(pattern);
    line.folders = len > 1 && pattern[len - 1] == '/';
    line.anywhere = !memchr(pattern, '/', len - line.folders);
    if (ignore->len == TG_IGNORE_LINES || !split(reader, pattern, &line)) {
        tg_report_add(reader->report, TG_ERROR, line.position, "'%s': too many %s", line.text,
                      ignore->len == TG_IGNORE_LINES ? "lines" : "slashes");
        return;
    }
    if (line.parts_len)
        ignore->lines[ignore->len++] = line;
}

/* For all lines that the data may have. */
static bool reserve_lines(struct tg_arena *arena, const char *data, size_t len,
                          struct tg_ignore *ignore)
{
    struct tg_ignore_line *lines;
    size_t max = ignore->len + 1;

    for (size_t i = 0; i < len && max < TG_IGNORE_LINES; i++)
        max += data[i] == '\n';
    lines = tg_arena_alloc(arena, max, sizeof(*lines));
    if (!lines)
        return false;
    if (ignore->len)
        memcpy(lines, ignore->lines, ignore->len * sizeof(*lines));
    ignore->lines = lines;
    return true;
}

void tg_ignore_parse(const struct tg_reader *reader, const char *data, size_t len,
                     struct tg_ignore *ignore)
{
    struct tg_lines lines = {data, len, 0};
    char *line;

    if (!reserve_lines(reader->arena, data, len, ignore))
        reader->report->nomem = true;
    while (!reader->report->nomem && (line = tg_lines_next(&lines, &reader->report->nomem))) {
        take_line(reader, line, lines.number, ignore);
        free(line);
    }
}

/* The parts of a way; as with *, which tg_glob_match() does in the same manner, only the last ** is
 * tried again. */
static bool matches_way(const struct tg_ignore_line *line, char *const *path, size_t len)
{
    size_t i = 0, k = 0, star = SIZE_MAX, retry = 0;

    while (i < len || (k < line->parts_len && strcmp(line->parts[k], "**") == 0)) {
        if (k < line->parts_len && strcmp(line->parts[k], "**") == 0) {
            star = ++k;
            retry = i;
        } else if (k < line->parts_len && tg_glob_match(line->parts[k], path[i])) {
            i++;
            k++;
        } else if (star == SIZE_MAX) {
            return false;
        } else {
            k = star;
            i = ++retry;
        }
    }
    return k == line->parts_len;
}

static bool matches(const struct tg_ignore_line *line, char *const *path, size_t len,
                    bool is_folder)
{
    if (line->folders && !is_folder)
        return false;
    return line->anywhere ? tg_glob_match(line->parts[0], path[len - 1])
                          : matches_way(line, path, len);
}

enum tg_ignored tg_ignore_ask(struct tg_ignore *ignore, const char *path, bool is_folder)
{
    enum tg_ignored says = TG_IGNORE_SAYS_NOTHING;
    char *copy = strdup(path), *parts[PARTS_MAX + 1] = {NULL}, *save = NULL;
    size_t len = 0;

    for (char *part = copy ? strtok_r(copy, "/", &save) : NULL; part && len <= PARTS_MAX;
         part = strtok_r(NULL, "/", &save))
        parts[len++] = part;
    for (size_t i = 0; len && i < ignore->len; i++) {
        struct tg_ignore_line *line = &ignore->lines[i];

        if (!matches(line, parts, len, is_folder))
            continue;
        line->met = true;
        says = line->back ? TG_IGNORE_KEEPS : TG_IGNORE_LEAVES_OUT;
    }
    ignore->left_out += says == TG_IGNORE_LEAVES_OUT;
    free(copy);
    return copy ? says : TG_IGNORE_LEAVES_OUT;
}
