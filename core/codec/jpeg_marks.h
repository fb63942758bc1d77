/* jpeg_marks.h (private to core/codec) - what the application segments of JPEG files begin with.
 *
 * Literals, so that sizeof() counts them; the NUL at the end of each belongs to the mark.  Behind
 * that of EXIF (Exif 2.3, 4.7.2) one byte follows, which should be 0; behind that of ICC profiles
 * (ICC.1 Annex B.4) the number of the piece and how many there are. */
#ifndef TG_CODEC_JPEG_MARKS_H
#define TG_CODEC_JPEG_MARKS_H

#define TG_MARK_EXIF     "Exif"
#define TG_MARK_XMP      "http://ns.adobe.com/xap/1.0/"
#define TG_MARK_ICC      "ICC_PROFILE"
#define TG_MARK_ISO_GAIN "urn:iso:std:iso:ts:21496:-1"

#endif
