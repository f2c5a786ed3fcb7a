# SPDX-License-Identifier: GPL-2.0-only
import json
import os
import shutil
import tempfile
import unittest
from types import SimpleNamespace

from machine.folder import Folder
from machine.qemu import Qemu


def event(name, **data):
    return {'timestamp': {'seconds': 1}, 'event': name, 'data': data}


class MachineOnQemu(unittest.TestCase):
    def setUp(self):
        self.out = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.out)
        self.machine = self.on('tcg')

    def on(self, accel, cpus=1):
        self.machine = Qemu(Folder(self.out),
                            SimpleNamespace(memory=2048, cpus=cpus, accel=accel))
        self.printed(b'')
        self.happened()
        return self.machine

    def printed(self, text):
        with open(os.path.join(self.out, 'console.log'), 'wb') as file:
            file.write(text)
        self.machine.console.seen = 0

    def happened(self, *events, cut=''):
        with open(self.machine.folder.file('monitor'), 'w', encoding='ascii') as file:
            file.writelines(json.dumps(message) + '\r\n' for message in events)
            file.write(cut)

    def command(self, accel, cpus=1):
        machine = self.on(accel, cpus)
        machine.load('kernel', b'initramfs')
        return ' '.join(machine._options())

    def test_a_machine_that_works_has_no_fault(self):
        self.printed(b'qemu-system-s390x: warning: old\nlab: init 1.0\n')
        self.happened(event('RESUME'), cut='{"event": "GUEST_PANI')
        self.assertIsNone(self.machine.fault())

    def test_faults(self):
        for text, fault in (
                (b'qemu-system-s390x: could not load kernel\n', 'qemu: could not load kernel'),
                (b"qemu-system-s390x: cannot set up guest memory 's390.ram': Cannot allocate "
                 b'memory\n', 'not enough memory: the emulated machine needs 2048 MiB'),
                (b'Kernel panic - not syncing: test\n', 'the kernel died')):
            self.printed(text)
            self.assertEqual(self.machine.fault(), (fault, fault == 'the kernel died'))

    def test_a_disabled_wait(self):
        self.happened(event('GUEST_PANICKED', action='pause'))
        self.assertEqual(self.machine.fault(), ('the kernel died', True))

    def test_ends_of_the_emulator(self):
        self.assertEqual(self.machine.end(),
                         ('qemu died (possibly killed, or out of memory)', False))
        for reason, why in (
                ('host-signal', 'qemu was told to shut down'),
                ('guest-shutdown', 'the machine was switched off before the suite had ended'),
                ('guest-reset', 'the machine was restarted before the suite had ended'),
                ('host-error', 'qemu has ended: host-error')):
            self.happened(event('RESUME'), event('SHUTDOWN', guest=False, reason=reason))
            self.assertEqual(self.machine.end(), (why, reason.startswith('guest')))
        self.printed(b'lab: run 1.0qemu-system-s390x: terminating on signal 15 from pid 1\n'
                     b'qemu-system-s390x: I/O error\n')
        self.assertEqual(self.machine.end(), ('qemu: I/O error', False))

    def test_lines_of_the_kernel(self):
        self.printed(b'qemu-system-s390x: warning: old\n\nLinux\0 version\r\n'
                     b'lastqemu-system-s390x: terminating on signal 15 from pid 1\n')
        self.assertEqual(self.machine.kernel_lines(), ['Linux version', 'last'])

    def test_storage_of_a_machine_that_is_gone(self):
        self.assertEqual(self.machine.save_storage(), '')

    def test_processors(self):
        self.assertIn('-accel tcg -cpu max -smp 1 ', self.command('tcg'))
        self.assertIn('-accel kvm -cpu host -smp 2 ', self.command('kvm', cpus=2))

    def test_devices(self):
        command = self.command('kvm')
        self.assertIn('-chardev file,id=console,path=../console.log,append=on ', command)
        self.assertIn('-drive if=none,id=disk,file=disk,format=raw ', command)
        self.assertIn('-device virtio-blk-ccw,drive=disk,devno=fe.0.0120 ', command)
        self.assertIn(f'-kernel {os.getcwd()}/kernel/image -initrd initrd -append ', command)
        with open(self.machine.folder.file('initrd'), 'rb') as file:
            self.assertEqual(file.read(), b'initramfs')
