# SPDX-License-Identifier: GPL-2.0-only
"""Waits until the machine has finished or failed, and finds the reason of a failure."""
import mmap
import time

from machine import klog
from machine.emulator import Fault

POLL_INTERVAL = 0.2     # seconds between two checks of the machine
END_GRACE = 5           # seconds to switch off after the end of the journal
FILES_GRACE = 60        # the same if files follow the journal: threads that loop in the kernel
                        # leave little CPU time for writing them
POWER_OFF_GRACE = 0.5   # a dying kernel and a power-off begin with the same message


class Interrupted(Exception):
    """A signal was received; the argument is its number."""


class Watch:
    def __init__(self, machine, journal, progress, signals):
        self.machine, self.journal = machine, journal
        self.progress, self.signals = progress, signals
        self.counting = False

    def wait(self, timeout, grace):
        """The Fault because of which the machine was given up, or None after a regular end."""
        fault = self._until_end(timeout, grace)
        self.journal.update()
        # After a regular power-off the console looks like that of a dead kernel.
        if self.journal.code is not None:
            return None
        if not fault and not self.machine.alive():
            fault = self.machine.end()
        return fault

    def _until_end(self, timeout, grace):
        size, since = 0, time.monotonic()
        while self.machine.alive():
            self.signals.check()
            self.journal.update()
            now = time.monotonic()
            if self.journal.size != size:
                size, since = self.journal.size, now
            self._show()
            if self.journal.code is not None:
                # The journal is complete. The counts, if any, and the power-off follow.
                if now - since >= grace:
                    return None
            elif now - since >= timeout:
                return Fault(f'no result for {timeout} s' if size else
                             f'the suite did not start within {timeout} s', True)
            elif fault := self.machine.fault():
                time.sleep(POWER_OFF_GRACE)
                return fault
            time.sleep(POLL_INTERVAL)
        return None

    def _show(self):
        if self.journal.planned and not self.counting:
            self.counting = True
            self.progress.phase(f'running {self.journal.cases()}')
        self.progress.update(f'{self.journal.done} done' if self.counting else '')


def kernel_log(machine):
    """The log messages in the storage of a kernel that has died or hangs, if they can be read. The
    last ones are not on the console."""
    core = machine.save_storage()
    if not core:
        return []
    with open(core, 'rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as storage:
        return klog.find(storage)


def panic(messages):
    """The panic message of the kernel, if any."""
    for text in messages:
        if text.startswith('Kernel panic'):
            return f': {text}'
    return ''
