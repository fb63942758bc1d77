/* theme.c - see theme.h. */
#include "gallery/model/theme.h"

#include <stddef.h>
#include <string.h>

static const char *const names[TG_THEMES] = {
    [TG_THEME_PAPER] = "paper", [TG_THEME_EXPOSURE] = "exposure", [TG_THEME_NIGHT] = "night"};

bool tg_theme_find(const char *name, enum tg_theme *theme, bool *basic)
{
    *basic = strcmp(name, "light") == 0;
    if (*basic)
        return true;
    if (strcmp(name, "material") == 0) /* récitale's other one */
        name = tg_theme_name(TG_THEME_EXPOSURE);
    for (size_t i = TG_THEME_PAPER; i < TG_THEMES; i++)
        if (strcmp(name, names[i]) == 0) {
            *theme = (enum tg_theme)i;
            return true;
        }
    return false;
}

const char *tg_theme_name(enum tg_theme theme)
{
    return names[theme];
}
