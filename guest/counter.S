/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload of a vCPU that is busy while the host makes requests: it counts in its own page until
 * the host sets a stop flag there, and then waits.
 */
#include "guest/layout.h"

	.machine "z10"
	.section .rodata
	.globl payload_counter, payload_counter_end
	.balign 4096
payload_counter:
	.rept	PAYLOAD_SLED / 2
	nopr
	.endr
	larl	%r2,payload_counter
0:	agsi	COUNTER_COUNT(%r2),1
	ltg	%r3,COUNTER_STOP(%r2)
	jz	0b
	lpswe	COUNTER_PSW(%r2)
	.org	payload_counter + COUNTER_COUNT
	.quad	0
	.org	payload_counter + COUNTER_STOP
	.quad	0
	.org	payload_counter + COUNTER_PSW
	.quad	0x0002000180000000, 0
payload_counter_end:
	.section .note.GNU-stack,"",@progbits
