/* yaml.c - libyaml's events to a tree; see yaml.h.
 *
 * An alias is the node that its anchor names, not a copy, so memory is bounded by the file; and
 * every node counts the values below it with those of aliases, so that the time to walk the tree is
 * bounded too, by TG_YAML_VALUES.  A merged mapping has no more keys than it counts: those of its
 * aliases are counted already. */
#include "gallery/settings/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "core/base/grow.h"
#include "gallery/model/text.h"

enum { QUOTED_MAX = 80 }; /* bytes of a line in a message */

/* A node while the tree is built. */
struct node {
    struct tg_yaml value;
    size_t weight; /* values at and below it */
    size_t bytes;  /* of the texts of those */
    bool is_merge; /* the key `<<` */
};

struct anchor {
    const char *name;        /* in the arena */
    const struct node *node; /* NULL while it is incomplete */
    bool used;
};

/* A line of the file. */
struct line {
    const char *text; /* up to its end, or that of the file */
    size_t number;    /* from 0 */
};

struct composer {
    yaml_parser_t parser;
    struct tg_arena *arena;
    struct tg_report *report;
    const char *file;
    const char *data;       /* all of it, in the arena */
    struct line at;         /* of the scalar that was last looked for */
    struct anchor *anchors; /* owned; of one name the last counts */
    size_t anchors_len, depth;
};

static struct tg_position place_at(const struct composer *c, yaml_mark_t mark)
{
    return (struct tg_position){c->file, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static struct tg_position position_of(const struct composer *c, const struct tg_yaml *node)
{
    return (struct tg_position){c->file, node->line, node->column};
}

static bool no_memory(struct composer *c)
{
    c->report->nomem = true;
    return false;
}

static void go_to(struct line *line, size_t number)
{
    for (; line->number < number && *line->text; line->number++) {
        line->text += strcspn(line->text, "\n");
        line->text += *line->text != '\0';
    }
}

/* False, so that it ends the parsing.  The line is quoted unless it may tell a secret. */
static bool refuse(struct composer *c, yaml_mark_t mark, const char *what)
{
    struct line line = {c->data, 0};
    const char *hint, *secret;
    size_t len;

    go_to(&line, mark.line);
    len = strcspn(line.text, "\r\n");
    hint = tg_yaml_hint(line.text, len, what);
    secret = strstr(line.text, "password");
    while (len && (*line.text == ' ' || *line.text == '\t')) {
        line.text++;
        len--;
    }
    if (hint && len && !(secret && secret < line.text + len))
        tg_report_add(c->report, TG_ERROR, place_at(c, mark), "%s; %s: %.*s", what, hint,
                      (int)(len < QUOTED_MAX ? len : QUOTED_MAX), line.text);
    else if (hint)
        tg_report_add(c->report, TG_ERROR, place_at(c, mark), "%s; %s", what, hint);
    else
        tg_report_add(c->report, TG_ERROR, place_at(c, mark), "%s", what);
    return false;
}

static bool next(struct composer *c, yaml_event_t *event)
{
    const yaml_parser_t *p = &c->parser;

    if (yaml_parser_parse(&c->parser, event))
        return true;
    if (p->error == YAML_MEMORY_ERROR)
        return no_memory(c);
    if (!p->problem)
        return refuse(c, p->problem_mark, "this is not YAML");
    /* Of a text or a key without an end it is of use to know where it begins. */
    return refuse(c,
                  p->context && (strstr(p->context, "quoted") || strstr(p->context, "simple key"))
                      ? p->context_mark
                      : p->problem_mark,
                  p->problem);
}

static struct node *node_new(struct composer *c, const yaml_event_t *event, enum tg_yaml_kind kind)
{
    struct node *node = tg_arena_alloc(c->arena, 1, sizeof(*node));

    if (!node) {
        no_memory(c);
        return NULL;
    }
    node->value.kind = kind;
    node->value.line = (uint32_t)event->start_mark.line + 1;
    node->value.column = (uint32_t)event->start_mark.column + 1;
    node->weight = 1;
    return node;
}

/* *slot is the anchor's position in the list, SIZE_MAX without one. */
static bool add_anchor(struct composer *c, const yaml_event_t *event, const yaml_char_t *name,
                       size_t *slot)
{
    struct anchor *anchors;
    char *copy;

    *slot = SIZE_MAX;
    if (!name)
        return true;
    if (c->anchors_len >= TG_YAML_ANCHORS)
        return refuse(c, event->start_mark, "too many anchors");
    anchors = tg_grow(c->anchors, c->anchors_len, sizeof(*anchors));
    copy = tg_arena_copy(c->arena, (const char *)name, strlen((const char *)name));
    if (anchors)
        c->anchors = anchors;
    if (!anchors || !copy)
        return no_memory(c);
    *slot = c->anchors_len;
    anchors[c->anchors_len++] = (struct anchor){.name = copy};
    return true;
}

static void set_anchor(struct composer *c, size_t slot, const struct node *node)
{
    if (slot != SIZE_MAX)
        c->anchors[slot].node = node;
}

static bool find_alias(struct composer *c, const yaml_event_t *event, const struct node **node)
{
    const char *name = (const char *)event->data.alias.anchor;

    for (size_t i = c->anchors_len; i-- > 0;)
        if (strcmp(c->anchors[i].name, name) == 0) {
            *node = c->anchors[i].node;
            c->anchors[i].used = true;
            return *node || refuse(c, event->start_mark, "this alias stands inside what it names");
        }
    return refuse(c, event->start_mark, "no anchor of that name comes before this alias");
}

static bool weigh(struct composer *c, const yaml_event_t *event, struct node *node,
                  const struct node *below)
{
    node->weight += below->weight;
    node->bytes += below->bytes;
    if (node->bytes > TG_YAML_BYTES)
        return refuse(c, event->start_mark, "too much text (aliases count as what they stand for)");
    return node->weight <= TG_YAML_VALUES ||
           refuse(c, event->start_mark, "too many values (aliases count as what they stand for)");
}

/* Whether a tag is one of YAML's own of that name, or leaves the choice to us. */
static bool tag_is(const yaml_char_t *tag, const char *name)
{
    static const char prefix[] = "tag:yaml.org,2002:";
    const char *s = (const char *)tag;

    return strncmp(s, prefix, strlen(prefix)) == 0 && strcmp(s + strlen(prefix), name) == 0;
}

/* Whether "#word" is the next thing in the line. */
static bool has_hashtag(struct composer *c, yaml_mark_t mark)
{
    const char *s;

    go_to(&c->at, mark.line);
    s = c->at.text;
    for (size_t i = 0; i < mark.column && *s && *s != '\n'; i++)
        (void)tg_text_next(&s);
    s += strspn(s, " ");
    return *s == '#' && !strchr(" \t\r\n#", s[1]);
}

static bool compose_scalar(struct composer *c, const yaml_event_t *event, const struct node **out)
{
    const yaml_char_t *value = event->data.scalar.value, *tag = event->data.scalar.tag;
    size_t len = event->data.scalar.length, slot;
    struct node *node;

    if (memchr(value, '\0', len))
        return refuse(c, event->start_mark, "a NUL character in a text");
    if (tag && strcmp((const char *)tag, "!") != 0 && !tag_is(tag, "str"))
        return refuse(c, event->start_mark, "tags other than !!str are not supported");
    node = node_new(c, event, TG_YAML_TEXT);
    if (!node || !add_anchor(c, event, event->data.scalar.anchor, &slot))
        return false;
    node->bytes = len;
    node->value.text = tg_arena_copy(c->arena, (const char *)value, len);
    if (!node->value.text)
        return no_memory(c);
    if (event->data.scalar.plain_implicit) {
        tg_yaml_resolve(&node->value);
        node->is_merge = strcmp(node->value.text, "<<") == 0;
        node->value.hashtag = len == 0 && has_hashtag(c, event->end_mark);
    }
    set_anchor(c, slot, node);
    *out = node;
    return true;
}

static bool compose(struct composer *c, const yaml_event_t *event, const struct node **out);

/* Reads nodes up to the event `end` into *nodes, which the caller frees. */
static bool compose_all(struct composer *c, struct node *parent, yaml_event_type_t end,
                        const struct node ***nodes, size_t *len)
{
    for (;;) {
        const struct node **grown, *node = NULL;
        yaml_event_t event;
        bool ok;

        if (!next(c, &event))
            return false;
        if (event.type == end) {
            yaml_event_delete(&event);
            return true;
        }
        grown = tg_grow(*nodes, *len, sizeof(struct node *));
        if (grown)
            *nodes = grown;
        ok = grown ? compose(c, &event, &node) && weigh(c, &event, parent, node) : no_memory(c);
        yaml_event_delete(&event);
        if (!ok)
            return false;
        (*nodes)[(*len)++] = node;
    }
}

static bool set_list(struct composer *c, struct node *list, const struct node **nodes, size_t len)
{
    list->value.items = tg_arena_alloc(c->arena, len, sizeof(struct tg_yaml *));
    list->value.len = len;
    if (!list->value.items)
        return no_memory(c);
    for (size_t i = 0; i < len; i++)
        list->value.items[i] = &nodes[i]->value;
    return true;
}

static int by_text(const void *a, const void *b)
{
    const struct tg_yaml *x = ((const struct tg_yaml_pair *)a)->key;
    const struct tg_yaml *y = ((const struct tg_yaml_pair *)b)->key;
    int order = strcmp(x->text, y->text);

    if (order)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static bool check_keys(struct composer *c, const struct tg_yaml_pair *pairs, size_t len)
{
    struct tg_yaml_pair *sorted = malloc((len + 1) * sizeof(*sorted));
    size_t errors = c->report->count[TG_ERROR];

    if (!sorted)
        return no_memory(c);
    if (len)
        memcpy(sorted, pairs, len * sizeof(*sorted));
    qsort(sorted, len, sizeof(*sorted), by_text);
    for (size_t i = 1; i < len; i++)
        if (strcmp(sorted[i].key->text, sorted[i - 1].key->text) == 0)
            tg_report_add(c->report, TG_ERROR, position_of(c, sorted[i].key),
                          "the key '%s' is here a second time, after line %u", sorted[i].key->text,
                          (unsigned)sorted[i - 1].key->line);
    free(sorted);
    return c->report->count[TG_ERROR] == errors;
}

/* A mapping's own keys; `nodes` are keys and values in turn. */
static bool take_pairs(struct composer *c, struct tg_yaml *map, struct tg_yaml_pair *pairs,
                       const struct node **nodes, size_t len)
{
    for (size_t i = 0; i < len; i += 2) {
        if (!nodes[i]->value.text) {
            tg_report_add(c->report, TG_ERROR, position_of(c, &nodes[i]->value),
                          "a key must be a word, not a list or a mapping");
            return false;
        }
        if (!nodes[i]->is_merge)
            pairs[map->len++] = (struct tg_yaml_pair){&nodes[i]->value, &nodes[i + 1]->value};
    }
    return check_keys(c, pairs, map->len);
}

static void append(struct tg_yaml *map, struct tg_yaml_pair *pairs, const struct tg_yaml *from)
{
    if (from->len)
        memcpy(pairs + map->len, from->pairs, from->len * sizeof(*pairs));
    map->len += from->len;
}

/* A key, and how many come before it. */
struct ranked {
    const char *text;
    size_t rank;
};

static int by_text_and_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

/* Of the pairs with one key the first stays. */
static bool drop_overridden(struct composer *c, struct tg_yaml *map, struct tg_yaml_pair *pairs)
{
    struct ranked *sorted = malloc((map->len + 1) * sizeof(*sorted));
    size_t kept = 0;

    if (!sorted)
        return no_memory(c);
    for (size_t i = 0; i < map->len; i++)
        sorted[i] = (struct ranked){pairs[i].key->text, i};
    qsort(sorted, map->len, sizeof(*sorted), by_text_and_rank);
    for (size_t i = 1; i < map->len; i++)
        if (strcmp(sorted[i].text, sorted[i - 1].text) == 0)
            pairs[sorted[i].rank].key = NULL;
    for (size_t i = 0; i < map->len; i++)
        if (pairs[i].key)
            pairs[kept++] = pairs[i];
    map->len = kept;
    free(sorted);
    return true;
}

/* How many keys a value of `<<` has; false if it cannot be one. */
static bool count_merged(struct composer *c, const struct tg_yaml *value, size_t *len)
{
    bool good = value->kind == TG_YAML_MAP || value->kind == TG_YAML_LIST;

    if (value->kind == TG_YAML_MAP)
        *len += value->len;
    for (size_t i = 0; value->kind == TG_YAML_LIST && i < value->len; i++) {
        good &= value->items[i]->kind == TG_YAML_MAP;
        *len += value->items[i]->len;
    }
    if (!good)
        tg_report_add(c->report, TG_ERROR, position_of(c, value),
                      "<<: expected a mapping or a list of mappings");
    return good;
}

/* `nodes` are keys and values in turn. */
static bool set_map(struct composer *c, struct node *map, const struct node **nodes, size_t len)
{
    struct tg_yaml_pair *pairs;
    size_t own, most = len / 2;

    for (size_t i = 0; i < len; i += 2)
        if (nodes[i]->is_merge && !count_merged(c, &nodes[i + 1]->value, &most))
            return false;
    pairs = tg_arena_alloc(c->arena, most, sizeof(*pairs));
    if (!pairs)
        return no_memory(c);
    map->value.pairs = pairs;
    if (!take_pairs(c, &map->value, pairs, nodes, len))
        return false;
    own = map->value.len;
    for (size_t i = 0; i < len; i += 2) {
        const struct tg_yaml *value = &nodes[i + 1]->value;

        if (nodes[i]->is_merge && value->kind == TG_YAML_MAP)
            append(&map->value, pairs, value);
        for (size_t k = 0; nodes[i]->is_merge && value->kind == TG_YAML_LIST && k < value->len; k++)
            append(&map->value, pairs, value->items[k]);
    }
    return map->value.len == own || drop_overridden(c, &map->value, pairs);
}

static bool compose_branch(struct composer *c, const yaml_event_t *event, const struct node **out)
{
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *anchor =
        is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const struct node **nodes = NULL;
    struct node *node = node_new(c, event, is_map ? TG_YAML_MAP : TG_YAML_LIST);
    size_t len = 0, slot;
    bool ok;

    if (!node || !add_anchor(c, event, anchor, &slot))
        return false;
    if (++c->depth > TG_YAML_DEPTH)
        return refuse(c, event->start_mark, "too many lists and mappings inside each other");
    ok = compose_all(c, node, is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT, &nodes,
                     &len);
    if (ok)
        ok = is_map ? set_map(c, node, nodes, len) : set_list(c, node, nodes, len);
    free(nodes);
    c->depth--;
    set_anchor(c, slot, node);
    *out = node;
    return ok;
}

static bool compose(struct composer *c, const yaml_event_t *event, const struct node **out)
{
    if (event->type == YAML_ALIAS_EVENT)
        return find_alias(c, event, out);
    if (event->type == YAML_SCALAR_EVENT)
        return compose_scalar(c, event, out);
    return compose_branch(c, event, out);
}

/* A stream of one document; *root stays NULL if it has none. */
static bool compose_stream(struct composer *c, const struct node **root)
{
    yaml_event_t event;

    for (bool done = false; !done;) {
        yaml_event_type_t type;
        bool ok = true;

        if (!next(c, &event))
            return false;
        type = event.type;
        done = type == YAML_STREAM_END_EVENT;
        if (type == YAML_DOCUMENT_START_EVENT && *root)
            ok = refuse(c, event.start_mark, "a second document in the file");
        else if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT &&
                 type != YAML_DOCUMENT_END_EVENT && !done)
            ok = compose(c, &event, root);
        yaml_event_delete(&event);
        if (!ok)
            return false;
    }
    return true;
}

/* The characters that YAML 1.2 allows in a file (section 5.1), apart from the mark at its
 * beginning. */
static bool is_printable(uint32_t cp)
{
    return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp < 0x7F) || cp == 0x85 ||
           (cp >= 0xA0 && cp <= 0xFFFD) || (cp >= 0x10000 && cp < TG_TEXT_BAD);
}

/* libyaml tells where bytes are not UTF-8 and characters not allowed by their offset only. */
static bool check_text(struct composer *c, const char *data, size_t len)
{
    uint32_t line = 1, column = 1;
    char *copy = tg_arena_copy(c->arena, data, len);
    const char *s = copy;

    if (!copy)
        return no_memory(c);
    c->data = c->at.text = copy;
    while (s < copy + len) {
        uint32_t cp = tg_text_next(&s);

        if (!is_printable(cp)) {
            tg_report_add(c->report, TG_ERROR, (struct tg_position){c->file, line, column},
                          cp == TG_TEXT_BAD ? "not UTF-8 here: save the file in that encoding"
                                            : "a control character");
            return false;
        }
        column = cp == '\n' ? 1 : column + 1;
        line += cp == '\n';
    }
    return true;
}

/* "&c" in "title: &c" is none of the text. */
static void warn_of_anchor(struct composer *c, const struct anchor *anchor)
{
    tg_report_add(c->report, TG_WARNING, position_of(c, &anchor->node->value),
                  "the anchor '&%s' is used nowhere; a text that begins with & needs quotes",
                  anchor->name);
}

const struct tg_yaml *tg_yaml_parse(struct tg_arena *arena, const char *name, const void *data,
                                    size_t len, struct tg_report *report)
{
    struct composer c = {.arena = arena, .report = report, .file = name};
    const struct node *root = NULL;
    size_t mark = tg_text_mark(data, len);
    bool ok = false;

    if (len > TG_YAML_BYTES) {
        tg_report_add(report, TG_ERROR, (struct tg_position){name, 0, 0},
                      "more than %d MB is too much for settings", TG_YAML_BYTES >> 20);
        return NULL;
    }
    data = (const char *)data + mark;
    len -= mark;
    if (!check_text(&c, data, len))
        return NULL;
    if (!yaml_parser_initialize(&c.parser)) {
        report->nomem = true;
        return NULL;
    }
    yaml_parser_set_encoding(&c.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&c.parser, data, len);
    ok = compose_stream(&c, &root);
    for (size_t i = 0; ok && i < c.anchors_len; i++)
        if (!c.anchors[i].used && tg_yaml_is_scalar(&c.anchors[i].node->value))
            warn_of_anchor(&c, &c.anchors[i]);
    yaml_parser_delete(&c.parser);
    free(c.anchors);
    return ok && root ? &root->value : NULL;
}

const struct tg_yaml *tg_yaml_get(const struct tg_yaml *map, const char *key)
{
    for (size_t i = 0; map && map->kind == TG_YAML_MAP && i < map->len; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            return map->pairs[i].value;
    return NULL;
}
