/* service_request.c - see service_request.h. */
#include "cli/service_request.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"
#include "cli/option_table.h"
#include "cli/option_values.h"
#include "core/base/json.h"
#include "core/base/json_read.h"
#include "gallery/model/hdr_rule.h"

enum {
    ID_BYTES = 256, /* of a string */
    TEXT_BYTES = PATH_MAX - 1,
    SHOWN_BYTES = 100 /* of what a message quotes */
};

struct reader {
    struct tg_json json;
    const struct cli_options *defaults;
    struct tg_service_request *request;
    struct tg_service_fault *fault;
    size_t room; /* of request->outputs */
};

static bool refuse(struct reader *r, enum tg_service_code code, const char *what, const char *text)
{
    r->fault->code = code;
    tg_buf_clear(&r->fault->text);
    tg_buf_printf(&r->fault->text, "%s: %s", what, text);
    return false;
}

/* The beginning of a name, for a message. */
static void put_key(struct tg_buf *b, struct tg_json_text key)
{
    tg_json_put(b, key);
    if (b->len > SHOWN_BYTES)
        b->data[b->len = SHOWN_BYTES] = '\0';
}

/* `near`: the name that was probably meant, or NULL. */
static bool refuse_field(struct reader *r, const char *where, const char *near)
{
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    put_key(&name, r->json.key);
    r->fault->code = TG_SERVICE_UNKNOWN_FIELD;
    tg_buf_clear(&r->fault->text);
    tg_buf_printf(&r->fault->text, "%s has no field '%s'%s%s%s", where, tg_buf_str(&name),
                  near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    tg_buf_release(&name);
    return false;
}

/* What a string means; NULL: it is none, empty, too long, or holds what no path can. */
static char *take_text(struct reader *r, const char *what)
{
    struct tg_buf b;
    char *text;

    if (r->json.kind != TG_JSON_STRING || !r->json.value.len) {
        (void)refuse(r, TG_SERVICE_MALFORMED, what, "expected a string that is not empty");
        return NULL;
    }
    tg_buf_init(&b, TEXT_BYTES);
    tg_json_put(&b, r->json.value);
    if (!b.failed && memchr(r->json.value.at, '\\', r->json.value.len) &&
        strstr(tg_buf_str(&b), "\xEF\xBF\xBD")) {
        (void)refuse(r, TG_SERVICE_MALFORMED, what, "holds half of a character, or a NUL");
        tg_buf_release(&b);
        return NULL;
    }
    text = tg_buf_steal(&b);
    if (!text)
        (void)refuse(r, TG_SERVICE_LIMIT, what, "is longer than a path can be");
    return text;
}

/* A string or a whole number, as JSON; NULL: neither. */
static char *take_id(struct reader *r)
{
    struct tg_buf b;
    int64_t n;

    tg_buf_init(&b, TG_BUF_MAX);
    if (r->json.kind == TG_JSON_STRING && r->json.value.len <= ID_BYTES) {
        struct tg_buf text;

        tg_buf_init(&text, TG_BUF_MAX);
        tg_json_put(&text, r->json.value);
        tg_json_string(&b, tg_buf_str(&text));
        tg_buf_release(&text);
    } else if (r->json.kind == TG_JSON_NUMBER && tg_json_integer(&r->json, &n)) {
        tg_buf_printf(&b, "%lld", (long long)n);
    } else {
        (void)refuse(r, TG_SERVICE_MALFORMED, "id",
                     "expected a whole number of 64 bits, or a string of at most 256 bytes");
        return NULL;
    }
    return tg_buf_steal(&b);
}

/* ---- Outputs --------------------------------------------------------------------------------- */

/* An output that is being read. */
struct output {
    struct cli_options options; /* what its fields say */
    char *path;                 /* owned */
    bool seen[CLI_OPTIONS_MAX];
};

/* The text of a value as the command line would have it; NULL: it is a false, an array ... */
static char *option_text(const struct tg_json *json)
{
    struct tg_buf b;

    tg_buf_init(&b, TEXT_BYTES);
    if (json->kind == TG_JSON_STRING)
        tg_json_put(&b, json->value);
    else if (json->kind == TG_JSON_NUMBER)
        tg_buf_put(&b, json->value.at, json->value.len);
    else
        return NULL;
    return tg_buf_steal(&b);
}

/* What is wrong with an option went to the fault's text. */
static bool refuse_usage(struct reader *r)
{
    r->fault->code = TG_SERVICE_USAGE;
    return false;
}

static bool take_option(struct reader *r, const struct cli_option *option, struct output *output)
{
    struct cli_options *o = &output->options;
    bool good;
    char *text;

    if (!option->value && r->json.kind == TG_JSON_FALSE)
        return true;
    if (!option->value && r->json.kind != TG_JSON_TRUE)
        return refuse(r, TG_SERVICE_USAGE, option->name, "expected true or false");
    text = option->value ? option_text(&r->json) : NULL;
    if (option->value && !text)
        return refuse(r, TG_SERVICE_USAGE, option->name, "expected a string or a number");
    good = option->parse(o, option, option->name, text);
    free(text);
    return good || refuse_usage(r);
}

static bool take_output_field(struct reader *r, struct output *output)
{
    struct cli_nearest near;
    struct tg_buf name;
    const char *meant;

    if (tg_json_key_is(&r->json, "path")) {
        if (output->path)
            return refuse(r, TG_SERVICE_MALFORMED, "path", "is there twice");
        output->path = take_text(r, "path");
        return output->path;
    }
    for (size_t i = 0; cli_option_table[i].name; i++)
        if (cli_option_table[i].in_requests && tg_json_key_is(&r->json, cli_option_table[i].name)) {
            if (output->seen[i])
                return refuse(r, TG_SERVICE_MALFORMED, cli_option_table[i].name, "is there twice");
            output->seen[i] = true;
            return take_option(r, &cli_option_table[i], output);
        }
    tg_buf_init(&name, TG_BUF_MAX);
    put_key(&name, r->json.key);
    cli_nearest_init(&near, tg_buf_str(&name));
    for (size_t i = 0; cli_option_table[i].name; i++)
        if (cli_option_table[i].in_requests)
            cli_nearest_try(&near, cli_option_table[i].name);
    meant = near.best;
    tg_buf_release(&name);
    return refuse_field(r, "an output", meant);
}

/* What the fields say together. */
static bool end_output(struct reader *r, struct output *output)
{
    struct cli_options *o = &output->options;
    struct tg_service_output *to;

    if (!output->path)
        return refuse(r, TG_SERVICE_MALFORMED, "an output", "has no path");
    if (o->sizes_len != 1)
        return refuse(r, TG_SERVICE_USAGE, "size",
                      o->sizes_len ? "one output has one size" : "an output needs one");
    if (!cli_settle_geometry(o))
        return refuse_usage(r);
    to = &r->request->outputs[r->request->outputs_len++];
    *to = (struct tg_service_output){
        .path = output->path, .spec = o->spec, .format_given = o->format_given};
    output->path = NULL;
    to->spec.geometry = o->geometry[0];
    if (o->hdr == TG_HDR_DROP)
        to->spec.keep &= ~(unsigned)TG_KEEP_GAIN_MAP;
    return true;
}

static bool take_output(struct reader *r)
{
    struct output output = {.options = *r->defaults};
    bool good = true;

    if (r->json.kind != TG_JSON_OBJECT)
        return refuse(r, TG_SERVICE_MALFORMED, "outputs", "expected objects");
    if (r->request->outputs_len == TG_JOB_OUTPUTS)
        return refuse(r, TG_SERVICE_LIMIT, "outputs", "there are more than 60");
    output.options.sizes_len = 0;
    output.options.mistake = &r->fault->text;
    while (good && tg_json_each(&r->json))
        good = take_output_field(r, &output);
    good = good && end_output(r, &output);
    for (size_t i = 0; i < output.options.sizes_len; i++)
        free((char *)(uintptr_t)output.options.sizes[i]);
    free(output.path);
    return good;
}

static bool take_outputs(struct reader *r)
{
    bool good = true;

    if (r->json.kind != TG_JSON_ARRAY)
        return refuse(r, TG_SERVICE_MALFORMED, "outputs", "expected an array");
    r->request->outputs = calloc(TG_JOB_OUTPUTS, sizeof(*r->request->outputs));
    if (!r->request->outputs)
        return refuse(r, TG_SERVICE_IO, "outputs", "out of memory");
    while (good && tg_json_each(&r->json))
        good = take_output(r);
    return good;
}

/* ---- Requests -------------------------------------------------------------------------------- */

enum field { ID, CANCEL, SRC, OUTPUTS, MKDIR, FIELDS };

static const char *const names[FIELDS] = {"id", "cancel", "src", "outputs", "mkdir"};

/* FIELDS: it has another name. */
static enum field field_here(const struct reader *r)
{
    unsigned i = 0;

    while (i < FIELDS && !tg_json_key_is(&r->json, names[i]))
        i++;
    return (enum field)i;
}

static bool take_field(struct reader *r, enum field field)
{
    switch (field) {
    case ID: /* it was read before all others */
    case CANCEL:
        return true;
    case SRC:
        r->request->src = take_text(r, "src");
        return r->request->src;
    case OUTPUTS:
        return take_outputs(r);
    case MKDIR:
        r->request->make_folders = r->json.kind == TG_JSON_TRUE;
        return r->json.kind == TG_JSON_TRUE || r->json.kind == TG_JSON_FALSE ||
               refuse(r, TG_SERVICE_USAGE, "mkdir", "expected true or false");
    case FIELDS:
        break;
    }
    return false;
}

/* Reads the id, wherever it stands, so that whatever is wrong can be said of it; and that there is
 * one object and nothing twice. */
static bool take_ids(struct reader *r, bool seen[FIELDS])
{
    if (tg_json_next(&r->json) != TG_JSON_OBJECT)
        return refuse(r, TG_SERVICE_MALFORMED, "a request", "expected a JSON object");
    while (tg_json_each(&r->json)) {
        enum field i = field_here(r);

        if (i < FIELDS && seen[i])
            return refuse(r, TG_SERVICE_MALFORMED, names[i], "is there twice");
        if (i < FIELDS)
            seen[i] = true;
        if (i == ID || i == CANCEL) {
            free(r->request->id);
            r->request->id = take_id(r);
            r->request->cancel = i == CANCEL;
            if (!r->request->id)
                return false;
        }
        tg_json_skip(&r->json);
    }
    if (!seen[ID] && !seen[CANCEL])
        return refuse(r, TG_SERVICE_MALFORMED, "a request", "has no id");
    return true;
}

static bool take_fields(struct reader *r, const char *line, size_t len)
{
    tg_json_begin(&r->json, line, len);
    (void)tg_json_next(&r->json);
    while (tg_json_each(&r->json)) {
        enum field i = field_here(r);

        if (i == FIELDS || (r->request->cancel && i != CANCEL))
            return refuse_field(r, r->request->cancel ? "a cancel" : "a request", NULL);
        if (!take_field(r, i))
            return false;
    }
    return true;
}

bool cli_service_read(void *ctx, const char *line, size_t len, struct tg_service_request *request,
                      struct tg_service_fault *fault)
{
    struct reader r = {.defaults = ctx, .request = request, .fault = fault};
    bool seen[FIELDS] = {false};

    if (!tg_json_is_good(line, len))
        return refuse(&r, TG_SERVICE_MALFORMED, "a request",
                      "expected a JSON object on one line, in UTF-8");
    tg_json_begin(&r.json, line, len);
    if (!take_ids(&r, seen))
        return false;
    if (seen[ID] && seen[CANCEL])
        return refuse(&r, TG_SERVICE_MALFORMED, "a request", "has an id or a cancel, not both");
    if (!take_fields(&r, line, len))
        return false;
    if (!request->cancel && !request->src)
        return refuse(&r, TG_SERVICE_MALFORMED, "src", "is missing");
    return true;
}
