# SPDX-License-Identifier: GPL-2.0-only
"""The console of the machine: a file with the output of the emulator and of the kernel."""
import os
import re


class Console:
    def __init__(self, path):
        self.path = path
        self.seen = 0

    def text(self):
        with open(self.path, encoding='utf-8', errors='replace') as file:
            return file.read().replace('\0', '').replace('\r', '')

    def grown(self):
        """True if anything was printed since the last call."""
        before, self.seen = self.seen, os.path.getsize(self.path)
        return self.seen != before

    def complaint(self):
        """The last error of process 1, in case it had no disk to write it to."""
        errors = re.findall(r'lab: error: (.*)', self.text())
        return errors[-1] if errors else ''
