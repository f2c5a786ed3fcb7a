/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text files of the project inside the program, which can be copied alone: EMBED(symbol, "path")
 * defines symbol as the file's text with a zero byte behind it. The Makefile has to name the file
 * as a dependency of the object.
 */
#ifndef LIB_KNOWN_EMBED_H
#define LIB_KNOWN_EMBED_H

#define EMBED(symbol, path)			\
	extern const char symbol[];		\
	__asm__(".pushsection .rodata\n"	\
		#symbol ":\n"			\
		".incbin \"" path "\"\n"	\
		".byte 0\n"			\
		".popsection\n")

#endif
