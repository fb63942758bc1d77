/* sigal_conf.c - see sigal_conf.h. */
#include "gallery/source/sigal_conf.h"

#include <string.h>

#include "core/base/buf.h"
#include "gallery/model/text.h"

enum { DEPTH_MAX = 4 /* of lists and maps inside each other */ };

struct python {
    const char *s, *end; /* what is left */
    uint32_t line;       /* of `s` */
    unsigned depth;      /* of brackets around `s`: there lines end nothing */
    bool within;         /* a line, behind a semicolon */
    size_t values;       /* of the setting so far */
    struct tg_arena *arena;
    struct tg_sigal_conf *conf;
    bool nomem;
};

static bool is_at(const struct python *p, const char *text)
{
    size_t len = strlen(text);

    return (size_t)(p->end - p->s) >= len && memcmp(p->s, text, len) == 0;
}

static bool is_at_one_of(const struct python *p, const char *set)
{
    return p->s < p->end && *p->s && strchr(set, *p->s);
}

static bool is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static size_t name_length(const struct python *p)
{
    size_t len = 0;

    if (p->s < p->end && *p->s >= '0' && *p->s <= '9')
        return 0;
    while (p->s + len < p->end && is_of_name(p->s[len]))
        len++;
    return len;
}

/* Steps over one character, and over the two of an end of line at once. */
static void step(struct python *p)
{
    bool is_end = *p->s == '\n' || *p->s == '\r';

    p->s += is_at(p, "\r\n") ? 2 : 1;
    p->line += is_end;
}

static bool is_end_of_line(const struct python *p)
{
    return p->s == p->end || *p->s == '\n' || *p->s == '\r';
}

static void skip_comment(struct python *p)
{
    while (!is_end_of_line(p))
        p->s++;
}

/* White space; in brackets ends of lines and comments too. */
static void skip_space(struct python *p)
{
    for (;;) {
        if (is_at(p, "\\\n") || is_at(p, "\\\r")) {
            p->s++;
            step(p);
        } else if (is_at_one_of(p, " \t\f") || (p->depth && is_at_one_of(p, "\r\n"))) {
            step(p);
        } else if (p->depth && is_at(p, "#")) {
            skip_comment(p);
        } else {
            return;
        }
    }
}

/* ---- Texts ----------------------------------------------------------------------------------- */

/* How long the quotes are at which a text begins: 1 or 3; 0: there are none. */
static size_t quotes_length(const struct python *p)
{
    if (is_at(p, "'''") || is_at(p, "\"\"\""))
        return 3;
    return is_at_one_of(p, "'\"") ? 1 : 0;
}

/* Whether the text ends here whose quotes are `quote`. */
static bool is_quote(const struct python *p, const char *quote, size_t len)
{
    return (size_t)(p->end - p->s) >= len && memcmp(p->s, quote, len) == 0;
}

/* What a backslash and the character behind it mean, those that texts for people have.  False:
 * something else. */
static bool take_escape(struct python *p, struct tg_buf *text)
{
    static const char from[] = "nt\\'\"", to[] = "\n\t\\'\"";
    const char *at;

    p->s++;
    if (is_at_one_of(p, "\r\n")) {
        step(p);
        return true;
    }
    at = is_at_one_of(p, from) ? strchr(from, *p->s) : NULL;
    if (!at)
        return false;
    tg_buf_putc(text, to[at - from]);
    p->s++;
    return true;
}

/* The characters of a text behind its quotes, up to those at its end, which are stepped over. */
static bool take_text(struct python *p, bool raw, struct tg_buf *text)
{
    const char *quote = p->s;
    size_t len = quotes_length(p);

    p->s += len;
    while (!is_quote(p, quote, len)) {
        if (p->s == p->end || !*p->s || (len == 1 && is_end_of_line(p)))
            return false;
        if (*p->s == '\\' && raw)
            return false;
        if (*p->s == '\\') {
            if (!take_escape(p, text))
                return false;
        } else {
            tg_buf_putc(text, *p->s == '\r' ? '\n' : *p->s);
            step(p);
        }
    }
    p->s += len;
    return true;
}

/* Whether a text begins here, behind the letter u or r; f has expressions in it, and b is no
 * text. */
static bool begins_text(const struct python *p, bool *raw, size_t *prefix)
{
    struct python behind = *p;

    *prefix = is_at_one_of(p, "uUrR") ? 1 : 0;
    *raw = *prefix && is_at_one_of(p, "rR");
    behind.s += *prefix;
    return quotes_length(&behind) > 0;
}

/* Texts that stand one behind the other are one. */
static bool read_text(struct python *p, struct tg_literal *value)
{
    struct tg_buf text;
    bool raw, good = true;
    size_t prefix;

    tg_buf_init(&text, TG_SIGAL_CONF_MAX);
    while (good && begins_text(p, &raw, &prefix)) {
        p->s += prefix;
        good = take_text(p, raw, &text);
        skip_space(p);
    }
    if (good) {
        value->kind = TG_LITERAL_TEXT;
        value->text = tg_arena_copy(p->arena, text.data ? text.data : "", text.len);
        p->nomem |= !value->text || text.failed;
    }
    tg_buf_release(&text);
    return good;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static bool read_number(struct python *p, struct tg_literal *value)
{
    const char *from = p->s;

    if (is_at_one_of(p, "+-"))
        p->s++;
    if (!is_at_one_of(p, "0123456789."))
        return false;
    while (is_at_one_of(p, "0123456789._"))
        p->s++;
    if (p->s < p->end && is_of_name(*p->s)) /* 1e5, 0x10, 2j */
        return false;
    value->kind = TG_LITERAL_NUMBER;
    value->text = tg_arena_copy(p->arena, from, (size_t)(p->s - from));
    p->nomem |= !value->text;
    return true;
}

static bool read_word(struct python *p, struct tg_literal *value)
{
    static const char *const words[] = {"None", "True", "False"};
    size_t len = name_length(p);

    for (size_t i = 0; i < 3; i++)
        if (strlen(words[i]) == len && memcmp(p->s, words[i], len) == 0) {
            value->kind = i == 0 ? TG_LITERAL_NONE : TG_LITERAL_BOOL;
            value->truth = i == 1;
            p->s += len;
            return true;
        }
    return false;
}

static bool read_value(struct python *p, struct tg_literal *value);

/* A further item at **end, where the next one goes then. */
static bool read_item(struct python *p, const struct tg_literal ***end)
{
    struct tg_literal *item = tg_arena_alloc(p->arena, 1, sizeof(*item));

    p->nomem |= !item;
    if (!item || !read_value(p, item))
        return false;
    **end = item;
    *end = &item->next;
    skip_space(p);
    return true;
}

/* A list, tuple or dict behind its bracket, with the one that closes it. */
static bool read_items(struct python *p, char close, struct tg_literal *value)
{
    const struct tg_literal **end = &value->first;
    bool comma = true, any_comma = false;

    value->kind = close == '}' ? TG_LITERAL_MAP : TG_LITERAL_LIST;
    for (;;) {
        skip_space(p);
        if (p->s < p->end && *p->s == close)
            break;
        if (!comma || !read_item(p, &end))
            return false;
        if (close == '}') {
            if (!is_at(p, ":"))
                return false; /* a set, or nothing that Python knows */
            p->s++;
            skip_space(p);
            if (!read_item(p, &end))
                return false;
        }
        comma = is_at(p, ",");
        any_comma |= comma;
        p->s += comma;
    }
    p->s++;
    if (close == ')' && value->first && !any_comma)
        *value = *value->first; /* brackets around a value */
    return true;
}

static bool read_value(struct python *p, struct tg_literal *value)
{
    static const char open[] = "([{", close[] = ")]}";
    bool good, raw;
    size_t prefix;

    if (++p->values > TG_SIGAL_VALUES || p->s == p->end)
        return false;
    if (begins_text(p, &raw, &prefix))
        return read_text(p, value);
    if (is_at_one_of(p, "0123456789.+-"))
        return read_number(p, value);
    if (!is_at_one_of(p, open))
        return read_word(p, value);
    if (p->depth == DEPTH_MAX)
        return false;
    p->depth++;
    good = read_items(p, close[strchr(open, *p->s++) - open], value);
    p->depth--;
    return good;
}

/* ---- Lines ----------------------------------------------------------------------------------- */

/* Whether a statement ends here, which is stepped over. */
static bool ends(struct python *p)
{
    skip_space(p);
    if (is_at(p, "#"))
        skip_comment(p);
    p->within = is_at(p, ";");
    if (!p->within && !is_end_of_line(p))
        return false;
    if (p->s < p->end)
        step(p);
    return true;
}

/* A text whatever is in it, in one line or in three quotes. */
static void skip_text(struct python *p)
{
    const char *quote = p->s;
    size_t len = quotes_length(p);

    p->s += len;
    while (p->s < p->end && !is_quote(p, quote, len)) {
        if (len == 1 && is_end_of_line(p))
            return;
        if (*p->s == '\\' && p->s + 1 < p->end)
            p->s++;
        step(p);
    }
    p->s += p->s < p->end ? len : 0;
}

/* To the end of the line, or of the one in which brackets and texts of it end: its number. */
static uint32_t skip_statement(struct python *p)
{
    uint32_t last;

    for (p->depth = 0; p->s < p->end;) {
        skip_space(p);
        if (is_at(p, "#"))
            skip_comment(p);
        if (is_end_of_line(p))
            break;
        if (quotes_length(p)) {
            skip_text(p);
            continue;
        }
        if (is_at_one_of(p, "([{"))
            p->depth++;
        else if (is_at_one_of(p, ")]}") && p->depth)
            p->depth--;
        step(p);
    }
    p->depth = 0;
    p->within = false;
    last = p->line;
    if (p->s < p->end)
        step(p);
    return last;
}

static struct tg_sigal_setting *find(const struct tg_sigal_conf *conf, const char *name, size_t len)
{
    for (size_t i = 0; i < conf->len; i++)
        if (strlen(conf->settings[i].name) == len && memcmp(conf->settings[i].name, name, len) == 0)
            return &conf->settings[i];
    return NULL;
}

static void remove_setting(struct tg_sigal_conf *conf, struct tg_sigal_setting *setting)
{
    conf->len--;
    memmove(setting, setting + 1,
            (size_t)(conf->settings + conf->len - setting) * sizeof(*setting));
}

/* The place of a setting, behind all others. */
static struct tg_sigal_setting *place_of(struct python *p, const char *name, size_t len)
{
    struct tg_sigal_conf *conf = p->conf;
    struct tg_sigal_setting *setting = find(conf, name, len);
    const char *kept = setting ? setting->name : NULL;

    if (setting)
        remove_setting(conf, setting);
    else if (conf->len == TG_SIGAL_SETTINGS)
        return NULL;
    else
        kept = tg_arena_copy(p->arena, name, len);
    setting = &conf->settings[conf->len++];
    *setting = (struct tg_sigal_setting){.name = kept ? kept : ""};
    p->nomem |= !kept;
    return setting;
}

/* `value`, or `value, value`, which is a tuple. */
static bool read_values(struct python *p, struct tg_literal *value)
{
    struct tg_literal list = {TG_LITERAL_LIST, .text = NULL};
    const struct tg_literal **end = &list.first;
    bool comma = false;

    do {
        skip_space(p);
        if (comma && (is_end_of_line(p) || is_at_one_of(p, "#;")))
            break;
        if (!read_item(p, &end))
            return false;
        comma |= is_at(p, ",");
    } while (is_at(p, ",") && p->s++);
    *value = comma ? list : *list.first;
    return true;
}

static bool read_setting(struct python *p)
{
    const char *name = p->s;
    size_t len = name_length(p);
    uint32_t line = p->line;
    struct tg_sigal_setting *setting;
    struct tg_literal value;

    p->s += len;
    p->values = 0;
    skip_space(p);
    if (!len || !is_at(p, "=") || is_at(p, "=="))
        return false;
    p->s++;
    if (!read_values(p, &value) || !ends(p))
        return false;
    setting = place_of(p, name, len);
    if (!setting)
        return false;
    setting->line = line;
    setting->value = value;
    setting->value.next = NULL;
    return true;
}

/* What says nothing: imports, and texts that stand alone. */
static bool skip_harmless(struct python *p)
{
    size_t len = name_length(p), prefix;
    struct tg_literal text;
    bool raw;

    if ((len == 6 && is_at(p, "import")) || (len == 4 && is_at(p, "from"))) {
        (void)skip_statement(p);
        return true;
    }
    return begins_text(p, &raw, &prefix) && read_text(p, &text) && ends(p);
}

/* Of a name with which something else is done nobody knows the value. */
static void forget(struct python *p)
{
    struct tg_sigal_setting *setting = find(p->conf, p->s, name_length(p));

    if (setting)
        remove_setting(p->conf, setting);
}

static void note_unread(struct tg_sigal_conf *conf, uint32_t first, uint32_t last)
{
    struct tg_sigal_unread *before = conf->unread_len ? &conf->unread[conf->unread_len - 1] : NULL;

    if (before && (before->last + 1 >= first || conf->unread_len == TG_SIGAL_UNREAD))
        before->last = last;
    else
        conf->unread[conf->unread_len++] = (struct tg_sigal_unread){first, last};
}

/* What begins a line with white space belongs to what is above it. */
static void read_statement(struct python *p)
{
    bool indented = !p->within && is_at_one_of(p, " \t");
    struct python from;

    skip_space(p);
    if (is_end_of_line(p) || is_at_one_of(p, "#;")) {
        (void)ends(p);
        return;
    }
    from = *p;
    if (!indented && skip_harmless(p))
        return;
    p->s = from.s;
    p->line = from.line;
    p->depth = 0;
    if (!indented && read_setting(p))
        return;
    p->s = from.s;
    p->line = from.line;
    forget(p);
    note_unread(p->conf, from.line, skip_statement(p));
}

bool tg_sigal_conf_read(struct tg_arena *arena, const char *data, size_t len,
                        struct tg_sigal_conf *conf)
{
    struct python p = {
        .s = data, .end = data + len, .line = 1, .arena = arena, .conf = conf, .nomem = false};

    *conf = (struct tg_sigal_conf){
        .settings = tg_arena_alloc(arena, TG_SIGAL_SETTINGS, sizeof(*conf->settings)),
        .unread = tg_arena_alloc(arena, TG_SIGAL_UNREAD, sizeof(*conf->unread))};
    if (!conf->settings || !conf->unread)
        return false;
    p.s += tg_text_mark(data, len);
    while (p.s < p.end && !p.nomem)
        read_statement(&p);
    return !p.nomem;
}

const struct tg_sigal_setting *tg_sigal_conf_get(const struct tg_sigal_conf *conf, const char *name)
{
    return find(conf, name, strlen(name));
}

const struct tg_literal *tg_literal_get(const struct tg_literal *map, const char *key)
{
    const struct tg_literal *item = map && map->kind == TG_LITERAL_MAP ? map->first : NULL;
    const struct tg_literal *found = NULL;

    for (; item; item = item->next->next)
        if (item->kind == TG_LITERAL_TEXT && strcmp(item->text, key) == 0)
            found = item->next;
    return found;
}
