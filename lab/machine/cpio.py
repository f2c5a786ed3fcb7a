# SPDX-License-Identifier: GPL-2.0-only
"""Archives in the cpio format "newc", which Linux unpacks as an initramfs.

A header is a magic number and thirteen numbers of eight hexadecimal digits (cpio(5)). Header and
name together, and data, are padded to a multiple of four bytes. An entry TRAILER!!! ends the
archive.
"""
import stat

MAGIC = b'070701'
HEADER = 110
SIZE, NAME_SIZE = 6, 11     # indices of the numbers
TRAILER = 'TRAILER!!!'


def entry(name, data=b'', mode=stat.S_IFREG | 0o644, mtime=0):
    """One file. A folder has no data and another mode."""
    raw = name.encode() + b'\0'
    numbers = [0, mode, 0, 0, 1, mtime, len(data), 0, 0, 0, 0, len(raw), 0]
    head = MAGIC + b''.join(b'%08x' % number for number in numbers) + raw
    return padded(head) + padded(data)


def folder(name):
    return entry(name, mode=stat.S_IFDIR | 0o755)


def end():
    return entry(TRAILER, mode=0)


def padded(data):
    return data + bytes(-len(data) % 4)


def read(data):
    """{name: data} of an archive; empty if it is not one. Of a truncated archive, the complete
    entries."""
    found, at = {}, 0
    while data[at:at + 6] == MAGIC:
        numbers = [int(data[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
        name = data[at + HEADER:at + HEADER + numbers[NAME_SIZE] - 1].decode()
        start = at + (HEADER + numbers[NAME_SIZE] + 3) // 4 * 4
        if name == TRAILER or start + numbers[SIZE] > len(data):
            break
        found[name] = data[start:start + numbers[SIZE]]
        at = start + (numbers[SIZE] + 3) // 4 * 4
    return found
