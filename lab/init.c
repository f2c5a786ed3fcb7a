// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process 1 of the emulated machine.
 *
 * Mounts the file systems that the suite needs, loads the modules of /modules in the order of
 * /modules.list, sets the result disk online, runs /memop-cts with the arguments of /args, makes
 * sure that the journal on the disk ends with an "end" or "stop" line, and switches the machine
 * off. If the kernel counts its branches (CONFIG_GCOV_KERNEL), the counts follow the journal on the
 * disk.
 *
 * If there is a file /command, the machine was booted with a root file system (lab/boot --root).
 * Then this command runs instead of /memop-cts, its output is on the disk instead of the journal,
 * and the files of the folder /out follow it.
 *
 * The console is slow, so it gets only short "lab: " lines; the results are on the disk.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define DISK_ONLINE "/sys/bus/ccw/devices/0.0.0120/online"
#define HUGE_PAGES "/sys/kernel/mm/hugepages/hugepages-1024kB/nr_hugepages"
#define MAX_ARGS 1024
#define GCOV "/sys/kernel/debug/gcov"

static double uptime(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* The result disk: of hercules, or of qemu. */
static const char *const disks[] = {"/dev/dasda", "/dev/vda"};
const char *disk;

/* The first error; later ones are usually consequences of it. */
static char trouble[200];

/*
 * Print a line through the kernel log: when the kernel and a process write to this console at the
 * same time, lines get lost, and the last output of a process is lost at power-off.
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

/* Reads until the end, because files of the kernel do not report their size. */
char *slurp(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *buf = NULL, *more;
	size_t size = 0;
	ssize_t n = 1;

	*len = 0;
	if (fd < 0)
		return NULL;
	while (n > 0) {
		size += 65536;
		more = realloc(buf, size + 1);
		if (!more)
			break;
		buf = more;
		while (*len < size && (n = read(fd, buf + *len, size - *len)) > 0)
			*len += n;
	}
	close(fd);
	if (n)
		return NULL;
	buf[*len] = 0;
	return buf;
}

static void mount_at(const char *type, const char *dir)
{
	mkdir(dir, 0755);
	if (mount(type, dir, type, 0, NULL) && errno != EBUSY)
		say("cannot mount %s: %s", type, strerror(errno));
}

/* A kernel without an initial console starts process 1 with no descriptors at all. */
static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		return;
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
}

static void mount_all(void)
{
	mkdir("/dev", 0755);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	open_console();
	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mount_at("tmpfs", "/tmp");
	/* Only lab/coverage needs it, and not every kernel has it. */
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
}

/* Without the interpretive-execution facility (SIE), as under TCG, kvm.ko cannot be loaded. */
static bool has_sie(void)
{
	size_t len;
	char *text = slurp("/proc/cpuinfo", &len);
	char *features = text ? strstr(text, "features") : NULL;

	if (!features)
		return true;
	features[strcspn(features, "\n")] = 0;
	return strstr(features, " sie");
}

static void load_module(const char *name)
{
	const char *options;
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/modules/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		complain("no module %s: %s", name, strerror(errno));
		return;
	}
	/* Allow huge pages for guests; kernels without support ignore this. */
	options = strcmp(name, "kvm.ko") ? "" : "hpage=1";
	if (syscall(SYS_finit_module, fd, options, 0) && errno != EEXIST &&
	    (errno != ENODEV || has_sie()))
		complain("cannot load module %s: %s", name, strerror(errno));
	close(fd);
}

static void load_modules(void)
{
	size_t len;
	char *list = slurp("/modules.list", &len);
	char *rest;

	if (!list)
		return; /* everything is built in */
	for (char *name = strtok_r(list, "\n", &rest); name; name = strtok_r(NULL, "\n", &rest))
		load_module(name);
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int ok;

	if (fd < 0)
		return -1;
	ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return ok ? 0 : -1;
}

static int find_disk(void)
{
	for (size_t i = 0; i < sizeof(disks) / sizeof(*disks); i++) {
		disk = disks[i];
		if (!access(disk, W_OK))
			return 0;
	}
	return -1;
}

/* The channel subsystem finds devices asynchronously, so retry for 10 s. */
static int disk_online(void)
{
	for (int tries = 0; tries < 200; tries++) {
		if (!find_disk())
			return 0;
		if (!access(DISK_ONLINE, W_OK))
			write_file(DISK_ONLINE, "1");
		if (!find_disk())
			return 0;
		usleep(50000);
	}
	return -1;
}

off_t journal_length(int fd, char *last_line, size_t size)
{
	static char buf[65536];
	off_t len = 0;
	size_t used = 0;
	bool ended = false;
	ssize_t n;

	last_line[0] = 0;
	while ((n = pread(fd, buf, sizeof(buf), len)) > 0) {
		for (ssize_t i = 0; i < n; i++, len++) {
			if (!buf[i])
				return len;
			/* A newline is part of the line that it ends. */
			if (ended)
				used = 0;
			ended = buf[i] == '\n';
			/* The newline of a line that is too long overwrites its end. */
			used -= used == size - 1;
			last_line[used++] = buf[i];
			last_line[used] = 0;
		}
	}
	return len;
}

void finish_journal(const char *why, int code)
{
	int fd = open(disk, O_RDWR | O_CLOEXEC);
	char last[128], tail[192];
	off_t len;
	int n;

	if (fd < 0)
		return;
	len = journal_length(fd, last, sizeof(last));
	if (!strncmp(last, "end ", 4) && strchr(last, '\n'))
		goto out;
	n = snprintf(tail, sizeof(tail), "%s%sstop %d\n",
		     !last[0] || strchr(last, '\n') ? "" : "\n", why, code);
	if (pwrite(fd, tail, n, len) != n || fsync(fd))
		complain("cannot write the result disk: %s", strerror(errno));
out:
	close(fd);
}

static void give_up(const char *what)
{
	char why[sizeof(trouble) + 8];

	complain("%s", what);
	snprintf(why, sizeof(why), "lab %s\n", trouble);
	finish_journal(why, END_INFRASTRUCTURE);
}

static char **program_arguments(void)
{
	static char *argv[MAX_ARGS + 4];
	size_t len = 0, n = 0;
	char *args = slurp("/args", &len);

	argv[n++] = "/memop-cts";
	for (char *arg = args; arg && arg < args + len && n < MAX_ARGS; arg += strlen(arg) + 1)
		argv[n++] = arg;
	argv[n++] = "--journal";
	argv[n++] = (char *)disk;
	return argv;
}

static void run_program(void)
{
	char why[64] = "";
	int status = 0, code;
	pid_t pid, child;

	child = fork();
	if (child < 0) {
		give_up("cannot start the suite");
		return;
	}
	if (!child) {
		setsid();
		execv("/memop-cts", program_arguments());
		complain("cannot run /memop-cts: %s", strerror(errno));
		_exit(END_INFRASTRUCTURE);
	}
	/* Process 1 inherits the suite's orphans; only the suite itself ends the run. */
	do {
		pid = wait(&status);
	} while (pid != child && (pid > 0 || errno == EINTR));

	if (WIFSIGNALED(status)) {
		code = END_INFRASTRUCTURE;
		snprintf(why, sizeof(why), "lab memop-cts died of signal %d\n",
			 WTERMSIG(status));
		complain("memop-cts died of signal %d", WTERMSIG(status));
	} else {
		code = WEXITSTATUS(status) ? WEXITSTATUS(status) : END_INFRASTRUCTURE;
		snprintf(why, sizeof(why),
			 "lab memop-cts left its journal unfinished and exited with %d\n",
			 WEXITSTATUS(status));
	}
	finish_journal(why, code);
	say("done %.1f", uptime());
}

int main(void)
{
	struct utsname uts;

	mount_all();
	uname(&uts);
	say("init %.1f %s", uptime(), uts.release);
	load_modules();
	write_file(HUGE_PAGES, "8");
	if (disk_online()) {
		complain("no result disk: this kernel lacks its driver (hercules: dasd_mod and "
			 "dasd_fba_mod; qemu: virtio_ccw and virtio_blk)");
	} else if (!access("/command", R_OK)) {
		say("run %.1f", uptime());
		run_command();
		write_files("/out", "");
		say("done %.1f", uptime());
	} else if (access("/dev/kvm", R_OK | W_OK) && has_sie()) {
		give_up("this kernel has no /dev/kvm");
	} else {
		say("run %.1f", uptime());
		run_program();
		write_files(GCOV, ".gcda");
	}
	sync();
	reboot(RB_POWER_OFF);
	/* The kernel cannot switch off; lab/boot ends the emulator. */
	for (;;)
		pause();
}
