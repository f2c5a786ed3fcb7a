/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload that stops a vCPU at an intercepted instruction: KVM intercepts DIAGNOSE and passes a
 * code that it does not know to user space. The vCPU is then in the same situation as when QEMU
 * accesses guest storage for an instruction that it emulates.
 */
#include "guest/layout.h"

	.machine "z10"
	.section .rodata
	.globl payload_diagnose, payload_diagnose_end
	.balign 4096
payload_diagnose:
	.rept	PAYLOAD_SLED / 2
	nopr
	.endr
0:	diag	%r0,%r0,0x600
	j	0b
	.org	payload_diagnose + DIAGNOSE_BY_EXECUTE
	.rept	PAYLOAD_SLED / 2
	nopr
	.endr
1:	exrl	%r0,0b
	j	1b
payload_diagnose_end:
	.section .note.GNU-stack,"",@progbits
