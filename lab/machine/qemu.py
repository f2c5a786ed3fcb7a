# SPDX-License-Identifier: GPL-2.0-only
"""The machine as a guest of qemu-system-s390x: with nested KVM on an s390x host, or emulated (TCG)
anywhere, where the kernel boots, but does not have KVM."""
import json
import os
import re
import subprocess

from machine.emulator import CORE, KERNEL_DIED, PARAMETERS, SWITCHED_OFF, Emulator, Fault

# A kernel that has died loads a disabled wait PSW. qemu reports that and keeps its storage.
KERNEL_PARAMETERS = f'{PARAMETERS} panic=0'

MODELS = {'tcg': 'max', 'kvm': 'host'}     # of the CPUs

# The monitor (QMP) reads commands from a pipe and writes replies and events to a file.
MONITOR = 'monitor'
# Messages of qemu may begin in a line that the kernel has not ended yet.
NOISE = re.compile(r'qemu-system-s390x: .*')

KERNEL_END = 128 << 20  # bytes of storage to search for the log of the kernel

# Why a regular end of qemu was not the end of the suite, by the reason in its event SHUTDOWN.
ENDS = {
    'host-signal': Fault('qemu was told to shut down', False),
    'guest-shutdown': SWITCHED_OFF,
    'guest-reset': Fault('the machine was restarted before the suite had ended', True),
}


class Qemu(Emulator):
    PROGRAM = 'qemu-system-s390x'
    PACKAGE = 'qemu-system-s390x'
    ERROR = re.compile(r'qemu-system-s390x: (?!terminating on signal|warning:)(.*)')
    NO_MEMORY = re.compile('cannot allocate memory|cannot set up guest memory', re.I)
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
        console = os.path.relpath(self.console.path, self.folder.path)
        return ('-nodefaults', '-no-user-config', '-display', 'none',
                '-machine', 's390-ccw-virtio', '-accel', self.accel,
                '-cpu', MODELS[self.accel], '-smp', str(self.cpus), '-m', str(self.memory),
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
            return KERNEL_DIED
        if not self.console.grown():
            return None
        text = self.console.text()
        return self._error(text) or (KERNEL_DIED if 'Kernel panic' in text else None)

    def end(self):
        if error := self._error(self.console.text()):
            return error
        for event in self._events('SHUTDOWN'):
            reason = event['data']['reason']
            return ENDS.get(reason) or self._trouble(f' has ended: {reason}')
        return self._trouble(' died (possibly killed, or out of memory)')

    def _begin_saving(self):
        self._order('stop')
        self._order('pmemsave', val=0, size=KERNEL_END, filename=CORE)

    def _has_saved(self):
        return any(message.get('id') == 'pmemsave' for message in self._messages())

    def kernel_lines(self):
        return [line for line in NOISE.sub('', self.console.text()).splitlines() if line]
