/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text files inside the program, so that the program can be copied to another machine without them.
 * EMBED(symbol, "path") defines symbol as the text of the file and a zero byte. The Makefile has to
 * name the file as a dependency of the object.
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
