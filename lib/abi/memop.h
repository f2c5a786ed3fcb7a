/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ioctl under test: operations, flags and capabilities of KVM_S390_MEM_OP.
 * Source: the kernel's Documentation/virt/kvm/api.rst, sections "KVM_S390_MEM_OP" and
 * "KVM_CAP_S390_MEM_OP_EXTENSION". The values are ABI and cannot change.
 */
#ifndef LIB_ABI_MEMOP_H
#define LIB_ABI_MEMOP_H

#include <stdint.h>

enum memop_op {
	MEMOP_LOGICAL_READ = 0,
	MEMOP_LOGICAL_WRITE = 1,
	MEMOP_SIDA_READ = 2,
	MEMOP_SIDA_WRITE = 3,
	MEMOP_ABSOLUTE_READ = 4,
	MEMOP_ABSOLUTE_WRITE = 5,
	MEMOP_ABSOLUTE_CMPXCHG = 6,
};

#define MEMOP_F_CHECK_ONLY		(UINT64_C(1) << 0)
#define MEMOP_F_INJECT_EXCEPTION	(UINT64_C(1) << 1)
#define MEMOP_F_SKEY_PROTECTION		(UINT64_C(1) << 2)

/* Capability numbers for KVM_CHECK_EXTENSION. */
#define CAP_S390_MEM_OP			108
#define CAP_S390_PROTECTED		180
#define CAP_S390_MEM_OP_EXTENSION	211

/* Bits of the value of CAP_S390_MEM_OP_EXTENSION. */
#define MEMOP_EXTENSION_BASE		(1 << 0)	/* absolute operations, storage keys */
#define MEMOP_EXTENSION_CMPXCHG		(1 << 1)	/* absolute compare-and-exchange */

#define MEMOP_MAX_SIZE	65536	/* value of CAP_S390_MEM_OP in all kernels */
#define MEMOP_CMPXCHG_MAX 16	/* largest operand of compare-and-exchange, in bytes */

/* "logical_read" etc., or NULL if op is not one of the seven operations. */
const char *memop_op_name(uint32_t op);

#endif
