/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload of a vCPU that is busy while the host makes requests: it counts in its own page until
 * the host stores a nonzero value in the doubleword at offset 264, then loads a PSW with the wait
 * bit.
 */
	.machine "z10"
	.section .rodata
	.globl payload_counter, payload_counter_end
	.balign 4096
payload_counter:
	/* On the emulated machine, a host page fault on the first fetch can advance the PSW by 2. */
	.rept	32
	nopr
	.endr
	larl	%r2,payload_counter
0:	agsi	256(%r2),1
	ltg	%r3,264(%r2)
	jz	0b
	lpswe	272(%r2)
	.org	payload_counter + 256
	.quad	0, 0
	.quad	0x0002000180000000, 0
payload_counter_end:
	.section .note.GNU-stack,"",@progbits
