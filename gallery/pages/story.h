/* story.h - pages of a récitale project while they are written; for gallery/ only. */
#ifndef TG_GALLERY_STORY_H
#define TG_GALLERY_STORY_H

#include "gallery/model/site.h"
#include "gallery/pages/html.h"
#include "gallery/pages/writer.h"
#include "gallery/settings/project.h"

/* Where a project's own style and script come to lie, as in récitale's sites. */
#define TG_CUSTOM_CSS "static/css/custom.css"
#define TG_CUSTOM_JS  "static/js/custom.js"

struct tg_story {
    struct tg_buf *out;
    const struct tg_site *site;
    const struct tg_root *root;
    const struct tg_gallery *home;
    const struct tg_gallery *gallery;            /* whose page it is; `home` for the index */
    const char *page;                            /* folder of the page, relative to OUT */
    bool light;                                  /* the plain form: no script, little style */
    const char *style, *viewer, *night, *unlock; /* paths of our assets, relative to OUT */
};

/* story_frame.c: what surrounds a page.  After the first <main> is open. */
void tg_story_begin(const struct tg_story *story);
void tg_story_end(const struct tg_story *story);

/* "../" as often as it takes from the page's folder to OUT. */
void tg_story_up(const struct tg_story *story);

/* The address of a file of OUT, seen from the page, between two pieces of markup. */
void tg_story_asset(const struct tg_story *story, const char *before, const char *path,
                    const char *after);

/* Whether the page lists galleries. */
bool tg_story_is_index(const struct tg_story *story);

/* story_meta.c: what the head tells search engines and those who pass the page's address on. */
void tg_story_meta(const struct tg_story *story);

/* All pages that anybody may find, for sitemap.xml. */
void tg_story_sitemap(const struct tg_story *story);

/* "https://host/site/gallery/", for an attribute or a text; there must be a `url`. */
void tg_story_gallery_url(const struct tg_story *story, const struct tg_gallery *gallery);

/* Whether the first section is a full picture with a title, which takes the place of a heading. */
bool tg_story_has_hero(const struct tg_gallery *gallery);

/* story_tiles.c: the galleries below, in rows of three. */
void tg_story_tiles(const struct tg_story *story);

/* story_sections.c: all sections of the gallery. */
void tg_story_sections(const struct tg_story *story);

/* The author's accounts elsewhere, if there are any. */
void tg_story_accounts(const struct tg_story *story, const struct tg_section *section);

/* story_light.c: tiles and sections in their plain form. */
void tg_story_light(const struct tg_story *story);

/* story_partials.c: the project's partials/NAME.html, raw, with {{root}} replaced by the way from the page to
 * OUT; nothing if there is none. */
void tg_story_partial(const struct tg_story *story, enum tg_partial which);

/* story_picture.c.  The <img>, or <video>, of a shot as it is shown on its own, `height` being récitale's size for
 * that place: the tag with the renditions there are, without what comes before and behind.  `sizes` is
 * how wide it comes out, as in HTML; `style` goes into the style attribute, "" for none. */
struct tg_story_image {
    const struct tg_shot *shot;
    uint32_t w, h;     /* the request that browsers without srcset get */
    const char *sizes; /* valid HTML */
    const char *style;
    const char *alt; /* what is in it; NULL: the shot's text */
    bool eager;
    bool decorative; /* the name is beside it; of a film the first frame alone */
    bool moving;     /* a film here always plays by itself */
};
void tg_story_image(const struct tg_story *story, const struct tg_story_image *image);

/* The player of a sound. */
void tg_story_sound(const struct tg_story *story, const struct tg_shot *shot);

/* A <figure> of the shot, with a link to its full-size copy, or to the largest there is; a film is no link.
 * `style` is that of the figure, escaped, and `caption` what its author says of it; both may be "". */
void tg_story_figure(const struct tg_story *story, const struct tg_story_image *image,
                     const char *style, const char *caption);

/* What stands for a picture that could not be made, or another medium. */
void tg_story_missing(const struct tg_story *story, const struct tg_shot *shot);

/* Whether there is anything to show of it. */
bool tg_shot_good(const struct tg_shot *shot);

/* Width by height of the shot as it is shown, in thousandths. */
uint64_t tg_shot_ratio(const struct tg_shot *shot);
void tg_html_milli(struct tg_buf *out, uint64_t n);

/* The best rendition for a place that wants w x h. */
const struct tg_rendition *tg_shot_best(const struct tg_shot *shot, uint32_t w, uint32_t h);

/* The address of a shot's file, from the page, or from SITE's address if `absolute`. */
enum tg_story_base { TG_STORY_PAGE, TG_STORY_SITE };
void tg_story_url(const struct tg_story *story, const struct tg_shot *shot,
                  const struct tg_rendition *rendition, enum tg_story_base base);

/* story_feed.c: the RSS 2.0 feed. */
void tg_story_feed(const struct tg_story *story);

/* tg_site_write() of a project. */
struct tg_err *tg_project_write(const struct tg_site *site, const struct tg_writer *w) TG_MUST_USE;

/* Copies custom.css, custom.js, static/ and what `include` names to OUT. */
struct tg_err *tg_project_copy(const struct tg_site *site, const struct tg_writer *w) TG_MUST_USE;

#endif
