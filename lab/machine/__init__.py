# SPDX-License-Identifier: GPL-2.0-only
"""The machine of lab/boot: created in a private folder, started, watched, shut down.

boot.py combines the other modules, each of which has one job:

    folder.py     the private folder with the disk; folders that a killed run left behind
    initramfs.py  the initramfs: lab/init, modules, the program and its arguments
    adapt.py      builds a module that makes up for missing features (see lab/adapt.S)
    emulator.py   the interface of a machine, and what its two kinds have in common
    hercules.py   the machine on the emulator hercules, where KVM works
    qemu.py       the machine on qemu-system-s390x: nested KVM, or emulation without KVM
    journal.py    reads the program's journal from the disk
    console.py    reads the output of the emulator and the kernel
    klog.py       finds the log of a dead kernel in its storage
    watch.py      waits until the machine has finished or failed
    terminal.py   progress and messages
    cc.py, elf.py, cpio.py  the compiler, and two file formats
"""
