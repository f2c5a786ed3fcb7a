# SPDX-License-Identifier: GPL-2.0-only
"""One run of a machine from start to end: lab/boot without the parsing of options."""
import os
import signal

from machine import cpio, initramfs, watch
from machine.folder import Folder, recover
from machine.hercules import Hercules
from machine.journal import Journal
from machine.qemu import Qemu
from machine.terminal import INFRASTRUCTURE, UNTESTABLE, USAGE, Failure

EMULATORS = {'hercules': Hercules, 'qemu': Qemu}
TAIL = 20       # number of last lines of the console to show
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# Storage for the kernel, its page structures, and processes.
KERNEL_MIB = 256


class Signals:
    """Signal handlers only record the signal, so that no step is interrupted; check() raises it."""

    def __init__(self):
        self.caught = 0
        for number in SIGNALS:
            signal.signal(number, self._note)

    def _note(self, number, _frame):
        self.caught = self.caught or number

    def check(self):
        if self.caught:
            raise watch.Interrupted(self.caught)


class Run:
    """options: kernel, program, root, out, timeout, emulator, accel, memory, cpus and arguments,
    as lab/boot describes them."""

    def __init__(self, options, progress):
        self.options, self.progress = options, progress
        self.signals = Signals()
        with open(os.path.join(options.kernel, 'release'), encoding='utf-8') as file:
            self.release = file.read().strip()
        recover(options.out)
        self.folder = Folder(options.out)
        self.journal = Journal(self.folder.disk)
        self.machine = EMULATORS[options.emulator](self.folder, options)

    def run(self):
        """Return the exit code. The machine and its folder are always removed."""
        try:
            self._start()
            return self._finish()
        except watch.Interrupted as interrupted:
            return self._interrupted(interrupted.args[0])
        finally:
            self._stop()
            self.folder.remove()

    def _start(self):
        options = self.options
        self.folder.make_disk()
        initrd = initramfs.pack(options.kernel, self.release, self.machine, options)
        self._check_room(len(initrd) >> 20)
        self.machine.load(options.kernel, initrd)
        self.signals.check()
        self.progress.phase(f'booting {self.release}')
        self.machine.start()

    def _check_room(self, mib):
        """The kernel unpacks the initramfs before it frees the packed one."""
        needed = KERNEL_MIB + 2 * mib
        if self.options.memory < needed:
            raise Failure(f'--root: {mib} MiB of files: give --memory {needed} or more', USAGE)

    def _stop(self):
        self.machine.kill()
        self.progress.end()

    def _finish(self):
        """Wait for the end and extract the journal. A failure is reported in one line, after the
        last lines of the console."""
        files = self.options.root or os.path.exists(os.path.join(self.options.kernel, 'counts'))
        grace = watch.FILES_GRACE if files else watch.END_GRACE
        watcher = watch.Watch(self.machine, self.journal, self.progress, self.signals)
        fault = watcher.wait(self.options.timeout, grace)
        messages = watch.kernel_log(self.machine) if fault else []
        self._stop()
        self.journal.update()
        self._salvage(messages)
        complaint = self.journal.complaint or self.machine.console.complaint()
        if self.journal.code is not None:
            if complaint:
                self.progress.note(f'lab/boot: {self.release}: {complaint}')
            if self.options.root:
                # The command does not know what process 1 could not do, such as saving files.
                return INFRASTRUCTURE if complaint else self.journal.code
            # memop-cts or process 1 could not use this kernel.
            return UNTESTABLE if self.journal.code == INFRASTRUCTURE else self.journal.code
        for line in (messages or self.machine.kernel_lines())[-TAIL:]:
            self.progress.note(f'    | {line}')
        raise Failure(f'{self.release}: {complaint or fault.text + watch.panic(messages)}',
                      UNTESTABLE if fault.kernel else INFRASTRUCTURE)

    def _salvage(self, messages=()):
        text = self.journal.output() if self.options.root else self.journal.text()
        if text or self.options.root:
            with open(self.folder.result('output' if self.options.root else 'journal'),
                      'wb') as file:
                file.write(text)
        if self.journal.code is not None:
            self._extract('files' if self.options.root else 'gcov')
        if messages:
            with open(self.machine.console.path, 'a', encoding='utf-8') as file:
                print("\nThe kernel's log, from its storage:", *messages, sep='\n', file=file)

    def _extract(self, folder):
        """Extract the files that follow the journal, if any, into a folder of the results."""
        out = self.folder.result(folder)
        for name, data in cpio.read(self.journal.behind()).items():
            path = os.path.join(out, os.path.normpath('/' + name).lstrip('/'))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(data)

    def _interrupted(self, number):
        for other in SIGNALS:
            signal.signal(other, signal.SIG_IGN)
        self._stop()
        if os.path.exists(self.folder.disk):
            self.journal.update()
            self._salvage()
        when = (f'after {self.journal.done} of {self.journal.cases()}'
                if self.journal.planned else 'before the command had ended' if self.options.root
                else 'before the suite had started')
        self.progress.note(f'lab/boot: interrupted {when}')
        return 128 + number


def boot(options, progress):
    try:
        return Run(options, progress).run()
    except Failure as failure:
        progress.note(f'lab/boot: {failure}')
        return failure.code
    except OSError as error:
        progress.note(f"lab/boot: '{error.filename}': {error.strerror}")
        return INFRASTRUCTURE
