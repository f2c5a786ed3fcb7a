# SPDX-License-Identifier: GPL-2.0-only
"""Interprets the output of the emulator and the kernel."""
import os
import re

TAIL = 20       # number of last lines to show

# Messages of hercules are named HHC, two letters, a number, and E or S for an error.
ERROR = re.compile(r'^HHC[A-Z]{2}[0-9]{3}[ES] *(.*)', re.M)
TOLD_TO_STOP = 'HHCIN098I'
STOPPED = 'HHCIN099I'
DIED = re.compile('Kernel panic|HHCCP011I')     # the latter: a disabled wait
SAVED = re.compile('HHCPN(170I|10[0-9]E)')      # savecore has written a core, or cannot
IPL = re.compile('^ipl start', re.M)
# Messages of the emulator about its start, work and end, and the echo of its commands.
NOISE = re.compile(r'HHC(CP(007|041)|AO...|PN013)I|^(hao|quit|CPU0000: SIGP|          tid=)')
END = re.compile(r'^(stopall|HHCIN(098|900)I)')


class Console:
    def __init__(self, path, memory_mib):
        self.path, self.memory_mib = path, memory_mib
        self.seen = 0

    def text(self):
        with open(self.path, encoding='utf-8', errors='replace') as file:
            return file.read().replace('\0', '').replace('\r', '')

    def grown(self):
        """True if anything was printed since the last call."""
        before, self.seen = self.seen, os.path.getsize(self.path)
        return self.seen != before

    def fault(self):
        """The reason why the machine has failed, or an empty string."""
        text = self.text()
        if TOLD_TO_STOP in text:
            return 'hercules was told to shut down'
        if ERROR.search(text):
            return self._emulator_fault(text)
        return 'the kernel died' if DIED.search(text) else ''

    def end_of_emulator(self):
        """The reason why the emulator has ended, if lab/boot has not ended it."""
        text = self.text()
        if ERROR.search(text):
            return self._emulator_fault(text)
        if TOLD_TO_STOP in text:
            return 'hercules was told to shut down'
        if STOPPED in text:
            return 'the machine was switched off before the suite had ended'
        return 'hercules died (possibly killed, or out of memory)'

    def core_saved(self):
        return SAVED.search(self.text())

    def _emulator_fault(self, text):
        why = ERROR.search(text)[1].strip()
        if 'main storage' in why:
            return f'not enough memory: the emulated machine needs {self.memory_mib} MiB'
        return f'hercules: {why}'

    def kernel_lines(self):
        """The output of the machine since its start."""
        text = self.text()
        starts = list(IPL.finditer(text))
        lines = text[starts[-1].start():].splitlines()[1:] if starts else []
        kept = []
        for line in lines:
            if END.search(line):
                break
            if not NOISE.search(line):
                kept.append(line)
        return kept

    def last_words(self):
        return self.kernel_lines()[-TAIL:]

    def complaint(self):
        """The last error of process 1, in case it had no disk to write it to."""
        said = re.findall(r'lab: error: (.*)', self.text())
        return said[-1] if said else ''
