# SPDX-License-Identifier: GPL-2.0-only
"""The emulated machine of lab/boot: made in a folder of its own, started, watched, taken down.

boot.py puts the parts together; no other module here knows more than its own job:

    folder.py     the private folder with the disk; folders that a killed run left behind
    initramfs.py  what the kernel starts: lab/init.c, modules, the program and its arguments
    adapt.py      the module that makes up for what the machine lacks (see lab/adapt.S)
    hercules.py   the emulator: what it loads where, its orders, its end
    journal.py    the program's journal, as far as it is on the disk
    console.py    what the emulator and the kernel have printed, and what it means
    klog.py       the log of a dead kernel, found in its storage
    watch.py      waits until the machine has done its work, or cannot any more
    terminal.py   progress and messages
    cc.py, elf.py, cpio.py  the compiler, and two file formats
"""
