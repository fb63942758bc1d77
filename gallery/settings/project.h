/* project.h - settings.yaml files of a récitale project: what they say of the site, its galleries
 * and their sections.  Everything lives in the site's arena.
 *
 * Parts: settings_keys.c, settings_sections.c, settings_pictures.c, settings_media.c,
 * options_json.c. */
#ifndef TG_GALLERY_PROJECT_H
#define TG_GALLERY_PROJECT_H

#include "gallery/model/site.h"
#include "gallery/settings/settings.h"

/* A gallery, and what its file says that is of use only while it is read. */
struct tg_gallery_file {
    struct tg_node node;
    const char *path;        /* relative to SRC */
    bool is_public, reverse; /* the order of its children */
    bool paged, by_days;     /* what its many pictures are divided into */
    const char *theme;
    const struct tg_yaml *cover, *sections, *theme_node;
};

static inline struct tg_gallery_file *tg_gallery_file_of(const struct tg_node *node)
{
    return (struct tg_gallery_file *)(uintptr_t)node;
}

/* What the root's file says that is of use while others are read. */
struct tg_project {
    struct tg_picture_options defaults;   /* those of pictures without any of their own */
    struct tg_media_options video, audio; /* likewise */
    const struct tg_yaml *gm, *video_node, *audio_node;
    const struct tg_yaml *video_defaults, *audio_defaults; /* récitale's built-in ones */
    const struct tg_yaml *theme_node;
    struct tg_texts include, files;
    bool follow_links; /* out of the project */
};

/* The mapping of the root's settings file into `site`, its root, which is a gallery file, and
 * `project`.  `locale` is that of the environment, for dates; NULL for English. */
void tg_root_read(const struct tg_reader *reader, const struct tg_yaml *map, const char *locale,
                  const struct tg_override *override, struct tg_site *site,
                  struct tg_project *project);

/* The key `theme` of the root, at `at`; NULL for nothing.  A name that is none of tirage's own
 * becomes look->own_theme, to be looked for. */
void tg_settings_theme(const struct tg_reader *reader, const struct tg_yaml *at, const char *name,
                       struct tg_node *root, struct tg_look *look);

/* The mapping of a gallery's file into `gallery`, with cover and sections; their files are not
 * looked for yet. */
void tg_gallery_read(struct tg_reader *reader, const struct tg_yaml *map,
                     const struct tg_project *project, struct tg_gallery_file *gallery);

/* Checks the theme once the galleries inside are known, those above first: without any it has no
 * effect, as in récitale. */
void tg_gallery_settle_theme(const struct tg_reader *reader, struct tg_gallery_file *gallery);

/* A picture, a name or a mapping, of which `ref` gets everything but its photo.  False if it cannot
 * be used, which was reported.  Without a project it is one of a plain album, with its caption
 * alone. */
bool tg_ref_read(const struct tg_reader *reader, const struct tg_yaml *node,
                 const struct tg_project *project, struct tg_ref *ref);

/* The JSON of options: those of the structure and, since récitale names files after them too, every
 * key of `gm` and `own` (mappings or NULL) that it does not know.  NULL when they are too long or
 * memory is short. */
const char *tg_options_json(struct tg_arena *arena, const struct tg_picture_options *options,
                            const struct tg_yaml *gm, const struct tg_yaml *own);

/* The same of mappings of which the later override the earlier; each may be NULL. */
const char *tg_media_json(struct tg_arena *arena, const struct tg_yaml *defaults,
                          const struct tg_yaml *settings, const struct tg_yaml *own);

/* project->video and project->audio from the root's settings. */
void tg_media_read_root(const struct tg_reader *reader, struct tg_project *project);

/* Of one video, a name or a mapping; NULL if it cannot be used, which was reported. */
const struct tg_media_options *tg_media_read_video(const struct tg_reader *reader,
                                                   const struct tg_yaml *node,
                                                   const struct tg_project *project);

/* The sections of a node.  Without a project they are those of a plain album, which have neither
 * HTML nor CSS of their owner: a folder from somebody else must bring nothing but text. */
void tg_sections_read(struct tg_reader *reader, const struct tg_yaml *list,
                      const struct tg_project *project, struct tg_node *node);

#endif
