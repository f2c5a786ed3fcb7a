/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hamax.ko: gives Linux 7.0 and later a maximum host address on a machine which reports none.
 *
 * The emulated machine reports none in SCLP's answer. Linux then has sclp.hamax = U64_MAX, and
 * kvm_arch_init_vm() takes sclp.hamax + 1, which is 0, for the limit of every guest: no memory
 * region fits. Real machines report one. This module, loaded before kvm.ko, sets it to 2^44 - 1;
 * the code of kvm.ko stays as it was built. It does nothing where the machine reports an address.
 *
 * lab/hamax assembles this without kernel headers. What depends on the kernel is in its kvm.ko:
 * VERMAGIC, MODULE_SIZE and NAME_AT and INIT_AT in struct module, and, where there are symbol
 * versions, the three version sections whole (kvm.ko uses the symbol sclp, too).
 */
	.section .init.text,"ax",@progbits
	.globl	init_module
	.type	init_module,@function
init_module:
	basr	%r5,0
0:	lg	%r1,1f-0b(%r5)
	lghi	%r0,10			/* doublewords of struct sclp_info; hamax is the 6th */
	lghi	%r3,-1
	llihf	%r4,0x00000fff		/* 2^44 - 1 */
	iilf	%r4,0xffffffff
2:	cg	%r3,0(%r1)		/* no other member is all ones */
	jne	3f
	stg	%r4,0(%r1)
	j	4f
3:	la	%r1,8(%r1)
	brctg	%r0,2b
4:	lghi	%r2,0
	br	%r14
	.balign	8
1:	.quad	sclp
	.size	init_module,.-init_module

	.section .modinfo,"a",@progbits
	.string	"license=GPL"
	.string	"description=A maximum host address for machines without one"
	.string	"name=hamax"
	.string	VERMAGIC

#ifdef VERSIONS
	.section __versions,"a",@progbits
	.balign	8
	.incbin	VERSIONS
#endif
#ifdef EXT_CRCS
	.section __version_ext_crcs,"a",@progbits
	.balign	8
	.incbin	EXT_CRCS
	.section __version_ext_names,"a",@progbits
	.incbin	EXT_NAMES
#endif

	.section .gnu.linkonce.this_module,"aw",@progbits
	.balign	256
	.globl	__this_module
__this_module:
	.org	__this_module + NAME_AT
	.string	"hamax"
	.org	__this_module + INIT_AT
	.quad	init_module
	.org	__this_module + MODULE_SIZE

	.section .note.GNU-stack,"",@progbits
