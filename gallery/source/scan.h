/* scan.h - from a source folder to albums and photos. */
#ifndef TG_GALLERY_SCAN_H
#define TG_GALLERY_SCAN_H

#include "gallery/model/override.h"
#include "gallery/model/raw_rule.h"
#include "gallery/model/site.h"

/* What is taken of a plain tree alongside what its albums' files say. */
struct tg_scan_rules {
    const char **include; /* patterns of names, see docs/albums.md; borrowed */
    size_t include_len;
    const char **exclude;
    size_t exclude_len;
    bool videos;          /* false: they are left out with a note, since there is no ffmpeg */
    bool tell_sigal;      /* what of sigal's settings has an equal, one by one */
    bool follow_links;    /* out of SRC too; the root's album.md may say so as well */
    enum tg_raw_rule raw; /* overrides what the root's album.md says */
    struct tg_override override;
};

/* Walks SRC.  Hidden files, `out`, and folders that hold `.tirage` are skipped; symlinks are
 * followed where they lead to something in SRC, others are failures; loops are cut, each real
 * folder entered once; anything but regular files is noted and left alone; folders that cannot be
 * read are failures; those that programs and systems keep for themselves, such as `@eaDir` and
 * `lost+found`, are skipped.  Pictures and videos are known by suffix (suffixes.h); what other
 * files people may miss is in site->left_out and, once per folder and suffix, among the notes.
 * A tree without any picture is an error, and so is a missing or unreadable SRC.  Paths with bytes
 * that are not UTF-8 are taken as they are.
 *
 * Folders with an empty `.nomedia`, `.ignore` or `.plexignore` are skipped, and what their patterns
 * say; see gallery/source/ignore_file.h.  What is wrong with album.md and captions.txt goes to
 * `report`, sorted; if there are errors among it, *site is left alone and the result is NULL
 * nevertheless. */
struct tg_err *tg_site_scan(const char *src, const char *out, const struct tg_scan_rules *rules,
                            struct tg_report *report, struct tg_site **site) TG_MUST_USE;

#endif
