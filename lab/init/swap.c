// SPDX-License-Identifier: GPL-2.0-only
/* Swap space, for tests of guest storage that the host has swapped out. */
#define _GNU_SOURCE
#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

#include "init.h"

/* A disk that keeps its blocks compressed in storage: it takes none until pages are swapped out. */
#define DISK "/dev/zram0"
#define DISK_SIZE "/sys/block/zram0/disksize"
#define SIZE (128 << 20)
#define PAGE 4096

/* The first page of swap space, as mkswap(8) writes it. */
struct swap_header {
	char boot_blocks[1024];
	uint32_t version;
	uint32_t last_page;
	uint32_t bad_pages;
	char unused[PAGE - 1024 - 3 * sizeof(uint32_t) - 10];
	char magic[10];
};

static_assert(sizeof(struct swap_header) == PAGE, "the magic text ends the page");

/* A kernel without zram or swap space is no error: memop-cts looks into /proc/swaps. */
void use_swap(void)
{
	static struct swap_header header = { .version = 1, .last_page = SIZE / PAGE - 1 };
	char size[16];
	ssize_t n;
	int fd;

	snprintf(size, sizeof(size), "%d", SIZE);
	if (write_file(DISK_SIZE, size))
		return;
	memcpy(header.magic, "SWAPSPACE2", sizeof(header.magic));
	fd = open(DISK, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	n = write(fd, &header, sizeof(header));
	close(fd);
	if (n == sizeof(header))
		swapon(DISK, 0);
}
