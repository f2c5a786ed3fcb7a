// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>

#include "host/subjects/kvm/emulated.h"
#include "host/subjects/kvm/keys.h"

int keys_get(struct guest *guest, uint64_t block, unsigned int n, uint8_t *keys, char *why)
{
	struct kvm_s390_skeys skeys = {
		.start_gfn = block / PAGE_SIZE,
		.count = n,
		.skeydata_addr = (uintptr_t)keys,
	};
	int ret = ioctl(guest->vm, KVM_S390_GET_SKEYS, &skeys);

	if (ret == KVM_S390_GET_SKEYS_NONE)
		memset(keys, 0, n);
	return ret < 0 ? vm_fail(why, "KVM_S390_GET_SKEYS") : 0;
}

int keys_set_one(struct guest *guest, uint64_t block, uint8_t key, char *why)
{
	struct kvm_s390_skeys keys = {
		.start_gfn = block / PAGE_SIZE,
		.count = 1,
		.skeydata_addr = (uintptr_t)&key,
	};

	return ioctl(guest->vm, KVM_S390_SET_SKEYS, &keys) ? vm_fail(why, "KVM_S390_SET_SKEYS") : 0;
}

int keys_set(struct guest *guest, const struct block_key *keys, unsigned int n, char *why)
{
	struct kvm_s390_skeys skeys;
	uint8_t bytes[2 * STATE_KEYS];
	unsigned int i, j;

	for (i = 0; i < n; i = j) {
		for (j = i; j < n && keys[j].block == keys[i].block + (j - i) * PAGE_SIZE; j++)
			bytes[j - i] = keys[j].key;
		skeys = (struct kvm_s390_skeys){
			.start_gfn = keys[i].block / PAGE_SIZE,
			.count = j - i,
			.skeydata_addr = (uintptr_t)bytes,
		};
		if (ioctl(guest->vm, KVM_S390_SET_SKEYS, &skeys))
			return vm_fail(why, "KVM_S390_SET_SKEYS");
	}
	for (i = 0; guest->emulated && i < n; i++)
		emulated_forget_block(guest, keys[i].block);
	return 0;
}
