# SPDX-License-Identifier: GPL-2.0-only
"""The interface of a machine; hercules.py and qemu.py implement it.

A machine has a private folder (folder.py) with the result disk. It writes the output of the
emulator and of the kernel to OUT/console.log.
"""
import os
import shutil
import subprocess
import time
from collections import namedtuple

from machine.console import Console
from machine.terminal import Failure

# The parameters of the last line shorten the boot and do not affect KVM: without them self-tests of
# the crypto code take 5 s on hercules, verifying the certificate for modules up to 4 s, gathering
# entropy 1 s. nokaslr: klog.py searches for the log at low addresses.
PARAMETERS = (
    'earlyprintk console=ttyS0 sclp_con_drop=0 rdinit=/init loglevel=4 nokaslr '
    'cryptomgr.notests initcall_blacklist=load_system_certificate_list,jent_mod_init')

# Why a machine was given up: a text, and whether the kernel is to blame, not the emulator.
Fault = namedtuple('Fault', 'text kernel')
KERNEL_DIED = Fault('the kernel died', True)
SWITCHED_OFF = Fault('the machine was switched off before the suite had ended', True)

CORE = 'core'       # the file for the storage of the kernel
CORE_WAIT = 3       # seconds for the emulator to write it
TERM_GRACE = 3      # seconds for SIGTERM to work; it does not if a broken kernel loops on hercules


class Emulator:
    """A subclass defines these constants, and the methods that are not implemented here."""

    PROGRAM = ''            # the command of the emulator
    PACKAGE = ''            # the package that has it
    ERROR = None            # a pattern for its error messages; group 1 is the text
    NO_MEMORY = None        # a pattern for such texts
    FOREIGN_MODULES = ''    # what names of modules begin with that only the other machine needs
    ADAPTED = False         # is adapt.ko loaded, too (see lab/adapt.S)?

    def __init__(self, folder, options):
        """options: memory in MiB, cpus and accel, as lab/boot describes them."""
        self.folder, self.accel = folder, options.accel
        self.memory, self.cpus = options.memory, options.cpus
        self.console = Console(folder.result('console.log'))
        self.process = None

    def load(self, kernel, initrd):
        """Put the files that the machine loads at its start into its folder. kernel is the name of
        a kernel folder, initrd the data of the initramfs."""
        raise NotImplementedError

    def start(self):
        """Start the loaded kernel."""
        raise NotImplementedError

    def fault(self):
        """The Fault of the running machine, or None."""
        raise NotImplementedError

    def end(self):
        """The Fault because of which the emulator has ended, if lab/boot has not ended it."""
        raise NotImplementedError

    def _begin_saving(self):
        """Stop the CPUs, and begin to write the storage of the kernel to the file CORE."""
        raise NotImplementedError

    def _has_saved(self):
        """True if the emulator has written the file, or cannot."""
        raise NotImplementedError

    def kernel_lines(self):
        """The lines of the console that the kernel printed."""
        raise NotImplementedError

    def _launch(self, *command, **options):
        """Start the emulator in the folder of the machine."""
        if not shutil.which(self.PROGRAM):
            raise Failure(f'{self.PROGRAM} is not installed: apt-get install {self.PACKAGE}')
        # It dies with this process, however this process dies. It has its own session, because
        # Ctrl-C must reach lab/boot only, which shuts the machine down in order.
        self.process = subprocess.Popen(
            ['setpriv', '--pdeathsig', 'KILL', self.PROGRAM, *command],
            cwd=self.folder.path, start_new_session=True, **options)

    def alive(self):
        return bool(self.process) and self.process.poll() is None

    def kill(self):
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(TERM_GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _error(self, text):
        """The Fault in the messages of the emulator, or None."""
        found = self.ERROR.search(text)
        if not found:
            return None
        why = found[1].strip()
        if self.NO_MEMORY.search(why):
            return Fault(f'not enough memory: the emulated machine needs {self.memory} MiB', False)
        return self._trouble(': ' + why)

    def _trouble(self, text):
        """A Fault of the emulator; text follows its name."""
        return Fault(type(self).__name__.lower() + text, False)

    def save_storage(self):
        """Stop the CPUs and write the storage of the kernel to a file; return its name, or an empty
        string if that did not succeed."""
        path = self.folder.file(CORE)
        if not self.alive():
            return ''
        self._begin_saving()
        for _ in range(int(CORE_WAIT / 0.1)):
            if self._has_saved() or not self.alive():
                break
            time.sleep(0.1)
        return path if os.path.exists(path) and os.path.getsize(path) else ''
