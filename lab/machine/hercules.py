# SPDX-License-Identifier: GPL-2.0-only
"""The machine as emulated by hercules, where KVM works: files to load, configuration, commands,
messages."""
import os
import re
import shutil
import struct
import subprocess
import time

from machine.emulator import CORE, KERNEL_DIED, PARAMETERS, SWITCHED_OFF, Emulator
from machine.terminal import Failure

# Above everything that a kernel uses to decompress itself, below the end of storage.
INITRD_AT = 0x08000000
# Where a Linux image expects its initramfs and its parameters (arch/s390/boot).
INITRD_START, INITRD_SIZE, PARAMETERS_AT = 0x10408, 0x10410, 0x10480

# A kernel that has died restarts the machine at once, where there is nothing to load. nr_cpus: the
# search for absent CPUs takes half a second.
KERNEL_PARAMETERS = PARAMETERS + ' panic=-1 cio_ignore=all,!0.0.0120 nr_cpus={cpus}'

CONFIGURATION = '''\
CPUSERIAL 000120
CPUMODEL  2097
MAINSIZE  {memory}
NUMCPU    {cpus}
ARCHMODE  z/Arch
OSTAILOR  QUIET
PANRATE   FAST
0120 3370 disk
'''

TOLD_TO_STOP = 'HHCIN098I'
STOPPED = 'HHCIN099I'
DIED = re.compile('Kernel panic|HHCCP011I')     # the latter: a disabled wait
SAVED = re.compile('HHCPN(170I|10[0-9]E)')      # savecore has written a core, or cannot
IPL = re.compile('^ipl start', re.M)
# Messages of the emulator about its start, work and end, and the echo of its commands.
NOISE = re.compile(r'HHC(CP(007|041)|AO...|PN013)I|^(hao|quit|CPU000[01]: SIGP|          tid=)')
END = re.compile(r'^(stopall|HHCIN(098|900)I)')

# The last byte of storage that is searched for the kernel's log; the initramfs is next.
KERNEL_END = INITRD_AT - 1


class LoadList:
    """The list of files to load, with their addresses. hercules reads only files in the folder of
    the list, does not follow links out of it, and splits lines at blanks."""

    def __init__(self, folder):
        self.folder, self.lines = folder, []

    def data(self, name, data, address):
        with open(self.folder.file(name), 'wb') as file:
            file.write(data)
        self.lines.append(f'{name} {address:#010x}\n')

    def copy(self, path, address):
        plain = ''.join(c if c.isalnum() or c == '.' else '_' for c in os.path.basename(path))
        name = f'kernel.{plain}'
        try:
            shutil.copyfile(path, self.folder.file(name))
        except OSError as error:
            why = error.strerror
            raise Failure(f"cannot copy '{path}' to '{self.folder.out}': {why}") from error
        self.lines.append(f'{name} {address:#010x}\n')

    def write(self):
        with open(self.folder.file('start.ins'), 'w', encoding='ascii') as file:
            file.writelines(self.lines)


class Hercules(Emulator):
    PROGRAM, PACKAGE = 'hercules', 'hercules'
    # Messages of hercules are named HHC, two letters, a number, and E or S for an error.
    ERROR = re.compile(r'^HHC[A-Z]{2}[0-9]{3}[ES] *(.*)', re.M)
    NO_MEMORY = re.compile('main storage')
    FOREIGN_MODULES = 'virtio'
    ADAPTED = True

    def load(self, kernel, initrd):
        files = LoadList(self.folder)
        image = os.path.join(kernel, 'image')
        if os.path.getsize(image) > INITRD_AT:
            raise Failure(f"'{image}' is larger than the limit of {INITRD_AT >> 20} MiB")
        files.copy(image, 0)
        files.data('initrd', initrd, INITRD_AT)
        files.data('initrd.addr', struct.pack('>Q', INITRD_AT), INITRD_START)
        files.data('initrd.size', struct.pack('>Q', len(initrd)), INITRD_SIZE)
        parameters = KERNEL_PARAMETERS.format(cpus=self.cpus)
        files.data('parm', parameters.encode() + b'\0', PARAMETERS_AT)
        extra = os.path.join(kernel, 'ins.extra')
        if os.path.exists(extra):
            with open(extra, encoding='utf-8') as file:
                for line in file:
                    name, address = line.split()
                    files.copy(os.path.join(kernel, name), int(address, 16))
        files.write()

    def start(self):
        with open(self.folder.file('machine.cnf'), 'w', encoding='ascii') as file:
            file.write(CONFIGURATION.format(memory=self.memory, cpus=self.cpus))
        # As a daemon hercules takes commands only from its start-up script. A pipe is a script
        # that never ends.
        os.mkfifo(self.folder.file('control'))
        self.control = os.open(self.folder.file('control'), os.O_RDWR)
        # At power-off Linux closes the system console last: make the emulator quit then.
        self._order('hao tgt HHCCP042I', 'hao cmd quit', 'ipl start.ins')
        with open(self.console.path, 'wb') as console:
            self._launch('-d', '-f', 'machine.cnf', stdin=subprocess.DEVNULL, stdout=console,
                         stderr=console, env={**os.environ, 'HERCULES_RC': 'control'})

    def _order(self, *commands):
        """Send commands to the emulator, which executes them asynchronously."""
        os.write(self.control, ''.join(f'{command}\n' for command in commands).encode())

    def fault(self):
        if not self.console.grown():
            return None
        text = self.console.text()
        if TOLD_TO_STOP in text:
            return self._trouble(' was told to shut down')
        return self._error(text) or (KERNEL_DIED if DIED.search(text) else None)

    def end(self):
        text = self.console.text()
        if error := self._error(text):
            return error
        if TOLD_TO_STOP in text:
            return self._trouble(' was told to shut down')
        if STOPPED in text:
            return SWITCHED_OFF
        return self._trouble(' died (possibly killed, or out of memory)')

    def _begin_saving(self):
        self._order('stopall')
        time.sleep(0.3)
        self._order('psw', f'savecore {CORE} 0 {KERNEL_END:x}')

    def _has_saved(self):
        return SAVED.search(self.console.text())

    def kernel_lines(self):
        text = self.console.text()
        starts = list(IPL.finditer(text))
        lines = text[starts[-1].start():].splitlines()[1:] if starts else []
        kept = []
        for line in lines:
            if END.search(line):
                break
            if not NOISE.search(line):
                kept.append(line)
        return kept
