/* page_picture.h - one picture, video or audio on a page. */
#ifndef TG_GALLERY_PAGE_PICTURE_H
#define TG_GALLERY_PAGE_PICTURE_H

#include "gallery/pages/page.h"

enum tg_loading {
    TG_LOAD_LAZY,  /* when it is scrolled to */
    TG_LOAD_EAGER, /* at once */
    TG_LOAD_FIRST  /* before others */
};

/* A picture reference as it is shown on its own. */
struct tg_image {
    const struct tg_ref *ref;
    uint32_t w,
        h; /* the request that browsers without srcset get; of albums' photos there is one */
    const char *sizes; /* how wide it comes out, as in HTML */
    const char *style; /* of the style attribute; NULL or "" for none */
    const char *alt;   /* what is in it; NULL: its text */
    enum tg_loading loading;
    bool decorative; /* the name is alongside it; of a video the first frame alone */
    bool moving;     /* a video here always plays by itself, a decorative one unless its visitor
                      * prefers reduced motion */
};

/* The <img>, or <picture>, or <video>: the tag with the renditions there are, without what comes
 * before and behind; or what stands for one that could not be made. */
void tg_page_image(const struct tg_page *page, const struct tg_image *image);

/* The player of audio, likewise. */
void tg_page_audio(const struct tg_page *page, const struct tg_ref *ref);

/* A <figure> of it, with a link to its full-size copy, or to the largest there is, or to the video
 * of an album; videos of sections are players.  `style` is that of the figure, escaped, and may be
 * ""; `caption` is what its author says of it. */
void tg_page_figure(const struct tg_page *page, const struct tg_image *image, const char *style,
                    const char *caption);

/* Whether a picture of that section is in such a figure, with a link that the viewer opens. */
bool tg_page_is_linked(const struct tg_section *section, const struct tg_ref *ref);

/* The id of its figure, if that has a link: what stands behind # in its address. */
void tg_page_figure_id(const struct tg_page *page, const struct tg_ref *ref);

/* Width by height of it as it is shown, in thousandths. */
uint64_t tg_ref_ratio(const struct tg_ref *ref);

/* The best rendition for a place that wants w x h; of albums' photos, the one where only one can be
 * named. */
const struct tg_rendition *tg_ref_best(const struct tg_ref *ref, uint32_t w, uint32_t h);

/* The address of its file, from the page, or the whole one if `absolute`. */
enum tg_url_base { TG_URL_PAGE, TG_URL_SITE };
void tg_page_url(const struct tg_page *page, const struct tg_ref *ref,
                 const struct tg_rendition *rendition, enum tg_url_base base);

#endif
