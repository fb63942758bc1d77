/* suffixes.c - see suffixes.h.
 *
 * Suffixes of pictures and cameras are those that ExifTool and libraw know, those of videos what
 * ffmpeg's demuxers register.  Of videos those play whose container is in the list of
 * core/media/media.c; `.ts` and `.mod` are too often something else. */
#include "gallery/source/suffixes.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/text.h"

#define NOT(what)     what " are not shown; "
#define NOT_YET(what) what " are not shown yet; "
#define TO_JPEG(tool) "convert them to JPEG, for example with " tool
#define TO_PNG(tool)  "convert them to PNG, for example with " tool
#define MAGICK        TO_PNG("ImageMagick's convert")
#define EXPORT        "export them as JPEG or PNG"
#define TO_MP4        "convert them to MP4, for example with ffmpeg"
#define RENAME(to)    "videos of that name play once they are renamed to " to
#define PREVIEW       NOT("small copies of videos") "they play once they are renamed to .mp4"
#define AUDIO         "audio plays only in sections of a project; see docs/settings.md"

/* In order, for tg_suffix_of(). */
const struct tg_suffix tg_suffixes[TG_SUFFIXES] = {
    {".264", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".265", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".3fr", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".3g2", TG_SUFFIX_VIDEO, NULL, NULL},
    {".3gp", TG_SUFFIX_VIDEO, NULL, NULL},
    {".aac", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".aae", TG_SUFFIX_BESIDE, NULL, NULL},
    {".ac3", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".afphoto", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".ai", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape"), NULL},
    {".aif", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".aiff", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".amr", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".amv", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".apng", TG_SUFFIX_PICTURE, NULL, ".png"},
    {".arp", TG_SUFFIX_BESIDE, NULL, NULL},
    {".arw", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".asf", TG_SUFFIX_VIDEO, NULL, NULL},
    {".avi", TG_SUFFIX_VIDEO, NULL, NULL},
    {".avif", TG_SUFFIX_UNREAD, NOT("AVIF pictures") TO_JPEG("avifdec"), NULL},
    {".avifs", TG_SUFFIX_UNREAD, NOT("AVIF pictures") TO_JPEG("avifdec"), NULL},
    {".bmp", TG_SUFFIX_UNREAD, NOT("BMP pictures") MAGICK, NULL},
    {".braw", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".cap", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".cdr", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape"), NULL},
    {".clip", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".cos", TG_SUFFIX_BESIDE, NULL, NULL},
    {".cr2", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".cr3", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".crw", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".css", TG_SUFFIX_BESIDE, NULL, NULL},
    {".csv", TG_SUFFIX_BESIDE, NULL, NULL},
    {".cur", TG_SUFFIX_UNREAD, NOT("icons") TO_PNG("icotool"), NULL},
    {".db", TG_SUFFIX_BESIDE, NULL, NULL},
    {".dcr", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".dcs", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".dds", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".dib", TG_SUFFIX_UNREAD, NOT("BMP pictures") MAGICK, NULL},
    {".divx", TG_SUFFIX_VIDEO, NULL, NULL},
    {".djvu", TG_SUFFIX_UNREAD, NOT("DjVu documents") TO_PNG("ddjvu"), NULL},
    {".dng", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".dop", TG_SUFFIX_BESIDE, NULL, NULL},
    {".dv", TG_SUFFIX_VIDEO, NULL, NULL},
    {".dxo", TG_SUFFIX_BESIDE, NULL, NULL},
    {".emf", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape"), NULL},
    {".eps", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape"), NULL},
    {".erf", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".exr", TG_SUFFIX_UNREAD, NOT("HDR pictures") TO_JPEG("darktable-cli"), NULL},
    {".f4v", TG_SUFFIX_VIDEO, NULL, NULL},
    {".fff", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".fits", TG_SUFFIX_UNREAD, NOT("FITS pictures") MAGICK, NULL},
    {".flac", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".flv", TG_SUFFIX_VIDEO, NULL, NULL},
    {".gif", TG_SUFFIX_PICTURE, NULL, NULL},
    {".gpr", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".gpx", TG_SUFFIX_BESIDE, NULL, NULL},
    {".h264", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".h265", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".hdp", TG_SUFFIX_UNREAD, NOT("JPEG XR pictures") TO_PNG("JxrDecApp"), NULL},
    {".hdr", TG_SUFFIX_UNREAD, NOT("HDR pictures") TO_JPEG("darktable-cli"), NULL},
    {".heic", TG_SUFFIX_PHOTO, NOT_YET("HEIC photos") TO_JPEG("heif-convert"), NULL},
    {".heics", TG_SUFFIX_PHOTO, NOT_YET("HEIC photos") TO_JPEG("heif-convert"), NULL},
    {".heif", TG_SUFFIX_PHOTO, NOT_YET("HEIC photos") TO_JPEG("heif-convert"), NULL},
    {".hevc", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".hif", TG_SUFFIX_PHOTO, NOT_YET("HEIC photos") TO_JPEG("heif-convert"), NULL},
    {".htm", TG_SUFFIX_BESIDE, NULL, NULL},
    {".html", TG_SUFFIX_BESIDE, NULL, NULL},
    {".ico", TG_SUFFIX_UNREAD, NOT("icons") TO_PNG("icotool"), NULL},
    {".iiq", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".ini", TG_SUFFIX_BESIDE, NULL, NULL},
    {".insp", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".insv", TG_SUFFIX_VIDEO, NULL, NULL},
    {".ivf", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".j2c", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress"), NULL},
    {".j2k", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress"), NULL},
    {".jfi", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".jfif", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".jif", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".jp2", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress"), NULL},
    {".jpc", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress"), NULL},
    {".jpe", TG_SUFFIX_PICTURE, NULL, NULL},
    {".jpeg", TG_SUFFIX_PICTURE, NULL, NULL},
    {".jpf", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress"), NULL},
    {".jpg", TG_SUFFIX_PICTURE, NULL, NULL},
    {".jps", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".jpx", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress"), NULL},
    {".js", TG_SUFFIX_BESIDE, NULL, NULL},
    {".json", TG_SUFFIX_BESIDE, NULL, NULL},
    {".jxl", TG_SUFFIX_UNREAD, NOT("JPEG XL pictures") TO_JPEG("djxl"), NULL},
    {".jxr", TG_SUFFIX_UNREAD, NOT("JPEG XR pictures") TO_PNG("JxrDecApp"), NULL},
    {".k25", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".kdc", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".kml", TG_SUFFIX_BESIDE, NULL, NULL},
    {".kra", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".lnk", TG_SUFFIX_BESIDE, NULL, NULL},
    {".log", TG_SUFFIX_BESIDE, NULL, NULL},
    {".lrv", TG_SUFFIX_UNREAD, PREVIEW, NULL},
    {".m1v", TG_SUFFIX_VIDEO, NULL, NULL},
    {".m2t", TG_SUFFIX_VIDEO, NULL, NULL},
    {".m2ts", TG_SUFFIX_VIDEO, NULL, NULL},
    {".m2v", TG_SUFFIX_VIDEO, NULL, NULL},
    {".m4a", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".m4b", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".m4v", TG_SUFFIX_VIDEO, NULL, NULL},
    {".markdown", TG_SUFFIX_BESIDE, NULL, NULL},
    {".md", TG_SUFFIX_BESIDE, NULL, NULL},
    {".mef", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".mjpeg", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".mjpg", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".mka", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".mkv", TG_SUFFIX_VIDEO, NULL, NULL},
    {".moc", TG_SUFFIX_BESIDE, NULL, NULL},
    {".mod", TG_SUFFIX_UNREAD, RENAME(".mpg"), NULL},
    {".mos", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".mov", TG_SUFFIX_VIDEO, NULL, NULL},
    {".mp3", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".mp4", TG_SUFFIX_VIDEO, NULL, NULL},
    {".mpeg", TG_SUFFIX_VIDEO, NULL, NULL},
    {".mpg", TG_SUFFIX_VIDEO, NULL, NULL},
    {".mpo", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".mrw", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".mts", TG_SUFFIX_VIDEO, NULL, NULL},
    {".mxf", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".nef", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".nfo", TG_SUFFIX_BESIDE, NULL, NULL},
    {".nrw", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".nsv", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".oga", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".ogg", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".ogm", TG_SUFFIX_VIDEO, NULL, NULL},
    {".ogv", TG_SUFFIX_VIDEO, NULL, NULL},
    {".on1", TG_SUFFIX_BESIDE, NULL, NULL},
    {".opus", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".ora", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".orf", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".ori", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".pam", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng"), NULL},
    {".pbm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng"), NULL},
    {".pcx", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".pef", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".pgm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng"), NULL},
    {".pjp", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".pjpeg", TG_SUFFIX_PICTURE, NULL, ".jpg"},
    {".png", TG_SUFFIX_PICTURE, NULL, NULL},
    {".pnm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng"), NULL},
    {".pp3", TG_SUFFIX_BESIDE, NULL, NULL},
    {".ppm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng"), NULL},
    {".psb", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".psd", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".ptx", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".qoi", TG_SUFFIX_UNREAD, NOT("QOI pictures") TO_PNG("qoiconv"), NULL},
    {".qt", TG_SUFFIX_VIDEO, NULL, NULL},
    {".r3d", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".raf", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".raw", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".rgb", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".rm", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".rmvb", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".rw2", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".rwl", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".rws", TG_SUFFIX_BESIDE, NULL, NULL},
    {".rwz", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".sgi", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".sr2", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".srf", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".srt", TG_SUFFIX_BESIDE, NULL, NULL},
    {".srw", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".sub", TG_SUFFIX_BESIDE, NULL, NULL},
    {".svg", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("rsvg-convert"), NULL},
    {".svgz", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("rsvg-convert"), NULL},
    {".swf", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".tga", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".thm", TG_SUFFIX_BESIDE, NULL, NULL},
    {".tif", TG_SUFFIX_PICTURE, NULL, NULL},
    {".tiff", TG_SUFFIX_PICTURE, NULL, NULL},
    {".tod", TG_SUFFIX_UNREAD, RENAME(".mpg"), NULL},
    {".ts", TG_SUFFIX_UNREAD, RENAME(".m2ts"), NULL},
    {".txt", TG_SUFFIX_BESIDE, NULL, NULL},
    {".url", TG_SUFFIX_BESIDE, NULL, NULL},
    {".vob", TG_SUFFIX_VIDEO, NULL, NULL},
    {".vtt", TG_SUFFIX_BESIDE, NULL, NULL},
    {".wav", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".wdp", TG_SUFFIX_UNREAD, NOT("JPEG XR pictures") TO_PNG("JxrDecApp"), NULL},
    {".webm", TG_SUFFIX_VIDEO, NULL, NULL},
    {".webp", TG_SUFFIX_PICTURE, NULL, NULL},
    {".wma", TG_SUFFIX_UNREAD, AUDIO, NULL},
    {".wmf", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape"), NULL},
    {".wmv", TG_SUFFIX_VIDEO, NULL, NULL},
    {".wtv", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".x3f", TG_SUFFIX_PHOTO, NOT_YET("raw photos") TO_JPEG("darktable-cli"), NULL},
    {".xbm", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".xcf", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT, NULL},
    {".xml", TG_SUFFIX_BESIDE, NULL, NULL},
    {".xmp", TG_SUFFIX_BESIDE, NULL, NULL},
    {".xpm", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK, NULL},
    {".y4m", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4, NULL},
    {".yaml", TG_SUFFIX_BESIDE, NULL, NULL},
    {".yml", TG_SUFFIX_BESIDE, NULL, NULL},
};

static int by_suffix(const void *key, const void *row)
{
    return tg_text_casecmp(key, ((const struct tg_suffix *)row)->suffix);
}

const struct tg_suffix *tg_suffix_of(const char *name)
{
    return bsearch(tg_path_ext(name), tg_suffixes, TG_SUFFIXES, sizeof(tg_suffixes[0]), by_suffix);
}

bool tg_suffix_is(const struct tg_suffix *suffix, enum tg_suffix_kind kind)
{
    return suffix && suffix->kind == kind;
}

bool tg_suffix_is_media(const struct tg_suffix *suffix)
{
    return suffix && suffix->kind != TG_SUFFIX_BESIDE;
}

bool tg_is_system_folder(const char *name)
{
    static const char *const names[] = {"@eaDir",    "#recycle",     "@Recycle",
                                        "#snapshot", "$RECYCLE.BIN", "System Volume Information",
                                        "__MACOSX",  "lost+found"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
