// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/syscall.h>

#include "host/subjects/kvm/host_acrs.h"

/*
 * The C library uses access registers 0 and 1 (the thread pointer), so no C code may run between
 * the two loads.
 */
long host_acrs_ioctl(int fd, unsigned long number, void *arg, const uint32_t *ars, bool *changed)
{
	register unsigned long r1 __asm__("1") = SYS_ioctl;
	register long r2 __asm__("2") = fd;
	register unsigned long r3 __asm__("3") = number;
	register void *r4 __asm__("4") = arg;
	struct { uint32_t ar[16]; } own, chosen;

	memcpy(&chosen, ars, sizeof(chosen));
	__asm__ volatile("stam	%%a0,%%a15,%[own]\n\t"
			 "lam	%%a0,%%a15,%[chosen]\n\t"
			 "svc	0\n\t"
			 "stam	%%a0,%%a15,%[chosen]\n\t"
			 "lam	%%a0,%%a15,%[own]"
			 : [own] "=Q" (own), [chosen] "+Q" (chosen), "+d" (r2)
			 : "d" (r1), "d" (r3), "d" (r4)
			 : "memory", "cc");
	*changed = memcmp(&chosen, ars, sizeof(chosen));
	return r2;
}
