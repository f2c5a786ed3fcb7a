# SPDX-License-Identifier: GPL-2.0-only
"""The emulated machine of lab/boot: created in a private folder, started, watched, shut down.

boot.py combines the other modules, each of which has one job:

    folder.py     the private folder with the disk; folders that a killed run left behind
    initramfs.py  the initramfs: lab/init.c, modules, the program and its arguments
    adapt.py      builds a module that makes up for missing features (see lab/adapt.S)
    hercules.py   the emulator: files to load, configuration, commands, termination
    journal.py    reads the program's journal from the disk
    console.py    interprets the output of the emulator and the kernel
    klog.py       finds the log of a dead kernel in its storage
    watch.py      waits until the machine has finished or failed
    terminal.py   progress and messages
    cc.py, elf.py, cpio.py  the compiler, and two file formats
"""
