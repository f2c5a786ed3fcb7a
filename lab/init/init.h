/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Process 1 of the emulated machine: what its files share. main.c and command.c use the others.
 */
#ifndef LAB_INIT_INIT_H
#define LAB_INIT_INIT_H

#include <stddef.h>
#include <sys/types.h>

/* console.c */

#define TROUBLE_MAX 200

/* Print a line on the console of the machine. */
void say(const char *format, ...);

/* Print an error there. */
void complain(const char *format, ...);

/* The first error, shorter than TROUBLE_MAX; "" if there was none. */
const char *first_complaint(void);

/* files.c */

/*
 * Read a complete file and append a zero byte that *len does not count. Returns NULL if the file
 * cannot be read.
 */
char *slurp(const char *path, size_t *len);

/* Write to a file that exists. Returns 0, or -1 with errno set. */
int write_file(const char *path, const char *text);

/* result_disk.c */

#define END_INFRASTRUCTURE 3		/* exit code: nothing was tested */

extern const char *disk;		/* its device */

/* Find the disk, and set it online. Returns 0, or -1 if there is none. */
int disk_online(void);

/* Length of the text on the disk, which ends at the first zero byte; copies its last line. */
off_t journal_length(int fd, char *last_line, size_t size);

/*
 * Append "stop CODE" to the text on the disk, unless it has an end. why: a line before it, or "".
 */
void finish_journal(const char *why, int code);

/* swap.c */

/* Set up swap space, if the kernel can. */
void use_swap(void);

/* archive.c */

/*
 * Write the files below a folder whose names end in the suffix, as a cpio archive that begins in
 * the block after the text on the disk.
 */
void write_files(const char *dir, const char *suffix);

/* command.c */

/*
 * Run the command of the file /command, its arguments each ended by a zero byte, in the root file
 * system that the machine was booted with. Every line of its output goes to the disk, after "| ".
 */
void run_command(void);

#endif
