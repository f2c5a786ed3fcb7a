# SPDX-License-Identifier: GPL-2.0-only
"""One run of a machine from start to end: lab/boot without the parsing of options."""
import os
import signal

from machine import console, cpio, hercules, initramfs, watch
from machine.console import Console
from machine.folder import Folder, recover
from machine.journal import Journal
from machine.terminal import INFRASTRUCTURE, UNTESTABLE, Failure

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
    """options: kernel, program, out, timeout, memory and arguments, as lab/boot describes them."""

    def __init__(self, options, progress):
        self.options, self.progress = options, progress
        self.signals = Signals()
        with open(os.path.join(options.kernel, 'release'), encoding='utf-8') as file:
            self.release = file.read().strip()
        recover(options.out)
        self.folder = Folder(options.out)
        self.journal = Journal(self.folder.disk)
        self.console = Console(self.folder.result('console.log'), options.memory)
        self.machine = None

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
        initrd = initramfs.pack(options.kernel, self.release, options.program, options.arguments)
        hercules.load(self.folder, options.kernel, initrd)
        self.signals.check()
        self.progress.phase(f'booting {self.release}')
        self.machine = hercules.Hercules(self.folder, options.memory)

    def _stop(self):
        if self.machine:
            self.machine.kill()
        self.progress.end()

    def _finish(self):
        """Wait for the end and extract the journal. A failure is reported in one line, after the
        last lines of the console."""
        counts = os.path.exists(os.path.join(self.options.kernel, 'counts'))
        grace = watch.COUNTS_GRACE if counts else watch.END_GRACE
        watcher = watch.Watch(self.machine, self.journal, self.console, self.progress, self.signals)
        fault = watcher.wait(self.options.timeout, grace)
        messages = watch.kernel_log(self.machine, self.console, self.folder) if fault else []
        self._stop()
        self.journal.update()
        self._salvage(messages)
        complaint = self.journal.complaint or self.console.complaint()
        if self.journal.code is not None:
            if complaint:
                self.progress.note(f'lab/boot: {self.release}: {complaint}')
            # The program or process 1 could not use this kernel.
            return UNTESTABLE if self.journal.code == INFRASTRUCTURE else self.journal.code
        for line in messages[-console.TAIL:] or self.console.last_words():
            self.progress.note(f'    | {line}')
        raise Failure(f'{self.release}: {complaint or fault + watch.panic(messages)}',
                      UNTESTABLE if watch.kernel_is_to_blame(fault) else INFRASTRUCTURE)

    def _salvage(self, messages=()):
        text = self.journal.text()
        if text:
            with open(self.folder.result('journal'), 'wb') as file:
                file.write(text)
        if text and self.journal.code is not None:
            self._counts()
        if messages:
            with open(self.console.path, 'a', encoding='utf-8') as file:
                print("\nThe kernel's log, from its storage:", *messages, sep='\n', file=file)

    def _counts(self):
        """Extract the kernel's branch counts, if any."""
        files = cpio.read(self.journal.behind())
        out = self.folder.result('gcov')
        if files:
            os.makedirs(out, exist_ok=True)
        for name, data in files.items():
            with open(os.path.join(out, os.path.basename(name)), 'wb') as file:
                file.write(data)

    def _interrupted(self, number):
        for other in SIGNALS:
            signal.signal(other, signal.SIG_IGN)
        self._stop()
        if os.path.exists(self.folder.disk):
            self.journal.update()
            self._salvage()
        when = (f'after {self.journal.done} of {self.journal.planned} cases'
                if self.journal.planned else 'before the suite had started')
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
