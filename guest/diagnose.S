/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload that stops a vCPU at an intercepted instruction: KVM passes DIAGNOSE with an unknown
 * code to user space. QEMU uses the ioctl in this situation, when an instruction that it emulates
 * accesses guest storage. payload_execute reaches the DIAGNOSE through EXECUTE RELATIVE LONG.
 */
	.machine "z10"
	.section .rodata
	.globl payload_diagnose, payload_execute, payload_diagnose_end
	.balign 4096
payload_diagnose:
	/* On the emulated machine, a host page fault on the first fetch can advance the PSW by 2. */
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
