/* project.h - a récitale project: galleries told by settings.yaml files, with sections in them; for
 * gallery/ only.  Everything lives in the project's arena unless a comment says otherwise. */
#ifndef TG_GALLERY_PROJECT_H
#define TG_GALLERY_PROJECT_H

#include "core/base/arena.h"
#include "gallery/model/months.h"
#include "gallery/model/site.h"
#include "gallery/settings/settings.h"

enum tg_section_type {
    TG_SECTION_FULL_PICTURE,
    TG_SECTION_BORDERED_PICTURE,
    TG_SECTION_PICTURES_GROUP,
    TG_SECTION_PARAGRAPH,
    TG_SECTION_PANORAMA,
    TG_SECTION_AUTHOR,
    TG_SECTION_AUDIO,
    TG_SECTION_TEXT,
    TG_SECTION_QUOTE,
    TG_SECTION_HTML,
    TG_SECTION_IFRAME,
    TG_SECTION_TYPES,
};

/* How the pictures of one use are made: récitale's built-in options, then `settings.gm`, then the
 * picture's own mapping. */
struct tg_picture_options {
    const char *json; /* canonical; its checksum is in the names of outputs */
    uint8_t quality;
    bool auto_orient, strip, progressive;
    uint16_t resize; /* per cent, of the full-size copy; not in `json` */
};

/* How a film or a sound is made, in ffmpeg's words: récitale's built-in ones, then `settings.ffmpeg` or
 * `settings.ffmpeg_audio`, then the film's own mapping. */
struct tg_media_options {
    const char *json; /* canonical; its checksum is in the name of the output */
    const char *audio, *extension, *binary;
    const char *video, *format, *vbitrate, *abitrate; /* NULL: a sound */
    const char *resolution;                           /* a box, "1280x720" */
    uint32_t box_w, box_h;                            /* the same */
    const char *other;                                /* more words, in one */
    struct tg_texts words;                            /* the same, apart */
    bool controls;                                    /* false: it plays in a loop, without sound */
};

/* A picture, or another medium, where a page uses it. */
struct tg_lock;

struct tg_shot {
    struct tg_place place;
    const char *name;         /* as written; relative to the gallery's folder */
    struct tg_photo *photo;   /* of the site; of a film its first frame; NULL for a sound */
    struct tg_medium *medium; /* of the site; NULL for a picture */
    const struct tg_media_options *media; /* NULL for a picture */
    const struct tg_picture_options *options;
    const struct tg_lock *lock;     /* of its gallery */
    const char *text, *side, *size; /* caption; float and CSS width in a paragraph */
};

struct tg_row {
    struct tg_shot *shots;
    size_t len;
};

struct tg_section {
    enum tg_section_type type;
    const char *title, *sub_title, *text,
        *name; /* text: HTML, or a caption; name: HTML in an iframe */
    const char *background, *color, *css, *background_position;
    const char *twitter, *facebook, *website;
    struct tg_date date, date_end;
    bool fixed;
    struct tg_row *rows; /* of pictures; a section with one picture has one row of one */
    size_t rows_len;

    /* Only while settings are read. */
    const struct tg_yaml *image, *images, *type_node, *text_node;
};

struct tg_gallery {
    const char *file; /* its settings, relative to SRC */
    const char *dir;  /* its folder in SRC and in OUT, "" for the root */
    const char *title, *sub_title, *description, *lang, *name;
    struct tg_texts tags;
    struct tg_date date;
    bool is_public, is_static, reverse;
    bool light_mode;            /* there is a light page beside the full one */
    bool light;                 /* theme: the page itself is a light one */
    const struct tg_lock *lock; /* NULL: anybody may see it */
    struct tg_shot *cover;      /* NULL for the root and where none is needed */
    struct tg_section *sections;
    size_t sections_len;
    struct tg_gallery *parent;
    struct tg_gallery **children; /* that are built, in the order of pages: hidden ones too */
    size_t children_len;

    /* Only while settings are read. */
    const char *password, *theme;
    const struct tg_yaml *cover_node, *sections_node;
};

struct tg_menu_entry {
    const char *target, *label;
};

/* What `settings: original:` says of the full-size copy. */
enum tg_original { TG_ORIGINAL_REENCODE, TG_ORIGINAL_LINK, TG_ORIGINAL_NONE };

struct tg_size {
    uint32_t w, h; /* 0: free */
};

enum { TG_SIZES_MAX = 12 };

#define TG_THEMES_DIR "themes" /* of a project, and of its site */

/* Files in the folder partials/ of a project. */
enum tg_partial { TG_PARTIAL_HEAD, TG_PARTIAL_HEADER, TG_PARTIAL_FOOTER, TG_PARTIALS };

struct tg_root {
    const char *url; /* without a slash at its end; NULL if there is none */
    bool rss, share, show_date, og, night_mode;
    struct tg_menu_entry *menu;
    size_t menu_len;
    struct tg_texts include;
    const char *licence_name, *licence_url; /* "" if nothing is to be shown */
    const struct tg_locale *locale;         /* of dates */
    enum tg_original original;
    struct tg_size sizes[TG_SIZES_MAX]; /* of every picture, in place of récitale's */
    size_t sizes_len;
    bool custom_css, custom_js; /* the project has such files */
    const char *own_theme;      /* name of a folder in TG_THEMES_DIR; NULL: none */
    bool theme_js;              /* it has a script */
    struct tg_deploy deploy;
    const char *partials[TG_PARTIALS]; /* their contents; NULL: there is none */
    struct tg_look look;
    bool follow_links; /* out of the project */
    const char *state; /* tg_site_state() */

    /* Only while settings are read. */
    const struct tg_yaml *menu_node, *gm_node, *film_node, *sound_node;
    const struct tg_yaml *film_defaults, *sound_defaults; /* récitale's built-in ones */
    const char *date_locale, *original_word, *theme, *links;
    const struct tg_yaml *theme_node;
    struct tg_texts size_words, format_words;
};

struct tg_project {
    struct tg_arena arena;
    struct tg_root root;
    struct tg_picture_options defaults;  /* those of pictures without any of their own */
    struct tg_media_options film, sound; /* likewise */
    struct tg_lock *locks;               /* the first; NULL: there is none */
    struct tg_gallery *home;             /* the root as a gallery: title, children */
};

/* The mapping of the root's settings file into project->root, project->defaults and *project->home.
 * `locale` is that of the environment, for dates; NULL for English. */
void tg_root_read(const struct tg_reader *reader, const struct tg_yaml *map, const char *locale,
                  struct tg_project *project);

/* The mapping of a gallery's file into `gallery`, with cover and sections; their files are not looked
 * for yet. */
void tg_gallery_read(struct tg_reader *reader, const struct tg_yaml *map,
                     const struct tg_project *project, struct tg_gallery *gallery);

/* A picture, a name or a mapping, of which `shot` gets everything but its photo.  False if it cannot be
 * used, which was reported. */
bool tg_shot_read(const struct tg_reader *reader, const struct tg_yaml *node,
                  const struct tg_project *project, struct tg_shot *shot);

/* The JSON of options: those of the structure and, since récitale names files after them too, every
 * key of `gm` and `own` (mappings or NULL) that it does not know.  NULL when they are too long or memory
 * is short. */
const char *tg_options_json(struct tg_arena *arena, const struct tg_picture_options *options,
                            const struct tg_yaml *gm, const struct tg_yaml *own);

/* The same of mappings of which the later override the earlier; each may be NULL. */
const char *tg_media_json(struct tg_arena *arena, const struct tg_yaml *defaults,
                          const struct tg_yaml *settings, const struct tg_yaml *own);

/* settings_media.c: project->film and project->sound from the root's settings. */
void tg_media_read_root(const struct tg_reader *reader, struct tg_project *project);

/* Of one film, a name or a mapping; NULL if it cannot be used, which was reported. */
const struct tg_media_options *tg_media_read_film(const struct tg_reader *reader,
                                                  const struct tg_yaml *node,
                                                  const struct tg_project *project);

void tg_sections_read(struct tg_reader *reader, const struct tg_yaml *list,
                      const struct tg_project *project, struct tg_gallery *gallery);

struct tg_paths;

/* Looks for root->own_theme: its files, or what to say if there is no such theme. */
void tg_project_theme(const struct tg_reader *reader, const struct tg_paths *paths,
                      struct tg_root *root);

/* Looks for the files of all pictures, makes the site's photos of them and joins them to their shots;
 * checks includes. */
struct tg_err *tg_project_find(struct tg_project *project, const struct tg_paths *paths,
                               struct tg_site *site, struct tg_report *report) TG_MUST_USE;

/* Notes the files of the project that would go to the site as they are, and cannot, among the failures. */
struct tg_err *tg_project_check_files(const struct tg_paths *paths,
                                      struct tg_site *site) TG_MUST_USE;

/* The gallery of the folder that `dir` means, at `gallery` or below; NULL if none is built. */
const struct tg_gallery *tg_project_gallery(const struct tg_gallery *gallery, const char *dir);

enum { TG_TILES_IN_ROW = 3 }; /* of an index; the first row takes the remainder */

/* The order of an index, as qsort() wants it: by date, those without one last, ties by name. */
int tg_gallery_newest_first(const struct tg_gallery *a, const struct tg_gallery *b);

/* Whether GALLERY/light/ has a page of its own: not of indexes, nor where all pages are light. */
bool tg_gallery_has_light_page(const struct tg_gallery *gallery);

/* How many of a gallery's children its page shows: the public ones. */
size_t tg_gallery_tiles(const struct tg_gallery *gallery);

/* The rendition of that request that was planned for a shot; NULL if there is none. */
const struct tg_rendition *tg_shot_rendition(const struct tg_shot *shot, uint32_t w, uint32_t h);

void tg_project_free(struct tg_project *project); /* NULL is fine */

#endif
