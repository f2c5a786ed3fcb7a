# SPDX-License-Identifier: GPL-2.0-only
"""The private folder of a machine, OUT/.machine.XXXXXX, and its recovery after a killed run.

It is below OUT, so that parallel runs do not conflict and a full disk is noticed at once. A live
run holds a lock on its folder: a folder without a lock is left from a killed run.
"""
import errno
import fcntl
import glob
import os
import shutil
import tempfile

from machine.journal import Journal
from machine.terminal import Failure

DISK_MIB = 64
PREFIX = '.machine.'
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Folder:
    def __init__(self, out):
        try:
            os.makedirs(out, exist_ok=True)
            self.out = os.path.realpath(out)
            self.path = tempfile.mkdtemp(prefix=PREFIX, dir=self.out)
        except OSError as error:
            raise Failure(f"cannot make a folder in '{out}': {error.strerror}") from error
        self.lock = lock(self.path)
        self.disk = self.file('disk')
        # The journal of an earlier run would look like the result of this one.
        if os.path.exists(self.result('journal')):
            os.remove(self.result('journal'))

    def file(self, name):
        return os.path.join(self.path, name)

    def result(self, name):
        """A file that is kept after the run."""
        return os.path.join(self.out, name)

    def make_disk(self):
        """Allocate all blocks now: with a sparse file, a full disk of the host would become an I/O
        error of the emulated machine in the middle of the run."""
        try:
            with open(self.disk, 'wb') as file:
                os.posix_fallocate(file.fileno(), 0, DISK_MIB << 20)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            raise Failure(f"no room for a result disk of {DISK_MIB} MiB in '{self.out}': "
                          'free some space') from error

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)


def lock(path):
    """A descriptor that holds the lock of a folder, or None if another process has it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def recover(out):
    """Remove the folders of killed runs from OUT. If OUT has no journal, save the one on a disk
    there as OUT/journal. Return True if a journal was saved."""
    recovered = False
    for path in glob.glob(os.path.join(glob.escape(out), PREFIX + '*')):
        descriptor = lock(path)
        if descriptor is None:
            continue
        disk, journal = os.path.join(path, 'disk'), os.path.join(out, 'journal')
        text = Journal(disk).text() if os.path.exists(disk) else b''
        if text and not os.path.exists(journal):
            with open(journal, 'wb') as file:
                file.write(text)
            recovered = True
        shutil.rmtree(path, ignore_errors=True)
        os.close(descriptor)
    return recovered
