// SPDX-License-Identifier: GPL-2.0-only
/*
 * Format: Documentation/ABI/testing/dev-kmsg: "priority,sequence,time,flags;text", then lines that
 * begin with a space. Each read(2) returns one record.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "host/runner/kernel_log.h"

#define RECORD_SIZE 8192	/* the longest record, and the least buffer that read(2) accepts */
#define FACILITY_SHIFT 3	/* facility 0 is the kernel; all others are processes */

int kernel_log_open(struct kernel_log *log, const char *file)
{
	int fd = open(file ? file : "/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	*log = (struct kernel_log){ 0 };
	if (fd < 0)
		return -1;
	if (!file)
		lseek(fd, 0, SEEK_END);
	log->file = fdopen(fd, "r");
	if (!log->file) {
		close(fd);
		return -1;
	}
	setvbuf(log->file, NULL, _IOFBF, 2 * RECORD_SIZE);
	prctl(PR_GET_NAME, log->task);
	log->reader.task = log->task;
	return 0;
}

/*
 * The text of the next record that the kernel itself wrote, without its newline; NULL if no record
 * is available now.
 */
static char *next_text(struct kernel_log *log, char **line, size_t *size, bool *continued)
{
	char *text, flag;
	ssize_t n;

	for (;;) {
		n = getline(line, size, log->file);
		if (n < 0) {
			bool overwritten = ferror(log->file) && errno == EPIPE;

			clearerr(log->file);
			log->lost |= overwritten;
			if (!overwritten)
				return NULL;
			continue;
		}
		(*line)[strcspn(*line, "\n")] = 0;
		text = strchr(*line, ';');
		if (**line == ' ' || !text || strtoul(*line, NULL, 10) >> FACILITY_SHIFT)
			continue;
		*continued = sscanf(*line, "%*[^,],%*[^,],%*[^,],%c", &flag) == 1 && flag == 'c';
		return text + 1;
	}
}

bool kernel_log_next(struct kernel_log *log, bool last, struct complaint *complaint)
{
	char *line = NULL, *text;
	bool found = false, continued;
	size_t size = 0;

	while (log->file && !found && (text = next_text(log, &line, &size, &continued)))
		found = complaint_line(&log->reader, text, continued, complaint);
	free(line);
	return found || (log->file && complaint_pause(&log->reader, last, complaint));
}

void kernel_log_close(struct kernel_log *log)
{
	if (log->file)
		fclose(log->file);
	log->file = NULL;
}
