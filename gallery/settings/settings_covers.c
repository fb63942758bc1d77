/* settings_covers.c - see settings_covers.h. */
#include "gallery/settings/settings_covers.h"

#include <string.h>

enum { PERCENT = 100, NOT_SAID = 255 };

/* Words of `cover_position` and where they are; the other side is in the middle unless it is
 * said. */
static const struct {
    const char *word;
    uint8_t x, y;
} places[] = {{"center", 50, 50},
              {"left", 0, NOT_SAID},
              {"right", PERCENT, NOT_SAID},
              {"top", NOT_SAID, 0},
              {"bottom", NOT_SAID, PERCENT}};

/* "30%" at *text, which is stepped over with white space around it. */
static bool read_percent(const char **text, uint8_t *v)
{
    const char *s = *text + strspn(*text, " ");
    size_t len = strspn(s, "0123456789");
    unsigned n = 0;

    for (size_t i = 0; i < len && n <= PERCENT; i++)
        n = 10 * n + (unsigned)(s[i] - '0');
    if (len == 0 || n > PERCENT || s[len] != '%')
        return false;
    *text = s + len + 1;
    *text += strspn(*text, " ");
    *v = (uint8_t)n;
    return true;
}

/* One or two words, of different sides. */
static bool read_words(const char *text, struct tg_focus *focus)
{
    *focus = (struct tg_focus){NOT_SAID, NOT_SAID};
    while (*text) {
        size_t len = strcspn(text, " "), i = 0, n = sizeof(places) / sizeof(places[0]);

        while (i < n && (strlen(places[i].word) != len || memcmp(places[i].word, text, len) != 0))
            i++;
        if (i == n || (places[i].x != NOT_SAID && focus->x != NOT_SAID) ||
            (places[i].y != NOT_SAID && focus->y != NOT_SAID))
            return false;
        focus->x = places[i].x != NOT_SAID ? places[i].x : focus->x;
        focus->y = places[i].y != NOT_SAID ? places[i].y : focus->y;
        text += len + strspn(text + len, " ");
    }
    focus->x = focus->x != NOT_SAID ? focus->x : places[0].x;
    focus->y = focus->y != NOT_SAID ? focus->y : places[0].y;
    return true;
}

const struct tg_focus *tg_settings_position(const struct tg_reader *reader,
                                            const struct tg_yaml *node, const char *text)
{
    struct tg_focus *focus = text ? tg_arena_alloc(reader->arena, 1, sizeof(*focus)) : NULL;
    const char *rest = text;

    if (!text)
        return NULL;
    reader->report->nomem |= !focus;
    if (!focus || (read_percent(&rest, &focus->x) && read_percent(&rest, &focus->y) && !*rest) ||
        (*text && read_words(text, focus)))
        return focus;
    tg_settings_problem(
        reader, TG_ERROR, node,
        "cover_position: expected center, top, bottom, left, right, two of them, or "
        "two percentages like 50%% 20%%, got '%s'",
        text);
    return NULL;
}

enum tg_front tg_settings_front(const struct tg_reader *reader, const struct tg_yaml *node,
                                const char *word)
{
    static const char *const words[] = {"tiles", "lead", "timeline"}; /* as in the enum */

    return (enum tg_front)tg_settings_choose(reader, node, "front", word, words);
}
