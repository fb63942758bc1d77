/* thumb_names.c - see thumb_names.h. */
#include "pipeline/thumb_names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/formats.h"
#include "core/base/path.h"
#include "gallery/model/text.h"

/* Suffixes of pictures that nothing here writes, whatever the format is said to be. */
static const char *const others[] = {".jxl", ".jp2", ".pdf", ".svg", ".ico", ".mp4", ".raw"};

static const char *const writable = TG_HAVE_AVIF_WRITER ? "names end in .jpg, .png, .webp or .avif"
                                                        : "names end in .jpg, .png or .webp";

/* The target that asks for a format; TG_TARGET_SAME if it cannot be written. */
static enum tg_target target_of(enum tg_format format)
{
    struct tg_output_spec spec = {0};

    for (spec.target = TG_TARGET_JPEG; spec.target <= TG_TARGET_AVIF; spec.target++)
        if (tg_output_format(&spec, format) == format && tg_format_is_written(format))
            return spec.target;
    return TG_TARGET_SAME;
}

/* JPEG and AVIF files are not; of pictures without a suffix nothing is known yet. */
static struct tg_err *check_lossless(enum tg_target want, const struct tg_thumb_of *of)
{
    const struct tg_format_row *source = tg_format_of_suffix(of->src);
    struct tg_output_spec spec = *of->spec;
    enum tg_format format;

    spec.target = want;
    if (!spec.lossless || (!source && want == TG_TARGET_SAME))
        return NULL;
    format = tg_output_format(&spec, source ? source->format : TG_JPEG);
    if (format == TG_PNG || format == TG_WEBP || format == TG_GIF)
        return NULL;
    return tg_err_new(TG_E_USAGE, of->src,
                      "--lossless is for WebP and PNG files: say --format webp or png");
}

/* The suffix of an output: the source's, spelling and all, unless the format changes. */
static const char *output_ext(enum tg_target want, const struct tg_output_spec *of, const char *src)
{
    const struct tg_format_row *source = tg_format_of_suffix(src);
    struct tg_output_spec spec = *of;
    enum tg_format format;

    spec.target = want;
    if (!source && want == TG_TARGET_SAME)
        return tg_path_ext(src);
    format = tg_output_format(&spec, source ? source->format : TG_JPEG);
    return source && source->format == format ? tg_format_kept_suffix(src)
                                              : tg_formats[format].suffixes[0];
}

/* ---- Placeholders ---------------------------------------------------------------------------- */

enum placeholder { DIR, SUB, STEM, SIZE, EXT, PLACEHOLDERS };

static const char *const spellings[PLACEHOLDERS] = {
    [DIR] = "{dir}", [SUB] = "{sub}", [STEM] = "{stem}", [SIZE] = "{size}", [EXT] = "{ext}"};

/* The placeholder that begins at `s`; PLACEHOLDERS: none does. */
static enum placeholder placeholder_at(const char *s)
{
    unsigned i = 0;

    while (i < PLACEHOLDERS && strncmp(s, spellings[i], strlen(spellings[i])) != 0)
        i++;
    return (enum placeholder)i;
}

/* Whether a brace stands for itself at `s`. */
static bool is_double(const char *s)
{
    return (*s == '{' || *s == '}') && s[1] == *s;
}

static void expand(struct tg_buf *b, enum placeholder what, const struct tg_thumb_of *of,
                   const char *ext)
{
    const char *base = tg_path_base(of->src), *dot = tg_path_ext(of->src);

    switch (what) {
    case DIR:
        if (base == of->src)
            tg_buf_putc(b, '.');
        else
            tg_buf_put(b, of->src, base - of->src > 1 ? (size_t)(base - of->src - 1) : 1);
        break;
    case SUB:
        tg_buf_puts(b, of->sub);
        break;
    case STEM:
        tg_buf_put(b, base, (size_t)(dot - base));
        break;
    case SIZE:
        tg_buf_puts(b, of->size);
        break;
    case EXT:
        tg_buf_puts(b, ext);
        break;
    case PLACEHOLDERS:
        break;
    }
}

static char *name_of(const char *template, const struct tg_thumb_of *of, const char *ext)
{
    struct tg_buf b;

    tg_buf_init(&b, 1 << 16);
    for (const char *s = template; *s;) {
        enum placeholder what = placeholder_at(s);

        if (what == PLACEHOLDERS) {
            tg_buf_putc(&b, *s);
            s += 1 + is_double(s);
            continue;
        }
        expand(&b, what, of, ext);
        s += strlen(spellings[what]);
        s += what == SUB && !*of->sub && *s == '/'; /* else an empty part of the path */
    }
    return tg_buf_steal(&b);
}

struct tg_err *tg_thumb_name(const struct tg_thumb_names *names, const struct tg_thumb_of *of,
                             char **path)
{
    const char *ext = output_ext(names->target, of->spec, of->src);
    struct tg_err *err;

    if (tg_text_casecmp(names->suffix, ".gif") == 0 &&
        (of->spec->geometry.kind < TG_GEO_COPY || tg_text_casecmp(ext, ".gif") != 0))
        return tg_err_new(TG_E_USAGE, of->src,
                          "cannot become a GIF file, which only a copy of one can: %s", writable);
    err = check_lossless(names->target, of);
    if (err)
        return err;
    *path = name_of(names->template, of, ext);
    return *path ? NULL : tg_err_nomem();
}

/* ---- The template ---------------------------------------------------------------------------- */

/* The template that stands for a folder: the tree of a named folder stays.  `literal`: its name has
 * no placeholders. */
static char *template_of_folder(const char *folder, bool literal)
{
    size_t len = strlen(folder);
    struct tg_buf b;

    while (len && folder[len - 1] == '/')
        len--;
    tg_buf_init(&b, 1 << 16);
    for (size_t i = 0; i < len; i++) {
        tg_buf_putc(&b, folder[i]);
        if (literal && (folder[i] == '{' || folder[i] == '}'))
            tg_buf_putc(&b, folder[i]);
    }
    tg_buf_puts(&b, "/{sub}/{stem}-{size}{ext}");
    return tg_buf_steal(&b);
}

static char *find_template(const char *names)
{
    struct stat st;

    if (!names)
        return strdup("{dir}/{stem}-{size}{ext}");
    if (stat(names, &st) == 0 && S_ISDIR(st.st_mode))
        return template_of_folder(names, true);
    if (names[strlen(names) - 1] == '/')
        return template_of_folder(names, false);
    return strdup(names);
}

/* Everything in the template is a placeholder, a doubled brace or no brace at all. */
static struct tg_err *check_braces(const char *template, bool has[PLACEHOLDERS])
{
    for (const char *s = template; *s; s++) {
        enum placeholder what = placeholder_at(s);

        if (what != PLACEHOLDERS) {
            has[what] = true;
            s += strlen(spellings[what]) - 1;
        } else if (is_double(s)) {
            s++;
        } else if (*s == '{' || *s == '}') {
            int len = *s == '{' ? (int)strcspn(s, "}/") : 0;

            return tg_err_new(
                TG_E_USAGE, NULL,
                "-o: invalid placeholder '%.*s': there are {dir}, {sub}, {stem}, {size} "
                "and {ext}; a brace is {{ or }}",
                s[len] == '}' ? len + 1 : len, s);
        }
    }
    return NULL;
}

/* What all names end in from a dot on; "" if that depends on the picture. */
static const char *suffix_of(const char *template)
{
    const char *brace = strrchr(template, '}');
    const char *ext = tg_path_ext(template);

    return brace && brace > ext ? "" : ext[0] && ext[1] ? ext : "";
}

/* The suffix asks for a format, and nothing contradicts it. */
static struct tg_err *choose_target(struct tg_thumb_names *names, const struct tg_thumbs_options *o)
{
    static const char *const words[] = {[TG_TARGET_SAME] = "same",
                                        [TG_TARGET_JPEG] = "jpeg",
                                        [TG_TARGET_PNG] = "png",
                                        [TG_TARGET_WEBP] = "webp",
                                        [TG_TARGET_AVIF] = "avif"};
    const char *suffix = names->suffix;
    const struct tg_format_row *row = *suffix ? tg_format_of_suffix(names->template) : NULL;
    enum tg_target target = row ? target_of(row->format) : TG_TARGET_SAME;
    bool other = row && target == TG_TARGET_SAME;

    names->target = o->spec.target;
    if (names->target == TG_TARGET_AVIF && !tg_format_is_written(TG_AVIF))
        return tg_err_new(TG_E_USAGE, NULL, "--format avif: %s", TG_NO_AVIF_WRITER);
    if (!*suffix || (tg_text_casecmp(suffix, ".gif") == 0 && names->target == TG_TARGET_SAME))
        return NULL;
    for (size_t j = 0; j < sizeof(others) / sizeof(others[0]); j++)
        other = other || tg_text_casecmp(suffix, others[j]) == 0;
    if (other)
        return tg_err_new(TG_E_USAGE, NULL, "-o: '%s' cannot be written: %s", suffix, writable);
    if (!row)
        return o->spec.target == TG_TARGET_SAME
                   ? tg_err_new(TG_E_USAGE, NULL,
                                "-o: '%s' is the suffix of no format: %s, or --format names it",
                                suffix, writable)
                   : NULL;
    if (o->format_given && names->target != target)
        return tg_err_new(TG_E_USAGE, NULL,
                          "-o asks for '%s' and --format for %s: leave --format out", suffix,
                          words[names->target]);
    names->target = target;
    return NULL;
}

struct tg_err *tg_thumb_names_init(struct tg_thumb_names *names,
                                   const struct tg_thumbs_options *options)
{
    bool has[PLACEHOLDERS] = {false};
    struct tg_err *err;

    *names = (struct tg_thumb_names){.template = find_template(options->names)};
    names->suffix = names->template ? strdup(suffix_of(names->template)) : NULL;
    if (!names->suffix)
        return tg_err_nomem();
    err = check_braces(names->template, has);
    names->has_ext = has[EXT];
    if (!err && options->sizes_len > 1 && !has[SIZE])
        err = tg_err_new(TG_E_USAGE, NULL, "with several sizes -o must contain {size}");
    if (!err && strstr(names->template, ".{ext}"))
        err = tg_err_new(TG_E_USAGE, NULL, "-o: {ext} begins with a dot: leave that before it out");
    return err ? err : choose_target(names, options);
}

void tg_thumb_names_release(struct tg_thumb_names *names)
{
    free(names->template);
    free(names->suffix);
}
