// SPDX-License-Identifier: GPL-2.0-only
/*
 * Staging by the host: tables through the mapping, keys and registers through KVM's ioctls. Only
 * KVM_RUN loads the PSW into the vCPU; with the wait bit one, no instruction is executed.
 */
#include "host/subjects/kvm/keys.h"
#include "host/subjects/kvm/stage.h"
#include "host/subjects/kvm/vcpu.h"
#include "lib/arch/bytes.h"

int stage_host(struct guest *guest, const struct delta *delta, const struct state *state, char *why)
{
	unsigned int i;

	for (i = 0; i < delta->n_doublewords; i++)
		be_store(memory_at(&guest->live, delta->doublewords[i].addr, 8), 8,
			 delta->doublewords[i].value);
	if (keys_set(guest, delta->keys, delta->n_keys, why))
		return -1;
	if (delta->control && vcpu_set_control(guest, &state->regs, why))
		return -1;
	return delta->psw ? vcpu_run(guest, vcpu_entry_psw(state), state->regs.prefix, state->icpt,
				     why)
			  : 0;
}
