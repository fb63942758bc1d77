/* glob.c - see glob.h.  libc's fnmatch() is not used because it follows the locale on some
 * systems. */
#include "gallery/settings/glob.h"

#include <stddef.h>
#include <stdint.h>

#include "core/base/utf8.h"

/* The end of the set that begins at `pattern`, behind its ]; NULL if it has none. */
static const char *set_end(const char *pattern)
{
    const char *p = pattern + 1;

    p += *p == '!' || *p == '^';
    p += *p == ']'; /* the first one is a member */
    while (*p && *p != ']')
        p++;
    return *p ? p + 1 : NULL;
}

static bool in_set(const char *p, const char *end, uint32_t cp)
{
    bool others = *++p == '!' || *p == '^', found = false;

    p += others;
    while (p < end - 1) {
        uint32_t first = tg_text_next(&p), last = first;

        if (*p == '-' && p + 1 < end - 1) {
            p++;
            last = tg_text_next(&p);
        }
        found = found || (first <= cp && cp <= last);
    }
    return found != others;
}

/* One character of the name against what is at *pattern, which is no star; steps over both. */
static bool match_one(const char **pattern, const char **name)
{
    const char *end = **pattern == '[' ? set_end(*pattern) : NULL;
    uint32_t cp = tg_text_next(name);
    bool matches;

    if (end) {
        matches = in_set(*pattern, end, cp);
        *pattern = end;
        return matches;
    }
    if (**pattern == '?') {
        ++*pattern;
        return true;
    }
    if (**pattern == '\\' && (*pattern)[1])
        ++*pattern;
    return **pattern && tg_text_next(pattern) == cp;
}

bool tg_glob_match(const char *pattern, const char *name)
{
    const char *behind_star = NULL, *retry = NULL;

    while (*name || *pattern == '*') {
        if (*pattern == '*') {
            behind_star = ++pattern;
            retry = name;
        } else if (!match_one(&pattern, &name)) {
            if (!behind_star)
                return false;
            pattern = behind_star;
            (void)tg_text_next(&retry); /* the last star takes one character more */
            name = retry;
        }
    }
    return !*pattern;
}
