/* fuzz_serve.c - any bytes as requests to `serve`: lines are those that the bytes have, what is
 * accepted is within all limits, and what is refused is said in a line of JSON, whatever it
 * quotes. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/option_table.h"
#include "cli/service_request.h"
#include "core/base/json_read.h"
#include "pipeline/service_parts.h"
#include "tests/fuzz/fuzz.h"

static void check_output(const struct tg_service_output *o)
{
    const struct tg_geometry *g = &o->spec.geometry;

    require(o->path && *o->path && strlen(o->path) < 4096);
    require(g->kind <= TG_GEO_ORIGINAL && g->fit <= TG_FIT_EXACT);
    require(g->w <= TG_MAX_SIDE && g->h <= TG_MAX_SIDE && g->percent <= 100);
    require(g->kind != TG_GEO_BOX || g->w || g->h);
    require(o->spec.quality >= 1 && o->spec.quality <= 100);
    require(o->spec.target <= TG_TARGET_AVIF && o->spec.keep <= TG_KEEP_ALL);
}

static void check_line(const struct cli_options *defaults, const char *line, size_t len)
{
    struct tg_service_request request = {0};
    struct tg_service_fault fault = {.code = TG_SERVICE_IO};
    struct tg_buf reply;
    bool good;

    tg_buf_init(&fault.text, TG_BUF_MAX);
    tg_buf_init(&reply, TG_BUF_MAX);
    good = cli_service_read((void *)(uintptr_t)defaults, line, len, &request, &fault);
    require(!request.id || tg_json_is_good(request.id, strlen(request.id)));
    require(!good || request.id);
    require(!good || request.cancel || (request.src && *request.src));
    require(request.outputs_len <= TG_JOB_OUTPUTS);
    for (size_t i = 0; i < request.outputs_len; i++)
        check_output(&request.outputs[i]);
    if (!good) {
        require(fault.text.len > 0 && fault.text.len < 40000);
        tg_service_refuse(&reply, request.id, fault.code, tg_buf_str(&fault.text));
        require(!reply.failed && strchr(reply.data, '\n') == reply.data + reply.len - 1);
        require(tg_json_is_good(reply.data, reply.len - 1));
    }
    tg_service_request_release(&request);
    tg_buf_release(&fault.text);
    tg_buf_release(&reply);
}

/* The bytes through a file, of which the reader makes lines: those that they have. */
static void read_lines(const struct cli_options *defaults, const uint8_t *data, size_t size)
{
    int fd = memfd_create("requests", MFD_CLOEXEC);
    struct tg_service_input in;
    const char *line, *at = (const char *)data;
    size_t len;

    require(fd >= 0 && size <= TG_SERVICE_LINE && write(fd, data, size) == (ssize_t)size);
    require(lseek(fd, 0, SEEK_SET) == 0 && !tg_service_input_init(&in));
    while (!in.ended) {
        require(!tg_service_input_read(&in, fd));
        while (tg_service_input_take(&in, &line, &len) == TG_SERVICE_LINE_HERE) {
            require(len <= size && memcmp(line, at, len) == 0);
            at += len;
            require(at == (const char *)data + size || *at == '\n');
            at += at < (const char *)data + size;
            check_line(defaults, line, len);
        }
    }
    require(at == (const char *)data + size);
    tg_service_input_release(&in);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cli_options defaults = {.command = CMD_SERVE};

    for (const struct cli_option *option = cli_option_table; option->name; option++)
        if (option->initial)
            require(option->parse(&defaults, option, option->name, option->initial));
    defaults.format_given = false;
    if (size <= TG_SERVICE_LINE)
        read_lines(&defaults, data, size);
    return 0;
}
