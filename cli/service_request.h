/* service_request.h - requests to `serve`, read from lines of JSON.  The fields of an output are
 * the options of `thumb` that are about one output (in_requests in the table). */
#ifndef TG_CLI_SERVICE_REQUEST_H
#define TG_CLI_SERVICE_REQUEST_H

#include "cli/options.h"
#include "pipeline/service.h"

/* As struct tg_service_options has it; `ctx` is a const struct cli_options *, which says what holds
 * for an output where the request does not. */
bool cli_service_read(void *ctx, const char *line, size_t len, struct tg_service_request *request,
                      struct tg_service_fault *fault);

#endif
