/* settings_downloads.c - what settings say of downloads; see settings.h. */
#include "gallery/model/node.h"
#include "gallery/settings/settings.h"

void tg_settings_downloads(const struct tg_reader *reader, const struct tg_yaml *map,
                           const struct tg_download_words *words, struct tg_node *node)
{
    static const char *const kinds[] = {"false", "true", "zip"};     /* as in the enum */
    static const char *const sizes[] = {"1920", "2560", "original"}; /* likewise */
    const struct tg_yaml *download = tg_yaml_get(map, "download");

    if (download && download->kind == TG_YAML_BOOL) /* "True", as well */
        node->download = download->truth ? TG_DOWNLOAD_EACH : TG_DOWNLOAD_NONE;
    else if (words->download)
        node->download =
            (enum tg_download)(TG_DOWNLOAD_NONE + tg_settings_choose(reader, download, "download",
                                                                     words->download, kinds));
    if (words->size)
        node->download_size = (enum tg_download_size)(
            TG_DOWNLOAD_1920 + tg_settings_choose(reader, tg_yaml_get(map, "download_size"),
                                                  "download_size", words->size, sizes));
    if (tg_yaml_get(map, "proofing"))
        node->proofing = words->proofing ? TG_SWITCH_ON : TG_SWITCH_OFF;
}
