/* service_replies.c - see service_parts.h: replies as lines of JSON. */
#include "core/base/json.h"
#include "pipeline/service_parts.h"

static const char *const codes[] = {
    [TG_SERVICE_MALFORMED] = "malformed",
    [TG_SERVICE_UNKNOWN_FIELD] = "unknown-field",
    [TG_SERVICE_DUPLICATE_ID] = "duplicate-id",
    [TG_SERVICE_OUTSIDE_ROOT] = "outside-root",
    [TG_SERVICE_NOT_FOUND] = "not-found",
    [TG_SERVICE_UNSUPPORTED] = "unsupported",
    [TG_SERVICE_CORRUPT] = "corrupt",
    [TG_SERVICE_LIMIT] = "limit",
    [TG_SERVICE_WORKER_DIED] = "worker-died",
    [TG_SERVICE_CANCELLED] = "cancelled",
    [TG_SERVICE_USAGE] = "usage",
    [TG_SERVICE_IO] = "io",
};

void tg_service_hello(struct tg_buf *b)
{
    tg_buf_puts(b, "{\"tirage\": \"" TG_VERSION "\", \"protocol\": 1}\n");
}

void tg_service_refuse(struct tg_buf *b, const char *id, enum tg_service_code code,
                       const char *text)
{
    tg_buf_printf(b, "{\"id\": %s, \"ok\": false, \"error\": {\"code\": \"%s\", \"message\": ",
                  id ? id : "null", codes[code]);
    tg_json_string(b, text);
    tg_buf_puts(b, "}}\n");
}

static enum tg_service_code code_of(const struct tg_err *err)
{
    static const enum tg_service_code of[] = {
        [TG_E_NOMEM] = TG_SERVICE_IO,
        [TG_E_SYS] = TG_SERVICE_IO,
        [TG_E_CORRUPT] = TG_SERVICE_CORRUPT,
        [TG_E_UNSUPPORTED] = TG_SERVICE_UNSUPPORTED,
        [TG_E_LIMIT] = TG_SERVICE_LIMIT,
        [TG_E_WORKER] = TG_SERVICE_WORKER_DIED,
        [TG_E_USAGE] = TG_SERVICE_USAGE,
        [TG_E_STOPPED] = TG_SERVICE_CANCELLED,
        [TG_E_OUTSIDE] = TG_SERVICE_OUTSIDE_ROOT,
    };

    return of[tg_err_code(err)];
}

static void put_format(struct tg_buf *b, enum tg_format format)
{
    tg_buf_puts(b, "\"format\": \"");
    for (const char *name = tg_formats[format].name; *name; name++)
        tg_buf_putc(b, (char)(*name | 0x20));
    tg_buf_puts(b, "\"");
}

/* As it is seen. */
static void put_source(struct tg_buf *b, const struct tg_info *info)
{
    bool swap = info->orientation >= 5;

    tg_buf_puts(b, "\"source\": {");
    put_format(b, info->format);
    tg_buf_printf(b, ", \"width\": %u, \"height\": %u, \"orientation\": %u, \"date\": ",
                  swap ? info->height : info->width, swap ? info->width : info->height,
                  info->orientation);
    if (*info->date)
        tg_json_string(b, info->date);
    else
        tg_buf_puts(b, "null");
    tg_buf_puts(b, "}");
}

static void put_placeholder(struct tg_buf *b, const struct tg_placeholder *p)
{
    tg_buf_puts(b, ", \"placeholder\": ");
    if (p->known)
        tg_buf_printf(b, "[\"#%02x%02x%02x\", \"#%02x%02x%02x\"]", p->rgb[0][0], p->rgb[0][1],
                      p->rgb[0][2], p->rgb[1][0], p->rgb[1][1], p->rgb[1][2]);
    else
        tg_buf_puts(b, "null");
}

static void put_outputs(struct tg_buf *b, const struct tg_job *job)
{
    tg_buf_puts(b, ", \"outputs\": [");
    for (size_t i = 0; i < job->outputs_len; i++) {
        const struct tg_job_output *o = &job->outputs[i];

        tg_buf_puts(b, i ? ", {\"path\": " : "{\"path\": ");
        tg_json_string(b, o->path);
        tg_buf_puts(b, ", ");
        put_format(b, tg_output_format(&o->spec, job->info.format));
        tg_buf_printf(b, ", \"width\": %u, \"height\": %u, \"bytes\": %llu}", o->result.width,
                      o->result.height, (unsigned long long)o->result.bytes);
    }
    tg_buf_puts(b, "]");
}

static void put_warnings(struct tg_buf *b, const struct tg_job *job)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    if (job->damage.count)
        tg_buf_printf(&text, "damaged, shown as far as it could be read (%s)", job->damage.first);
    else
        tg_buf_puts(&text, job->damage.note);
    tg_buf_puts(b, ", \"warnings\": [");
    if (text.len)
        tg_json_string(b, tg_buf_str(&text));
    tg_buf_puts(b, "]");
    tg_buf_release(&text);
}

void tg_service_answer(struct tg_buf *b, const char *id, const struct tg_job *job)
{
    struct tg_buf text;

    if (!job->err) {
        tg_buf_printf(b, "{\"id\": %s, \"ok\": true, ", id);
        put_source(b, &job->info);
        put_placeholder(b, &job->placeholder);
        put_outputs(b, job);
        put_warnings(b, job);
        tg_buf_puts(b, "}\n");
        return;
    }
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(job->err, &text);
    tg_service_refuse(b, id, code_of(job->err), tg_buf_str(&text));
    tg_buf_release(&text);
}
