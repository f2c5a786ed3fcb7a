# SPDX-License-Identifier: GPL-2.0-only
"""The files of root file systems, as entries of an initramfs."""
import os
import stat

from machine import cpio
from machine.terminal import Failure, USAGE


def entries(trees):
    """The entries of all files, links and folders below the trees, folders first. In a later tree,
    a file replaces one of the same name in an earlier tree, and a folder does not replace a
    symbolic link: the files of bin/ are reached through a link bin -> usr/bin."""
    links, found = set(), {}
    for tree in trees:
        for name, status in walk(tree):
            if name in links and stat.S_ISDIR(status.st_mode):
                continue
            if stat.S_ISLNK(status.st_mode):
                links.add(name)
            found[name] = (os.path.join(tree, name), status)
    # The kernel unpacks in this order, so a folder or a link must precede what is below it.
    return [entry(name, *found[name]) for name in sorted(found, key=lambda name: name.split('/'))]


def walk(tree):
    """(name below the tree, status) of all files, links and folders; others are ignored."""
    for folder, subfolders, files in os.walk(tree, onerror=unreadable):
        for base in subfolders + files:
            path = os.path.join(folder, base)
            status = os.lstat(path)
            if stat.S_IFMT(status.st_mode) in (stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR):
                yield os.path.relpath(path, tree), status


def unreadable(error):
    raise Failure(f"--root: '{error.filename}': {error.strerror}", USAGE)


def entry(name, path, status):
    """All files belong to root in the machine."""
    data = b''
    if stat.S_ISLNK(status.st_mode):
        data = os.fsencode(os.readlink(path))
    elif stat.S_ISREG(status.st_mode):
        with open(path, 'rb') as file:
            data = file.read()
    return cpio.entry(name, data, status.st_mode, int(status.st_mtime))
