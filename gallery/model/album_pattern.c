/* album_pattern.c - see album_pattern.h. */
#include "gallery/model/album_pattern.h"

#include <string.h>

static const char words_allowed[] =
    "what begins with % is one of %keywords, %people, %place and %path, between slashes";
static const char tokens_allowed[] =
    "between braces stand YYYY, YY, MM, MMM, MMMM and DD, with signs and spaces between them";

/* Words that are a whole segment. */
static const struct {
    const char *word;
    enum tg_segment_kind kind;
} words[] = {
    {"%keywords", TG_SEGMENT_KEYWORDS},
    {"%people", TG_SEGMENT_PEOPLE},
    {"%place", TG_SEGMENT_PLACE},
    {"%path", TG_SEGMENT_PATH},
};

/* In braces. */
static const struct {
    const char *letters;
    enum tg_part_kind kind;
} tokens[] = {
    {"YYYY", TG_PART_YEAR},       {"YY", TG_PART_SHORT_YEAR}, {"MMMM", TG_PART_MONTH_NAME},
    {"MMM", TG_PART_SHORT_MONTH}, {"MM", TG_PART_MONTH},      {"DD", TG_PART_DAY},
};

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static const char *add_part(struct tg_pattern_segment *segment, enum tg_part_kind kind,
                            const char *text, size_t len)
{
    if (len == 0)
        return NULL;
    if (segment->parts_len == TG_PATTERN_PARTS)
        return "there are too many parts between two slashes";
    segment->parts[segment->parts_len++] = (struct tg_pattern_part){kind, text, len};
    return NULL;
}

/* The letters at `text`, of which there are `len`. */
static const char *add_token(struct tg_pattern_segment *segment, const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
        if (strlen(tokens[i].letters) == len && memcmp(tokens[i].letters, text, len) == 0) {
            segment->kind = TG_SEGMENT_DATE;
            return add_part(segment, tokens[i].kind, text, len);
        }
    return tokens_allowed;
}

/* What is between two braces: letters are tokens, what is between these is text. */
static const char *read_braces(struct tg_pattern_segment *segment, const char *text, size_t len)
{
    const char *why = NULL;
    size_t i = 0, n;
    bool any = false;

    for (; i < len && !why; i += n) {
        n = 1;
        while (i + n < len && is_letter(text[i]) == is_letter(text[i + n]))
            n++;
        any |= is_letter(text[i]);
        why = is_letter(text[i]) ? add_token(segment, text + i, n)
                                 : add_part(segment, TG_PART_TEXT, text + i, n);
    }
    return any || why ? why : tokens_allowed;
}

static const char *read_text(struct tg_pattern_segment *segment, const char *text, size_t len)
{
    const char *why = NULL;

    while (len && !why) {
        const char *open = memchr(text, '{', len);
        const char *close = open ? memchr(open, '}', len - (size_t)(open - text)) : NULL;
        size_t before = open ? (size_t)(open - text) : len;

        if (memchr(text, '}', before) || (open && !close))
            return "a brace has no partner";
        why = add_part(segment, TG_PART_TEXT, text, before);
        if (!why && open)
            why = read_braces(segment, open + 1, (size_t)(close - open) - 1);
        len -= open ? (size_t)(close - text) + 1 : len;
        text = open ? close + 1 : text;
    }
    return why;
}

static const char *read_segment(struct tg_pattern_segment *segment, const char *text, size_t len)
{
    *segment = (struct tg_pattern_segment){.kind = TG_SEGMENT_TEXT};
    if (len == 0)
        return "there is nothing between two slashes, or before or behind one";
    if (*text != '%')
        return read_text(segment, text, len);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strlen(words[i].word) == len && memcmp(words[i].word, text, len) == 0) {
            segment->kind = words[i].kind;
            return NULL;
        }
    return words_allowed;
}

const char *tg_album_pattern_parse(const char *text, struct tg_album_pattern *pattern)
{
    const char *why = NULL, *end;

    pattern->text = text;
    pattern->len = 0;
    if (strlen(text) > TG_PATTERN_BYTES)
        return "it is longer than 200 bytes";
    do {
        struct tg_pattern_segment *segment = &pattern->segments[pattern->len];

        if (pattern->len == TG_PATTERN_SEGMENTS)
            return "it has more than eight parts between slashes";
        end = text + strcspn(text, "/");
        why = read_segment(segment, text, (size_t)(end - text));
        if (!why && segment->kind > TG_SEGMENT_DATE && tg_album_pattern_has(pattern, segment->kind))
            why = "it has the same word twice";
        pattern->len++;
        text = end + 1;
    } while (*end && !why);
    return why;
}

bool tg_album_pattern_has(const struct tg_album_pattern *pattern, enum tg_segment_kind kind)
{
    for (size_t i = 0; i < pattern->len; i++)
        if (pattern->segments[i].kind == kind)
            return true;
    return false;
}
