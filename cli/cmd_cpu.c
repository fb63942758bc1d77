/* cmd_cpu.c - tirage cpu. */
#include <stdio.h>

#include "cli/cli.h"

static void print_json(const struct cli_options *o)
{
    const char *separator = "";
    struct tg_kernels k;

    tg_kernels_init(&k, o->cpu_mask);
    printf("{\"event\": \"cpu\", \"levels\": [");
    for (const char *const *l = tg_cpu_level_names(); *l; l++) {
        uint32_t mask;

        if (tg_cpu_level(*l, &mask) && (mask & ~(tg_cpu_detect() & o->cpu_mask)) == 0) {
            printf("%s\"%s\"", separator, *l);
            separator = ", ";
        }
    }
    printf("], \"kernels\": {");
    separator = "";
#define PRINT(name, type)                                                                          \
    printf("%s\"" #name "\": \"%s\"", separator, k.impl.name);                                     \
    separator = ", ";
    TG_KERNELS(PRINT)
#undef PRINT
    printf("}}\n");
}

void cli_print_cpu(const struct cli_options *o)
{
    uint32_t has = tg_cpu_detect();
    struct tg_kernels k;

    tg_kernels_init(&k, o->cpu_mask);
    printf("%-12s %-9s %s\n", "level", "this CPU", "in use");
    for (const char *const *l = tg_cpu_level_names(); *l; l++) {
        uint32_t mask;

        if (!tg_cpu_level(*l, &mask))
            continue;
        printf("%-12s %-9s %s\n", *l, (mask & ~has) == 0 ? "yes" : "no",
               (mask & ~(has & o->cpu_mask)) == 0 ? "yes" : "no");
    }
    printf("\n%-12s %s\n", "kernel", "implementation");
#define PRINT(name, type) printf("%-12s %s\n", #name, k.impl.name);
    TG_KERNELS(PRINT)
#undef PRINT
}

int cmd_cpu(const struct cli_options *o)
{
    if (o->args_len)
        return cli_usage(o, "cpu takes no arguments");
    if (o->json)
        print_json(o);
    else
        cli_print_cpu(o);
    return EXIT_DONE;
}
