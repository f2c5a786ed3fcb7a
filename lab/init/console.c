// SPDX-License-Identifier: GPL-2.0-only
/* Messages on the console of the machine. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

/* The first error; later ones are usually consequences of it. */
static char trouble[TROUBLE_MAX];

/*
 * Through the kernel log: when the kernel and a process write to this console at the same time,
 * lines get lost, and the last output of a process is lost at power-off.
 */
void say(const char *format, ...)
{
	char line[256] = "<3>lab: ";
	size_t n = strlen(line);
	va_list ap;
	int fd;

	va_start(ap, format);
	vsnprintf(line + n, sizeof(line) - n - 1, format, ap);
	va_end(ap);
	strcat(line, "\n");
	fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, line, strlen(line)) < 0)
		fputs(line + 3, stderr);
	if (fd >= 0)
		close(fd);
}

void complain(const char *format, ...)
{
	char text[sizeof(trouble)];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	if (!trouble[0])
		strcpy(trouble, text);
	/* This console shows only the first of several lines within a tenth of a second. */
	usleep(150000);
	say("error: %s", text);
}

const char *first_complaint(void)
{
	return trouble;
}
