# SPDX-License-Identifier: GPL-2.0-only
"""The machine as a guest of qemu-system-s390x: with nested KVM on an s390x host, or emulated (TCG)
anywhere, where the kernel boots, but does not have KVM."""
import json
import os
import re
import subprocess
import time

from machine.emulator import PARAMETERS, Emulator

# A kernel that has died loads a disabled wait PSW. qemu reports that and keeps its storage.
KERNEL_PARAMETERS = f'{PARAMETERS} panic=0'

# Model and number of CPUs. One CPU is the fastest for TCG. With KVM a second one lets threads of
# the suite run at the same time.
PROCESSORS = {'tcg': ('max', 1), 'kvm': ('host', 2)}

# The monitor (QMP) reads commands from a pipe and writes replies and events to a file.
MONITOR = 'monitor'
# Messages of qemu may begin in a line that the kernel has not ended yet.
ERROR = re.compile(r'qemu-system-s390x: (?!terminating on signal|warning:)(.*)')
NOISE = re.compile(r'qemu-system-s390x: .*')
NO_MEMORY = re.compile('cannot allocate memory|cannot set up guest memory', re.I)

CORE_WAIT = 3           # seconds for the emulator to write its storage to a file
KERNEL_END = 128 << 20  # bytes of storage to search for the log of the kernel

# Why a regular end of qemu was not the end of the suite, by the reason in its event SHUTDOWN.
ENDS = {
    'host-signal': 'qemu was told to shut down',
    'guest-shutdown': 'the machine was switched off before the suite had ended',
    'guest-reset': 'the kernel restarted the machine before the suite had ended',
}


class Qemu(Emulator):
    PROGRAM = 'qemu-system-s390x'
    PACKAGE = 'qemu-system-s390x'
    FOREIGN_MODULES = 'dasd'

    def load(self, kernel, initrd):
        self.image = os.path.abspath(os.path.join(kernel, 'image'))
        with open(self.folder.file('initrd'), 'wb') as file:
            file.write(initrd)

    def start(self):
        # Kernel and qemu append to the same file.
        with open(self.console.path, 'wb'), open(self.console.path, 'ab') as console, \
                open(self.folder.file(MONITOR), 'wb') as monitor:
            self._launch(*self._options(), stdin=subprocess.PIPE, stdout=monitor, stderr=console)
        self._order('qmp_capabilities')

    def _options(self):
        model, count = PROCESSORS[self.accel]
        console = os.path.relpath(self.console.path, self.folder.path)
        return ('-nodefaults', '-no-user-config', '-display', 'none',
                '-machine', 's390-ccw-virtio', '-accel', self.accel,
                '-cpu', model, '-smp', str(count), '-m', str(self.memory),
                '-action', 'reboot=shutdown,panic=pause', '-qmp', 'stdio',
                # The line-mode console has the same driver and name as that of hercules.
                '-chardev', f'file,id=console,path={console},append=on',
                '-device', 'sclplmconsole,chardev=console',
                '-drive', 'if=none,id=disk,file=disk,format=raw',
                '-device', 'virtio-blk-ccw,drive=disk,devno=fe.0.0120',
                '-kernel', self.image, '-initrd', 'initrd', '-append', KERNEL_PARAMETERS)

    def _order(self, command, **arguments):
        """Send a command; the id of the reply is its name."""
        message = {'execute': command, 'arguments': arguments, 'id': command}
        try:
            self.process.stdin.write(json.dumps(message).encode() + b'\n')
            self.process.stdin.flush()
        except BrokenPipeError:
            pass        # fault() and end() tell why qemu has ended

    def _messages(self):
        """The complete messages of the monitor so far."""
        with open(self.folder.file(MONITOR), encoding='utf-8') as file:
            return [json.loads(line) for line in file if line.endswith('\n')]

    def _events(self, name):
        return [message for message in self._messages() if message.get('event') == name]

    def fault(self):
        if self._events('GUEST_PANICKED'):
            return 'the kernel died'
        if not self.console.grown():
            return ''
        text = self.console.text()
        if ERROR.search(text):
            return self._error(text)
        return 'the kernel died' if 'Kernel panic' in text else ''

    def end(self):
        text = self.console.text()
        if ERROR.search(text):
            return self._error(text)
        for event in self._events('SHUTDOWN'):
            reason = event['data']['reason']
            return ENDS.get(reason, f'qemu has ended: {reason}')
        return 'qemu died (possibly killed, or out of memory)'

    def _error(self, text):
        why = ERROR.search(text)[1].strip()
        if NO_MEMORY.search(why):
            return f'not enough memory: the emulated machine needs {self.memory} MiB'
        return f'qemu: {why}'

    def save_storage(self):
        if not self.alive():
            return ''
        self._order('stop')
        self._order('pmemsave', val=0, size=KERNEL_END, filename='core')
        for _ in range(int(CORE_WAIT / 0.1)):
            if any(message.get('id') == 'pmemsave' for message in self._messages()):
                return self._saved('core')
            time.sleep(0.1)
        return ''

    def kernel_lines(self):
        return [line for line in NOISE.sub('', self.console.text()).splitlines() if line]
