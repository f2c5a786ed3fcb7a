# SPDX-License-Identifier: GPL-2.0-only
"""The text on the machine's disk, everything before the first zero byte: the journal of memop-cts,
or the output of a command."""
import io

BLOCK = 512     # of the disk
ENDLESS = 2**64 - 1     # planned cases, with --for
OUTPUT = b'| '   # begins each line of a command's output


class Journal:
    """Reads while the machine writes. It interprets only these lines: "plan CASES", "r ..." for a
    result, "end CODE ...", and those that lab/init appends if the program could not:
    "lab REASON" and "stop CODE"."""

    def __init__(self, disk):
        self.disk = disk
        self.size, self.rest = 0, b''
        self.planned = self.done = 0
        self.code = None        # exit code of the program, when the journal is complete
        self.complaint = ''     # why the program failed

    def update(self):
        """Read the data that were written since the last call."""
        with open(self.disk, 'rb') as file:
            file.seek(self.size)
            while chunk := file.read(1 << 16):
                text, zero, _ = chunk.partition(b'\0')
                self._take(text)
                if zero:
                    break

    def text(self):
        """The complete text, read again from the beginning."""
        with open(self.disk, 'rb') as file:
            return file.read().partition(b'\0')[0]

    def behind(self):
        """The data that process 1 wrote after the last block of the journal."""
        with open(self.disk, 'rb') as file:
            file.seek((self.size // BLOCK + 1) * BLOCK)
            return file.read()

    def _take(self, text):
        self.size += len(text)
        *lines, self.rest = (self.rest + text).split(b'\n')
        for line in lines:
            word, _, value = line.partition(b' ')
            if word == b'r':
                self.done += 1
            elif word in TAKERS:
                TAKERS[word](self, value.decode(errors='replace'))

    def cases(self):
        """What is planned, in words: with --for, cases are run as long as there is time."""
        return 'endless cases' if self.planned == ENDLESS else f'{self.planned} cases'

    def _plan(self, value):
        self.planned = int(value) if value.isdigit() else 0

    def _end(self, value):
        code = value.split(' ')[0]
        self.code = int(code) if code.isdigit() else None

    def _lab(self, value):
        self.complaint = value

    def output(self):
        """The output of a command: the lines that lab/init/command.c has marked."""
        lines = io.BytesIO(self.text())     # which ends lines at newlines only
        return b''.join(line[len(OUTPUT):] for line in lines if line.startswith(OUTPUT))


TAKERS = {b'plan': Journal._plan, b'end': Journal._end, b'stop': Journal._end,
          b'lab': Journal._lab}
