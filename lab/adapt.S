/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * adapt.ko: changes kernel data that describe the emulated machine to KVM; the code of kvm.ko is
 * not changed. It is loaded after kvm.ko: KVM reads these data when a guest is created, but decides
 * at the load of kvm.ko which instructions the host itself may use.
 *
 * Linux 7.0 and later: a maximum host address. SCLP of the emulated machine does not report one.
 * Linux then sets sclp.hamax = U64_MAX, and kvm_arch_init_vm() uses sclp.hamax + 1, which is 0, as
 * the limit of every guest, so no memslot can be added (docs/findings/F1.md). Real machines report
 * an address. hamax is set to 2^44 - 1 unless the machine reports an address.
 *
 * Enhanced-DAT facility 2 (78) and the instruction-execution-protection facility (130): the machine
 * does not have them, but the ioctl translates addresses in software, and it applies the rules of
 * these facilities if the CPU model of the guest has them. No guest of the suite executes
 * instructions with translation tables in use. The host itself does not use the changed bits: it
 * tests these two facilities at boot, or through alternatives that are patched when kvm.ko is
 * loaded.
 *
 * Collaborative memory management (CMMA): a VM can have it (KVM_S390_VM_MEM_ENABLE_CMMA) only if
 * sclp.has_cmma is one, and SCLP of the emulated machine does not report it. Only KVM reads
 * has_cmma, and only for this attribute and KVM_S390_VM_MEM_CLR_CMMA: VMs that do not ask for it are
 * as before. So is the host: whether it uses the instruction ESSA itself depends on a trial at boot
 * (cmma_flag). KVM_S390_SET_CMMA_BITS sets the states of pages without the machine. No guest of the
 * suite executes ESSA, which the machine does not have: except in migration mode, KVM would retry it
 * forever.
 * has_cmma is the third bit after has_sief2: Linux 6.12 put has_wti before both, and other kernels
 * may have it, too. Which of the bits 8 and 9 has_sief2 is, its value tells: it is one, because
 * kvm.ko was loaded, and bit 8 after has_wti (has_esca) and bit 9 without it (has_64bscao) are zero
 * on the emulated machine.
 *
 * lab/machine/adapt.py assembles this without kernel headers. It takes everything that depends on
 * the kernel from kvm.ko: VERMAGIC, MODULE_SIZE, the offsets NAME_AT and INIT_AT in struct module,
 * and the complete sections of symbol versions, if any (kvm.ko uses both symbols).
 */
	.section .init.text,"ax",@progbits
	.globl	init_module
	.type	init_module,@function
init_module:
	basr	%r5,0
0:	lg	%r1,facilities-0b(%r5)
	oi	78/8(%r1),0x80>>(78&7)
	oi	130/8(%r1),0x80>>(130&7)
	lg	%r1,machine-0b(%r5)
	llgc	%r3,1(%r1)		/* bits 8 to 15 */
	lhi	%r4,0xc0		/* one of the first two is one */
	nr	%r4,%r3
	srl	%r4,3
	or	%r3,%r4
	stc	%r3,1(%r1)
#ifdef HAMAX
	lghi	%r0,10			/* doublewords of struct sclp_info; hamax is the 6th */
	lghi	%r3,-1
	llihf	%r4,0x00000fff		/* 2^44 - 1 */
	iilf	%r4,0xffffffff
1:	cg	%r3,0(%r1)		/* no other member is all ones */
	jne	2f
	stg	%r4,0(%r1)
	j	3f
2:	la	%r1,8(%r1)
	brctg	%r0,1b
3:
#endif
	lghi	%r2,0
	br	%r14
	.balign	8
facilities:
	.quad	stfle_fac_list
machine:
	.quad	sclp
	.size	init_module,.-init_module

	.section .modinfo,"a",@progbits
	.string	"license=GPL"
	.string	"description=What the emulated machine lacks and KVM_S390_MEM_OP does not need"
	.string	"name=adapt"
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
	.string	"adapt"
	.org	__this_module + INIT_AT
	.quad	init_module
	.org	__this_module + MODULE_SIZE

	.section .note.GNU-stack,"",@progbits
