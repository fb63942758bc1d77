/* thumb_tree.h (private to pipeline) - the pictures below a folder that was named. */
#ifndef TG_PIPELINE_THUMB_TREE_H
#define TG_PIPELINE_THUMB_TREE_H

#include <sys/stat.h>

#include "core/base/enclosure.h"
#include "pipeline/events.h"

struct tg_tree_file {
    char *path; /* below the folder; owned */
    uint64_t bytes;
    int64_t mtime_s;
};

struct tg_tree_options {
    bool follow_links;      /* they may lead out of the folder */
    bool raw_pairs;         /* take raw photos beside a picture of the same name too */
    const struct stat *out; /* a folder that is skipped; NULL: none */
};

/* A folder and what was found in it.  Zeroed is empty. */
struct tg_tree {
    const char *folder; /* as it was named; borrowed */
    struct tg_enclosure enclosure;
    struct tg_tree_file *files; /* owned; folder by folder, in order of bytes */
    size_t len;
    size_t failed; /* folders and links; each was told as a problem */
};

/* Finds the pictures, known by suffix, in `folder` and below it.  Hidden files and folders, those
 * that systems keep for themselves, galleries made by tirage and what the options say are skipped,
 * and so are raw photos beside a picture of the same name.  Links to files are followed
 * where they end in `folder` or may lead out, others are problems; links to folders are not.  That
 * there is no picture is a problem too. */
struct tg_err *tg_tree_find(struct tg_tree *tree, const char *folder,
                            const struct tg_tree_options *options,
                            const struct tg_events *events) TG_MUST_USE;
void tg_tree_release(struct tg_tree *tree);

#endif
