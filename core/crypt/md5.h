/* md5.h - MD5, where a standard names files by it.  It protects nothing. */
#ifndef TG_CRYPT_MD5_H
#define TG_CRYPT_MD5_H

enum { TG_MD5_TEXT = 33 };

/* Of a text, in hexadecimal digits and a NUL. */
void tg_md5_text(const char *text, char digits[TG_MD5_TEXT]);

#endif
