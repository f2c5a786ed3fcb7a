// SPDX-License-Identifier: GPL-2.0-only
/* Format: Documentation/ABI/testing/dev-kmsg: one record a read, "priority,sequence,time,flags;text". */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/runner/kmsg.h"

#define RECORD_MAX_LEN 8192

/* How complaints begin, or what they contain. */
static const char *const signs[] = {
	"WARNING: ", "BUG: ", "Oops", "INFO: possible ", "INFO: task ", "UBSAN: ", "KASAN: ", "KCSAN: ", "kernel BUG at",
	"refcount_t: ", "list_add corruption", "list_del corruption", "suspicious RCU usage", "sleeping function called",
	"Bad page", " [#",	/* the last: any kind of die(), "illegal operation: 0001 ilc:2 [#1]SMP" */
};

int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

static int complains(const char *text)
{
	unsigned int i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(text, signs[i]))
			return 1;
	return 0;
}

/* Where it was comes some lines later: "Krnl PSW : 0704d00180000000 000003ff6004bf20 (dat_crstep_xchg_atomic+0x60/0xe0 [kvm])". */
static int add_place(char *message, char *text, size_t size)
{
	char *place = strstr(message, "Krnl PSW") ? strchr(message, '(') : NULL;
	size_t len = strlen(text);

	if (!place)
		return 0;
	snprintf(text + len, size - len, " %.*s", (int)strcspn(place, "\n"), place);
	return 1;
}

int kmsg_complaint(int fd, char *text, size_t size)
{
	char record[RECORD_MAX_LEN];
	int found = 0, placed = 0;
	ssize_t n;
	char *message;

	/* A record that was overwritten before it was read is an error once, and the next read goes on behind it. */
	while ((n = read(fd, record, sizeof(record) - 1)) > 0 || (n < 0 && errno == EPIPE)) {
		if (n < 0)
			continue;
		record[n] = 0;
		message = strchr(record, ';');
		if (found && !placed && message)
			placed = add_place(message, text, size);
		if (found || !message || !complains(message))
			continue;
		found = 1;
		snprintf(text, size, "%.*s", (int)strcspn(message + 1, "\n"), message + 1);
	}
	return found;
}
