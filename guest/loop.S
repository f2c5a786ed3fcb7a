/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload of a vCPU that is busy and stores nothing. It must go on after a host page fault on
 * an instruction, which on an emulated machine advances the PSW by 2 (layout.h): so the loop
 * consists of instructions of 2 bytes, and two of them branch back.
 */
#include "guest/layout.h"

	.machine "z10"
	.section .rodata
	.globl payload_loop, payload_loop_end
	.balign 4096
payload_loop:
	.rept	PAYLOAD_SLED / 2
	nopr
	.endr
	basr	%r1,%r0
	.rept	PAYLOAD_SLED / 2
	nopr
	.endr
	br	%r1
	br	%r1
payload_loop_end:
	.section .note.GNU-stack,"",@progbits
