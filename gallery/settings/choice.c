/* choice.c - see choice.h. */
#include "gallery/settings/choice.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "gallery/settings/glob.h"

const char *tg_choice_name(struct tg_arena *arena, struct tg_report *report, const char *s)
{
    char *text = tg_nfc(s);
    const char *copy = text ? tg_arena_copy(arena, text, strlen(text)) : NULL;

    free(text);
    report->nomem = report->nomem || !copy;
    return copy;
}

static void prepare(struct tg_arena *arena, struct tg_report *report, struct tg_texts *patterns,
                    bool **met)
{
    const char **items = tg_arena_alloc(arena, patterns->len, sizeof(*items));

    *met = tg_arena_alloc(arena, patterns->len, sizeof(**met));
    report->nomem = report->nomem || !items || !*met;
    for (size_t i = 0; i < patterns->len && !report->nomem; i++)
        items[i] = tg_choice_name(arena, report, patterns->items[i]);
    *patterns = (struct tg_texts){items, report->nomem ? 0 : patterns->len};
}

void tg_choice_prepare(struct tg_arena *arena, struct tg_report *report, struct tg_choice *choice)
{
    prepare(arena, report, &choice->include, &choice->include_met);
    prepare(arena, report, &choice->exclude, &choice->exclude_met);
}

/* All of them are tried, since those that never match are told of. */
static bool any_matches(const struct tg_texts *patterns, bool *met, const char *name)
{
    bool any = false;

    for (size_t i = 0; i < patterns->len; i++)
        if (tg_glob_match(patterns->items[i], name))
            any = met[i] = true;
    return any;
}

bool tg_choice_leaves_out(const struct tg_choice *choice, const char *name, bool is_folder)
{
    bool excluded = any_matches(&choice->exclude, choice->exclude_met, name);
    bool included = is_folder || choice->include.len == 0 ||
                    any_matches(&choice->include, choice->include_met, name);

    return excluded || !included;
}

static void warn_unmet(const struct tg_reader *reader, const struct tg_yaml *map, const char *key,
                       const struct tg_texts *patterns, const bool *met)
{
    const struct tg_yaml *node = map ? tg_yaml_get(map, key) : NULL;

    for (size_t i = 0; i < patterns->len; i++)
        if (!met[i])
            tg_settings_problem(reader, TG_WARNING, node && node->len ? node->items[i] : node,
                                "%s: '%s' matches nothing here", key, patterns->items[i]);
}

void tg_choice_warn(const struct tg_reader *reader, const struct tg_yaml *map,
                    const struct tg_choice *choice)
{
    warn_unmet(reader, map, "include", &choice->include, choice->include_met);
    warn_unmet(reader, map, "exclude", &choice->exclude, choice->exclude_met);
}

enum tg_raw_rule tg_settings_raw(const struct tg_reader *reader, const struct tg_yaml *node,
                                 const char *word)
{
    static const char *const words[] = {"pair", "separate", "ignore", "prefer"}; /* as the enum */

    for (unsigned i = 0; word && i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(word, words[i]) == 0)
            return (enum tg_raw_rule)(TG_RAW_PAIR + i);
    if (word)
        tg_settings_problem(reader, TG_ERROR, node,
                            "raw: '%s' is none of pair, separate, ignore and prefer", word);
    return TG_RAW_UNSAID;
}

enum tg_hdr_rule tg_settings_hdr(const struct tg_reader *reader, const struct tg_yaml *node,
                                 const char *word)
{
    if (word && strcmp(word, "keep") != 0 && strcmp(word, "drop") != 0)
        tg_settings_problem(reader, TG_ERROR, node, "hdr: '%s' is neither keep nor drop", word);
    return !word ? TG_HDR_UNSAID : strcmp(word, "drop") == 0 ? TG_HDR_DROP : TG_HDR_KEEP;
}

uint8_t tg_settings_effort(const struct tg_reader *reader, const struct tg_yaml *node,
                           const char *word)
{
    if (word && *word >= '1' && *word <= '9' && !word[1])
        return (uint8_t)(*word - '0');
    if (word)
        tg_settings_problem(reader, TG_ERROR, node,
                            "effort: expected a whole number from 1 to 9, got '%s'", word);
    return 0;
}
