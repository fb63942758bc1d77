/* settings_theme.c - the key `theme`. */
#include <string.h>

#include "gallery/settings/project.h"

static void warn_material(const struct tg_reader *reader, const struct tg_yaml *at,
                          const char *name)
{
    if (strcmp(name, "material") == 0)
        tg_settings_problem(reader, TG_WARNING, at,
                            "theme: 'material' is built with the theme exposure");
}

/* Projects may have folders of these names, which are older than our themes. */
static bool may_be_own(const char *name)
{
    enum tg_theme theme = TG_THEME_PAPER;
    bool basic;

    if (!tg_theme_find(name, &theme, &basic))
        return true;
    return !basic && theme != TG_THEME_EXPOSURE;
}

void tg_settings_theme(const struct tg_reader *reader, const struct tg_yaml *at, const char *name,
                       struct tg_node *root, struct tg_look *look)
{
    if (!name)
        return;
    warn_material(reader, at, name);
    (void)tg_theme_find(name, &root->theme, &root->basic);
    if (may_be_own(name))
        look->own_theme = name;
}

void tg_gallery_theme(struct tg_gallery_file *gallery)
{
    if (gallery->theme)
        (void)tg_theme_find(gallery->theme, &gallery->node.theme, &gallery->node.basic);
}

void tg_gallery_settle_theme(const struct tg_reader *reader, struct tg_gallery_file *gallery)
{
    enum tg_theme theme;
    bool basic;

    if (!gallery->theme)
        return;
    if (gallery->node.children_len == 0) {
        tg_settings_problem(reader, TG_WARNING, gallery->theme_node,
                            "theme: has no effect in a gallery without galleries inside it");
        gallery->node.basic = gallery->node.parent->basic;
        gallery->node.theme = TG_THEME_INHERITED;
        return;
    }
    warn_material(reader, gallery->theme_node, gallery->theme);
    if (!tg_theme_find(gallery->theme, &theme, &basic))
        tg_settings_problem(reader, TG_ERROR, gallery->theme_node,
                            "theme: there is no '%s'; in a gallery there are " TG_THEME_NAMES,
                            gallery->theme);
}
