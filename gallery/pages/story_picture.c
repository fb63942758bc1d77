/* story_picture.c - one picture on a page of a project; see story.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/pages/photo_html.h"
#include "gallery/pages/story.h"

enum {
    MILLI = 1000,
    PREVIEW_HEIGHT = 150, /* récitale's first layer of a tile: too small to choose from */
    CHOICES_MAX = 16      /* of a srcset */
};

static bool is_turned(const struct tg_shot *shot)
{
    return shot->photo->turned && !shot->options->auto_orient;
}

bool tg_shot_good(const struct tg_shot *shot)
{
    if (shot->medium && shot->medium->failed)
        return false;
    if (shot->medium && !shot->photo) /* a sound */
        return true;
    return shot->photo && !shot->photo->failed && shot->photo->renditions_len > 0;
}

uint64_t tg_shot_ratio(const struct tg_shot *shot)
{
    uint64_t w = 3, h = 2;

    if (shot->photo && shot->photo->width && shot->photo->height) {
        w = is_turned(shot) ? shot->photo->height : shot->photo->width;
        h = is_turned(shot) ? shot->photo->width : shot->photo->height;
    }
    return (w * MILLI + h / 2) / h ? (w * MILLI + h / 2) / h : 1;
}

void tg_html_milli(struct tg_buf *out, uint64_t n)
{
    tg_buf_printf(out, "%" PRIu64 ".%03" PRIu64, n / MILLI, n % MILLI);
}

/* The address of the file `name` in the folder `dir` of OUT. */
static void put_url(const struct tg_story *story, const char *dir, const char *name,
                    enum tg_story_base base)
{
    const char *from = story->page;
    size_t len = strlen(from);

    if (base == TG_STORY_SITE) {
        tg_html_address(story->out, story->root->url, "");
    } else if (strncmp(dir, from, len) == 0 && (len == 0 || !dir[len] || dir[len] == '/')) {
        dir += len + (len > 0 && dir[len] == '/');
    } else {
        tg_story_up(story);
    }
    if (*dir) {
        tg_html_url_path(story->out, dir);
        TG_HTML_LIT(story->out, "/");
    }
    tg_html_url_path(story->out, name);
}

void tg_story_url(const struct tg_story *story, const struct tg_shot *shot,
                  const struct tg_rendition *rendition, enum tg_story_base base)
{
    put_url(story, shot->photo->dir, rendition->name, base);
}

static bool is_same_way(const struct tg_shot *shot, const struct tg_rendition *r)
{
    return r->lock == shot->lock && r->options &&
           strcmp(r->options->json, shot->options->json) == 0;
}

/* Ascending by width, each width once; without full-size copies and previews, unless nothing else is
 * there. */
static size_t choices(const struct tg_shot *shot, const struct tg_rendition **list)
{
    const struct tg_photo *photo = shot->photo;
    size_t len = 0;

    for (size_t i = 0; i < photo->renditions_len; i++) {
        const struct tg_rendition *r = &photo->renditions[i];
        size_t at = len;

        if (r->percent || r->req_h == PREVIEW_HEIGHT || !is_same_way(shot, r))
            continue;
        while (at && list[at - 1]->width > r->width)
            at--;
        if ((at && list[at - 1]->width == r->width) || len == CHOICES_MAX)
            continue;
        memmove(list + at + 1, list + at, (len - at) * sizeof(struct tg_rendition *));
        list[at] = r;
        len++;
    }
    return len;
}

const struct tg_rendition *tg_shot_best(const struct tg_shot *shot, uint32_t w, uint32_t h)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    const struct tg_rendition *wanted = tg_shot_rendition(shot, w, h);
    size_t len = wanted ? 0 : choices(shot, list);

    if (wanted)
        return wanted;
    return len ? list[len - 1] : &shot->photo->renditions[0];
}

static const struct tg_rendition *largest(const struct tg_shot *shot)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    size_t len;

    for (size_t i = 0; i < shot->photo->renditions_len; i++) {
        const struct tg_rendition *r = &shot->photo->renditions[i];

        if (r->percent == shot->options->resize && is_same_way(shot, r))
            return r;
    }
    len = choices(shot, list);
    return len ? list[len - 1] : &shot->photo->renditions[0];
}

static void put_srcset(const struct tg_story *story, const struct tg_story_image *image, bool webp)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    size_t len = choices(image->shot, list);
    struct tg_buf *out = story->out;

    if (len == 0)
        return;
    TG_HTML_LIT(out, " srcset=\"");
    for (size_t i = 0; i < len; i++) {
        if (i)
            TG_HTML_LIT(out, ", ");
        put_url(story, image->shot->photo->dir, webp ? list[i]->webp : list[i]->name,
                TG_STORY_PAGE);
        TG_HTML_LIT(out, " ");
        tg_html_uint(out, list[i]->width);
        TG_HTML_LIT(out, "w");
    }
    TG_HTML_LIT(out, "\" sizes=\"");
    tg_buf_puts(out, image->sizes);
    TG_HTML_LIT(out, "\"");
}

static bool has_webp(const struct tg_shot *shot)
{
    const struct tg_rendition *list[CHOICES_MAX + 1];
    size_t len = choices(shot, list);

    for (size_t i = 0; i < len; i++)
        if (!list[i]->webp)
            return false;
    return len > 0;
}

/* One without controls is a moving picture: it plays by itself, again and again, without sound. */
static void put_film(const struct tg_story *story, const struct tg_story_image *image)
{
    const struct tg_shot *shot = image->shot;
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<video src=\"");
    put_url(story, shot->medium->dir, shot->medium->name, TG_STORY_PAGE);
    TG_HTML_LIT(out, "\" poster=\"");
    tg_story_url(story, shot, tg_shot_best(shot, image->w, image->h), TG_STORY_PAGE);
    TG_HTML_LIT(out, "\" width=\"");
    tg_html_uint(out, shot->medium->width);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, shot->medium->height);
    if (*image->style) {
        TG_HTML_LIT(out, "\" style=\"");
        tg_html_attr(out, image->style);
    }
    TG_HTML_LIT(out, "\" aria-label=\"");
    tg_photo_alt(out, shot->photo, shot->name, image->alt ? image->alt : shot->text);
    tg_buf_puts(out, image->moving || !shot->media->controls ? "\" autoplay muted loop playsinline"
                                                             : "\" controls preload=\"none\"");
    tg_buf_puts(out, image->eager ? "></video>" : " loading=\"lazy\"></video>");
}

void tg_story_sound(const struct tg_story *story, const struct tg_shot *shot)
{
    TG_HTML_LIT(story->out, "<audio src=\"");
    put_url(story, shot->medium->dir, shot->medium->name, TG_STORY_PAGE);
    TG_HTML_LIT(story->out, "\" controls preload=\"none\"></audio>");
}

static void put_image(const struct tg_story *story, const struct tg_story_image *image)
{
    const struct tg_rendition *shown = tg_shot_best(image->shot, image->w, image->h);
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<img src=\"");
    tg_story_url(story, image->shot, shown, TG_STORY_PAGE);
    TG_HTML_LIT(out, "\"");
    put_srcset(story, image, false);
    TG_HTML_LIT(out, " width=\"");
    tg_html_uint(out, shown->width);
    TG_HTML_LIT(out, "\" height=\"");
    tg_html_uint(out, shown->height);
    TG_HTML_LIT(out, "\"");
    tg_photo_style(out, image->shot->photo, image->style);
    TG_HTML_LIT(out, " alt=\"");
    if (!image->decorative)
        tg_photo_alt(out, image->shot->photo, image->shot->name,
                     image->alt ? image->alt : image->shot->text);
    TG_HTML_LIT(out, "\"");
    if (image->eager)
        TG_HTML_LIT(out, " fetchpriority=\"high\"");
    else
        TG_HTML_LIT(out, " loading=\"lazy\" decoding=\"async\"");
    TG_HTML_LIT(out, ">");
}

static void put_picture(const struct tg_story *story, const struct tg_story_image *image)
{
    if (!has_webp(image->shot)) {
        put_image(story, image);
        return;
    }
    TG_HTML_LIT(story->out, "<picture><source type=\"image/webp\"");
    put_srcset(story, image, true);
    TG_HTML_LIT(story->out, ">");
    put_image(story, image);
    TG_HTML_LIT(story->out, "</picture>");
}

void tg_story_image(const struct tg_story *story, const struct tg_story_image *image)
{
    if (image->shot->medium && !image->decorative)
        put_film(story, image);
    else
        put_picture(story, image);
}

/* How many shots before this one have a file of the same name: further figures need ids of their own. */
static size_t namesakes(const struct tg_gallery *gallery, const struct tg_shot *shot)
{
    const char *base = tg_path_base(shot->name);
    size_t n = 0;

    for (size_t i = 0; i < gallery->sections_len; i++) {
        const struct tg_section *section = &gallery->sections[i];

        for (size_t row = 0; row < section->rows_len; row++)
            for (size_t k = 0; k < section->rows[row].len; k++) {
                const struct tg_shot *other = &section->rows[row].shots[k];

                if (other == shot)
                    return n;
                n += strcmp(tg_path_base(other->name), base) == 0;
            }
    }
    return n;
}

static void put_link(const struct tg_story *story, const struct tg_story_image *image,
                     const char *caption)
{
    const struct tg_shot *shot = image->shot;
    struct tg_story aside = *story;
    struct tg_buf href;

    tg_buf_init(&href, TG_BUF_MAX);
    aside.out = &href;
    tg_story_url(&aside, shot, largest(shot), TG_STORY_PAGE);
    TG_HTML_LIT(story->out, "<a href=\"");
    tg_buf_puts(story->out, tg_buf_str(&href));
    TG_HTML_LIT(story->out, "\">");
    put_picture(story, image);
    TG_HTML_LIT(story->out, "</a>");
    tg_photo_details(story->out, &story->site->look, shot->photo, tg_buf_str(&href));
    tg_photo_caption(story->out, shot->photo, caption);
    story->out->failed |= href.failed;
    tg_buf_release(&href);
}

void tg_story_figure(const struct tg_story *story, const struct tg_story_image *image,
                     const char *style, const char *caption)
{
    const struct tg_shot *shot = image->shot;
    bool linked = tg_shot_good(shot) && !shot->medium;
    struct tg_buf *out = story->out;

    TG_HTML_LIT(out, "<figure");
    if (linked)
        tg_photo_id(out, shot->name, namesakes(story->gallery, shot));
    if (*style)
        tg_buf_printf(out, " style=\"%s\"", style);
    TG_HTML_LIT(out, ">");
    if (linked) {
        put_link(story, image, caption);
    } else {
        if (tg_shot_good(shot))
            tg_story_image(story, image);
        else
            tg_story_missing(story, shot);
        tg_photo_caption(out, NULL, caption);
    }
    TG_HTML_LIT(out, "</figure>\n");
}

void tg_story_missing(const struct tg_story *story, const struct tg_shot *shot)
{
    TG_HTML_LIT(story->out, "<p class=\"missing\"><b>");
    tg_html_text(story->out, tg_path_base(shot->name));
    TG_HTML_LIT(story->out, "</b> ");
    if (!shot->medium)
        TG_HTML_LIT(story->out, "This picture could not be shown");
    else
        TG_HTML_LIT(story->out, "This file could not be played");
    TG_HTML_LIT(story->out, "</p>");
}
