/* themes.c - see themes.h. */
#include "gallery/pages/themes.h"

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "gallery/pages/assets.h"

/* What the files of faces hold, so that browsers ask for those that a page's words need.
 * toolchains/fonts.sh reads it here. */
#define LATIN                                                                                      \
    "U+20-7E,U+A0-FF,U+131,U+152-153,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,"           \
    "U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,U+2212"
#define LATIN_EXT "U+100-130,U+132-151,U+154-17F,U+218-21B,U+1E9E"

struct face {
    const char *family, *stem, *style, *weight;
    const struct tg_asset *latin, *latin_ext;
    bool of[TG_THEMES];
};

static const struct face faces[] = {
    {"Jost",
     "jost",
     "normal",
     "600",
     &tg_asset_jost,
     &tg_asset_jost_ext,
     {[TG_THEME_EXPOSURE] = true, [TG_THEME_NIGHT] = true}},
    {"Instrument Serif",
     "instrument-serif",
     "italic",
     "400",
     &tg_asset_instrument,
     &tg_asset_instrument_ext,
     {[TG_THEME_EXPOSURE] = true}},
};

enum { FACES = sizeof(faces) / sizeof(faces[0]), PARTS_MAX = 6 };

static void put_face(struct tg_buf *out, const struct face *face, const char *path,
                     const char *range)
{
    tg_buf_printf(out,
                  "@font-face{font-family:\"%s\";font-style:%s;font-weight:%s;font-display:swap;"
                  "src:url(%s) format(\"woff2\");unicode-range:%s}\n",
                  face->family, face->style, face->weight, tg_path_base(path), range);
}

/* The files of a face, and what style sheets say of it. */
static struct tg_err *write_face(const struct tg_writer *w, const struct face *face,
                                 struct tg_buf *rules)
{
    char *latin = NULL, *ext = NULL;
    struct tg_err *err = tg_writer_asset(w, face->stem, ".woff2", face->latin, 1, &latin);

    if (!err)
        err = tg_writer_asset(w, face->stem, ".woff2", face->latin_ext, 1, &ext);
    if (!err) {
        put_face(rules, face, latin, LATIN);
        put_face(rules, face, ext, LATIN_EXT);
    }
    free(latin);
    free(ext);
    return err;
}

static bool is_wanted(const struct face *face, const bool wanted[TG_THEMES])
{
    for (size_t i = 0; i < TG_THEMES; i++)
        if (wanted[i] && face->of[i])
            return true;
    return false;
}

static struct tg_err *write_style(const struct tg_site *site, const struct tg_writer *w,
                                  enum tg_theme theme, bool sections, struct tg_buf rules[FACES],
                                  char **path)
{
    /* Paper is what the others begin with. */
    static const struct tg_asset *const own[TG_THEMES] = {
        [TG_THEME_EXPOSURE] = &tg_asset_exposure, [TG_THEME_NIGHT] = &tg_asset_night_theme};
    /* One file: the viewer's share is small, and a page that opens with it waits for no second. */
    struct tg_asset parts[PARTS_MAX + FACES] = {tg_asset_style, tg_asset_viewer_style};
    size_t len = 2;

    if (sections)
        parts[len++] = tg_asset_story;
    if (site->look.night_mode)
        parts[len++] = tg_asset_switch;
    if (own[theme])
        parts[len++] = *own[theme];
    for (size_t i = 0; i < FACES; i++) {
        if (rules[i].failed)
            return tg_err_nomem();
        if (faces[i].of[theme] && rules[i].len)
            parts[len++] = (struct tg_asset){(const unsigned char *)rules[i].data, rules[i].len};
    }
    return tg_writer_asset(w, sections ? "story" : "style", ".css", parts, len, path);
}

struct tg_err *tg_themes_write(const struct tg_site *site, const struct tg_writer *w,
                               const bool wanted[TG_THEMES], bool sections, char *styles[TG_THEMES])
{
    struct tg_buf rules[FACES];
    struct tg_err *err = NULL;

    for (size_t i = 0; i < FACES; i++)
        tg_buf_init(&rules[i], TG_BUF_MAX);
    for (size_t i = 0; i < FACES && !err && !site->look.system_fonts; i++)
        if (is_wanted(&faces[i], wanted))
            err = write_face(w, &faces[i], &rules[i]);
    for (size_t i = 0; i < TG_THEMES && !err; i++)
        if (wanted[i])
            err = write_style(site, w, (enum tg_theme)i, sections, rules, &styles[i]);
    for (size_t i = 0; i < FACES; i++)
        tg_buf_release(&rules[i]);
    return err;
}
