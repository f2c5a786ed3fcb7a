/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files by which root controls the kernel.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_CONTROL_H
#define HOST_SUBJECTS_KVM_HISTORY_CONTROL_H

/* Write text; read a number. Both return a negated errno on failure, otherwise 0 or the number. */
int control_write(const char *path, const char *text);
int control_read(const char *path);

#endif
