# SPDX-License-Identifier: GPL-2.0-only
"""Changes files of a source tree for a while. The originals are kept in the cache, so that the next
call restores them if this one is killed."""
import fcntl
import glob
import os
import shutil
from contextlib import contextmanager

from machine.cc import CACHE

KEPT = os.path.join(CACHE, 'changed')   # N.original, and the name of that file in N.file


@contextmanager
def sources():
    """Own the source trees of the cache, and restore what a killed call has left changed."""
    os.makedirs(KEPT, exist_ok=True)
    with open(os.path.join(CACHE, 'sources.lock'), 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        restore()
        yield


@contextmanager
def changed(contents):
    """Replace the contents of files for a while: {path: content}."""
    try:
        for number, (path, content) in enumerate(contents.items()):
            keep(path, os.path.join(KEPT, str(number)))
            with open(path, 'w', encoding='utf-8', errors='surrogateescape') as file:
                file.write(content)
        yield
    finally:
        restore()


def keep(path, name):
    with open(f'{name}.file', 'w', encoding='utf-8') as file:
        print(path, file=file)
    shutil.copyfile(path, f'{name}.new')
    os.rename(f'{name}.new', f'{name}.original')    # only complete copies have this name


def restore():
    for original in glob.glob(os.path.join(glob.escape(KEPT), '*.original')):
        with open(original.removesuffix('original') + 'file', encoding='utf-8') as file:
            path = file.read().strip()
        shutil.copyfile(original, path)     # with the current time, so that make compiles it again
        os.remove(original)
