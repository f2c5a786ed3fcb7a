// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "host/runner/stack.h"

#define FRAMES_MAX 12

/* R, S, D etc.: the third field of /proc/PID/stat, after the name in parentheses. */
static char state_of(const char *task)
{
	char path[340], line[512] = "", *end;
	FILE *file;

	snprintf(path, sizeof(path), "%s/stat", task);
	file = fopen(path, "r");
	if (file && !fgets(line, sizeof(line), file))
		line[0] = 0;
	if (file)
		fclose(file);
	end = strrchr(line, ')');
	return end && end[1] ? end[2] : '?';
}

/* Each line is "[<0>] function+0x12/0x34 [module]". */
static void frames_of(const char *task, struct text *text)
{
	char path[340], line[256], function[128];
	unsigned int n = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/stack", task);
	file = fopen(path, "r");
	while (file && n < FRAMES_MAX && fgets(line, sizeof(line), file))
		if (sscanf(line, "[<%*[^>]>] %127s", function) == 1)
			text_add(text, "%s%s", n++ ? " < " : ", in: ", function);
	if (file)
		fclose(file);
}

void stack_describe(pid_t pid, struct text *text)
{
	char folder[64], task[320];
	struct dirent *entry;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%d/task", (int)pid);
	dir = opendir(folder);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(task, sizeof(task), "%s/%s", folder, entry->d_name);
		text_add(text, "thread %s, state %c", entry->d_name, state_of(task));
		frames_of(task, text);
		text_add(text, "\n");
	}
	if (dir)
		closedir(dir);
}
