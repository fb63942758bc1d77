/* ignore_file.h - .nomedia, .ignore and .plexignore: what other programs are told to leave alone is
 * not published; for gallery/ only.
 *
 * An empty file leaves its folder out.  Else each line is a pattern as of .gitignore, for the names
 * in the folder and below it: of a name at any depth, or, with a slash in it that is not its last
 * sign, of a way from the folder, part by part, where ** stands for any number of parts.  A slash
 * at its end means folders alone, an ! before it takes back what a line above has left out, #
 * begins a comment; the last line that matches counts, and the deepest file that has one. */
#ifndef TG_GALLERY_IGNORE_FILE_H
#define TG_GALLERY_IGNORE_FILE_H

#include "gallery/settings/settings.h"

struct tg_ignore_line {
    const char **parts; /* of the way; patterns of names */
    size_t parts_len;
    bool anywhere; /* one part, which may match at any depth */
    bool back;     /* it takes back */
    bool folders;  /* folders alone */
    bool met;      /* it has matched */
    const char *text;
    struct tg_position position;
};

/* Of one folder; zeroed is empty.  In an arena. */
struct tg_ignore {
    struct tg_ignore_line *lines;
    size_t len;
    size_t left_out; /* names, so far */
};

enum {
    TG_IGNORE_MAX = 16 << 10, /* bytes */
    TG_IGNORE_LINES = 1000    /* of one folder */
};

/* Whether `name` is that of such a file. */
bool tg_is_ignore_file(const char *name);

/* Whether there is nothing but white space in it. */
bool tg_ignore_is_empty(const char *data, size_t len);

/* Adds the lines of reader->file. */
void tg_ignore_parse(const struct tg_reader *reader, const char *data, size_t len,
                     struct tg_ignore *ignore);

enum tg_ignored { TG_IGNORE_SAYS_NOTHING, TG_IGNORE_KEEPS, TG_IGNORE_LEAVES_OUT };

/* What it says of `path`, relative to its folder and in Unicode's form C. */
enum tg_ignored tg_ignore_ask(struct tg_ignore *ignore, const char *path, bool is_folder);

#endif
