// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/create.h"
#include "host/subjects/kvm/emulated.h"
#include "host/subjects/kvm/keys.h"
#include "host/subjects/kvm/slots.h"
#include "host/subjects/kvm/vcpu.h"
#include "host/subjects/kvm/vcpu2.h"
#include "host/subjects/kvm/vm_type.h"

struct guest *vm_create(enum vm_type vm_type, const struct memory *storage, char *why)
{
	struct guest *guest = calloc(1, sizeof(*guest));

	if (!guest) {
		vm_fail(why, "memory for the guest");
		return NULL;
	}
	guest->vm_type = vm_type;
	guest->vm = guest->vcpu = guest->vcpu2 = guest->pagemap = -1;
	guest->system = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (guest->system < 0) {
		vm_fail(why, "/dev/kvm");
		goto fail;
	}
	guest->vm = ioctl(guest->system, KVM_CREATE_VM, 0);
	if (guest->vm < 0) {
		vm_fail(why, "KVM_CREATE_VM");
		goto fail;
	}
	/*
	 * When the first key is set, the kernel enables storage keys for the whole guest, which may
	 * unmap its storage. So set one key before anything else happens to the guest.
	 */
	if (vm_type_begin(guest, why) || slots_add(guest, storage, why) ||
	    vcpu_add(guest, 0, &guest->vcpu, &guest->run, why) || keys_set_one(guest, 0, 0, why) ||
	    vm_type_end(guest, why))
		goto fail;
	return guest;
fail:
	vm_destroy(guest);
	return NULL;
}

void vm_destroy(struct guest *guest)
{
	vcpu2_destroy(guest);
	if (guest->run)
		munmap(guest->run, guest->run_size);
	if (guest->vcpu >= 0)
		close(guest->vcpu);
	if (guest->vm >= 0)
		close(guest->vm);
	if (guest->system >= 0)
		close(guest->system);
	emulated_teardown(guest);
	memory_free(&guest->live);
	free(guest);
}
