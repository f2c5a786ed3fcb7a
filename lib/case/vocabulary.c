// SPDX-License-Identifier: GPL-2.0-only
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"

const struct operation operations[OPERATIONS] = {
	[MEMOP_LOGICAL_READ] = LOGICAL_READ,
	[MEMOP_LOGICAL_WRITE] = LOGICAL_WRITE,
	[MEMOP_SIDA_READ] = SIDA_READ,
	[MEMOP_SIDA_WRITE] = SIDA_WRITE,
	[MEMOP_ABSOLUTE_READ] = ABSOLUTE_READ,
	[MEMOP_ABSOLUTE_WRITE] = ABSOLUTE_WRITE,
	[MEMOP_ABSOLUTE_CMPXCHG] = ABSOLUTE_CMPXCHG,
};

void set_access(struct plan *plan, enum target target, enum access access)
{
	static const enum memop_op ops[][3] = {
		[LOGICAL] = { [READ] = MEMOP_LOGICAL_READ, [WRITE] = MEMOP_LOGICAL_WRITE },
		[ABSOLUTE] = { [READ] = MEMOP_ABSOLUTE_READ, [WRITE] = MEMOP_ABSOLUTE_WRITE,
			       [CMPXCHG] = MEMOP_ABSOLUTE_CMPXCHG },
		[SIDA] = { [READ] = MEMOP_SIDA_READ, [WRITE] = MEMOP_SIDA_WRITE },
	};

	plan->request.op = ops[target][access];
	plan->request.fd = target == ABSOLUTE ? FD_VM : FD_VCPU;
	if (target == ABSOLUTE)
		plan->needs |= NEED_MEMOP_EXTENSION;
	if (access == CMPXCHG)
		plan->needs |= NEED_CMPXCHG;
}

void set_operation(struct plan *plan, const struct operation *operation)
{
	set_access(plan, operation->target, operation->access);
}

void use_other_fd(struct request *request)
{
	request->fd = request->fd == FD_VM ? FD_VCPU : FD_VM;
}

const struct mode modes[4] = {
	[MODE_REAL] = { "real", 0 },
	[MODE_CHECK] = { "check", MEMOP_F_CHECK_ONLY },
	[MODE_REAL_INJECT] = { "real_inject", MEMOP_F_INJECT_EXCEPTION },
	[MODE_CHECK_INJECT] = { "check_inject", MEMOP_F_CHECK_ONLY | MEMOP_F_INJECT_EXCEPTION },
};

void set_key(struct plan *plan, int key)
{
	if (key == NO_KEY)
		return;
	plan->request.flags |= MEMOP_F_SKEY_PROTECTION;
	plan->request.key = (uint8_t)key;
	plan->needs |= NEED_MEMOP_EXTENSION;
}

void set_operand(struct request *request, const struct operand *operand)
{
	request->gaddr = operand->addr;
	request->size = operand->size;
}

void set_cmpxchg_values(struct request *request, uint64_t absolute)
{
	uint32_t i, n = request->size < MEMOP_CMPXCHG_MAX ? request->size : MEMOP_CMPXCHG_MAX;

	pattern_fill(request->old_value, absolute, n);
	for (i = 0; i < n; i++)
		request->new_value[i] = (uint8_t)~request->old_value[i];
}

const struct user_area_row user_areas[5] = {
	[USER_NORMAL] = { "good", USER_NORMAL },
	[USER_NULL] = { "null", USER_NULL },
	[USER_UNMAPPED] = { "unmapped", USER_UNMAPPED },
	[USER_READ_ONLY] = { "read_only", USER_READ_ONLY },
	[USER_TORN] = { "torn", USER_TORN },
};

void set_amode(struct registers *regs, uint64_t amode)
{
	regs->psw.mask = (regs->psw.mask & ~PSW_AMODE_64) | amode;
}

void set_space(struct registers *regs, enum psw_as as)
{
	regs->psw.mask = (regs->psw.mask & ~PSW_AS_MASK) | (uint64_t)as << PSW_AS_SHIFT;
}

void set_primary_space(struct registers *regs, uint64_t asce)
{
	regs->psw.mask |= PSW_DAT;
	set_space(regs, PSW_AS_PRIMARY);
	regs->cr[CR_PRIMARY_ASCE] = asce;
}
