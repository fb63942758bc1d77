/* left_out.c - see left_out.h. */
#include "gallery/source/left_out.h"

#include "core/base/path.h"
#include "gallery/source/raw_pairs.h"

enum { FOLDERS_NOTED = 20 }; /* of each suffix */

struct tg_err *tg_tally_file(struct tg_tally *tally, struct tg_site *site,
                             const struct tg_listing *names, const char *path)
{
    const struct tg_suffix *suffix = tg_suffix_of(path);
    bool shown = false;

    if (tg_suffix_is(suffix, TG_SUFFIX_BESIDE))
        return NULL;
    if (!suffix)
        return tg_site_leave_out(site, path, "neither a picture nor a video by its name");
    shown = tg_raw_has_picture(names, tg_path_base(path));
    tally->here[suffix - tg_suffixes]++;
    tally->shown[suffix - tg_suffixes] += shown;
    site->unread += suffix->kind == TG_SUFFIX_PHOTO && !shown;
    return tg_site_leave_out(site, path,
                             shown ? "a picture of the same name is shown" : suffix->help);
}

struct tg_err *tg_tally_folder(struct tg_tally *tally, struct tg_site *site, const char *dir)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < TG_SUFFIXES && !err; i++) {
        size_t n = tally->here[i];

        if (n && tally->folders[i] < FOLDERS_NOTED)
            err = tg_site_note(site, *dir ? dir : NULL, "%zu %s %s left out: %s", n,
                               tg_suffixes[i].suffix, n == 1 ? "file" : "files",
                               n == tally->shown[i] ? "pictures of the same names are shown"
                                                    : tg_suffixes[i].help);
        else
            tally->more[i] += n;
        tally->folders[i] += n > 0;
        tally->here[i] = tally->shown[i] = 0;
    }
    return err;
}

struct tg_err *tg_tally_end(const struct tg_tally *tally, struct tg_site *site)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < TG_SUFFIXES && !err; i++)
        if (tally->more[i])
            err = tg_site_note(site, NULL, "%zu more %s %s left out of %zu more %s: -v names them",
                               tally->more[i], tg_suffixes[i].suffix,
                               tally->more[i] == 1 ? "file" : "files",
                               tally->folders[i] - FOLDERS_NOTED,
                               tally->folders[i] - FOLDERS_NOTED == 1 ? "folder" : "folders");
    return err;
}
