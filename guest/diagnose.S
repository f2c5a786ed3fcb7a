/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload that a vCPU stops in as if it had asked the host for something: DIAGNOSE is intercepted, and a code that the kernel
 * does not know goes to user space. As QEMU sees it when an instruction that it emulates needs guest storage.
 */
	.machine "z10"
	.section .rodata
	.globl payload_diagnose, payload_execute, payload_diagnose_end
	.balign 4096
payload_diagnose:
	/* Where KVM runs on an emulated machine, a host page fault on the first fetch can advance the PSW by 2. */
	.rept	32
	nopr
	.endr
0:	diag	%r0,%r0,0x600
	j	0b
	.balign 256
payload_execute:
	.rept	32
	nopr
	.endr
1:	exrl	%r0,0b
	j	1b
payload_diagnose_end:
	.section .note.GNU-stack,"",@progbits
