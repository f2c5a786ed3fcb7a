// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process 1 of the emulated machine.
 *
 * Mounts the file systems that the suite needs, loads the modules of /modules in the order of
 * /modules.list, sets up swap space, sets the result disk online, runs /memop-cts with the
 * arguments of /args, makes sure that the journal on the disk ends with an "end" or "stop" line,
 * and switches the machine off. If the kernel counts its branches (CONFIG_GCOV_KERNEL), the counts
 * follow the journal on the disk.
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
#include <stdbool.h>
#include <stdio.h>
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

#define HUGE_PAGES "/sys/kernel/mm/hugepages/hugepages-1024kB/nr_hugepages"
#define MAX_ARGS 1024
#define GCOV "/sys/kernel/debug/gcov"

static double uptime(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
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
	/* For lab/coverage, and for the suite to split huge pages; not every kernel has it. */
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

static void give_up(const char *what)
{
	char why[TROUBLE_MAX + 8];

	complain("%s", what);
	snprintf(why, sizeof(why), "lab %s\n", first_complaint());
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
	use_swap();
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
