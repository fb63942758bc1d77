/* yaml_hint.c - what the owner of a file may have meant where it is not YAML; see yaml.h.
 *
 * libyaml tells what it expected, which says little to somebody who wrote a text.  So its words
 * decide together with the line in question. */
#include <string.h>

#include "gallery/settings/yaml.h"

static const char tabs[] = "indent with spaces, YAML does not allow tabs there";
static const char apostrophe[] = "inside '...' an apostrophe is written twice (''), or use \"...\"";
static const char quote[] = "inside \"...\" a quote is written \\\", or use '...'";
static const char open_quote[] = "a quote that is not closed";
static const char colon[] = "a text with a colon and a space in it needs quotes";
static const char missing[] = "a key needs a colon and a space behind it";
static const char brackets[] = "a text that begins with [ or { or has one of ,:[]{} in a list or "
                               "mapping on one line needs quotes";
static const char first[] =
    "a text that begins with one of @ ` % * & ! | > needs quotes"; /* YAML 1.2, section 5.3 */
static const char indentation[] =
    "is it indented as the lines around it, and is every quote above closed?";

/* The hints by what libyaml's message has in it; the first that fits. */
static const struct {
    const char *problem, *hint;
} hints[] = {
    {"tab character", tabs},
    {"cannot start any token", first},
    {"alphabetic or numeric", first},
    {"anchor of that name", first},
    {"tags other", first},
    {"comment or line break", first},
    {"mapping values", colon},
    {"expected ':'", missing},
    {"expected ','", brackets},
    {"end of stream", open_quote},
    {"document indicator", open_quote},
    {"expected key", indentation},
    {"'-' indicator", indentation},
};

/* Whether a quote at `at` can begin a text: behind nothing, or the signs that come before one. */
static bool begins_text(const char *line, size_t at)
{
    while (at && line[at - 1] == ' ')
        at--;
    return at == 0 || strchr(":-,[{", line[at - 1]);
}

/* Where the text in quotes that begins at `at` ends; 0: not in this line. */
static size_t end_of_text(const char *line, size_t len, size_t at)
{
    char mark = line[at];

    for (size_t i = at + 1; i < len; i++) {
        if (line[i] == '\\' && mark == '"')
            i++;
        else if (line[i] == mark && mark == '\'' && i + 1 < len && line[i + 1] == mark)
            i++;
        else if (line[i] == mark)
            return i;
    }
    return 0;
}

/* A hint about the first text in quotes behind which something stands; NULL without one. */
static const char *hint_of_quotes(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool single = line[i] == '\'';
        size_t end;

        if ((!single && line[i] != '"') || !begins_text(line, i))
            continue;
        end = end_of_text(line, len, i);
        if (!end)
            return open_quote;
        i = end;
        for (end++; end < len && line[end] == ' '; end++)
            ;
        if (end < len && !strchr(",:]}#\r", line[end]))
            return single ? apostrophe : quote;
    }
    return NULL;
}

/* Whether the value of the line's key or entry begins with a bracket. */
static bool has_brackets(const char *line, size_t len)
{
    bool has = false;

    for (size_t i = 0; i + 2 < len && !has; i++)
        has = (line[i] == ':' || line[i] == '-') && line[i + 1] == ' ' &&
              (line[i + 2] == '[' || line[i + 2] == '{');
    return has;
}

const char *tg_yaml_hint(const char *line, size_t len, const char *problem)
{
    size_t indent = 0;

    while (indent < len && (line[indent] == ' ' || line[indent] == '\t'))
        indent++;
    if (memchr(line, '\t', indent))
        return tabs;
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
        if (strstr(problem, hints[i].problem)) {
            bool of_quotes = hints[i].hint == brackets || hints[i].hint == indentation ||
                             hints[i].hint == open_quote || hints[i].hint == missing;
            const char *hint = of_quotes ? hint_of_quotes(line, len) : NULL;

            if (!hint && hints[i].hint == indentation && has_brackets(line, len))
                hint = brackets;
            return hint ? hint : hints[i].hint;
        }
    return NULL;
}
