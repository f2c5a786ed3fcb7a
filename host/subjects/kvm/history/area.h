/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Areas: addresses of this process that belong to a world. Steps unmap parts of the memory of the
 * guest, and the kernel would place other mappings of the process into such holes: all that a world
 * maps later has its place reserved in an area.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_AREA_H
#define HOST_SUBJECTS_KVM_HISTORY_AREA_H

#include "host/subjects/kvm/history/world.h"

/*
 * Reserve addresses, aligned to 1 MiB, with 1 MiB before and after them to which nothing is mapped
 * either. NULL on failure, with one line in why.
 */
uint8_t *area_reserve(struct world *world, size_t size, char *why);

/* The same with ordinary memory. */
uint8_t *area_memory(struct world *world, size_t size, char *why);

/* Unmap all areas, and what was mapped there. */
void areas_unmap(struct world *world);

/*
 * Map memory of a kind: of a file from an offset on, or anonymous if file is -1. Returns 0, or -1
 * with errno set.
 */
int area_map(uint8_t *at, size_t size, enum host_memory memory, int file, off_t offset);

#endif
