# SPDX-License-Identifier: GPL-2.0-only
import os
import shutil
import tempfile
import unittest
from types import SimpleNamespace

from machine.folder import Folder
from machine.hercules import Hercules


class MachineOnHercules(unittest.TestCase):
    def setUp(self):
        self.out = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.out)
        options = SimpleNamespace(memory=1024, cpus=1, accel='tcg')
        self.machine = Hercules(Folder(self.out), options)

    def printed(self, text):
        with open(os.path.join(self.out, 'console.log'), 'wb') as file:
            file.write(text)
        self.machine.console.seen = 0
        return self.machine

    def test_a_machine_that_works_has_no_fault(self):
        self.printed(b'HHCCP007I booting\r\nipl start.ins\r\nLinux\r\n')
        self.assertIsNone(self.machine.fault())

    def test_a_console_that_has_not_grown_is_not_read_again(self):
        self.printed(b'Kernel panic - not syncing: test\n')
        self.assertEqual(self.machine.fault().text, 'the kernel died')
        self.assertIsNone(self.machine.fault())

    def test_faults(self):
        for text, fault in (
                (b'HHCIN098I Shutdown initiated\n', 'hercules was told to shut down'),
                (b'HHCCF031S Cannot obtain 1024MB main storage: no\n',
                 'not enough memory: the emulated machine needs 1024 MiB'),
                (b'x\r\nHHCCP030E z/Arch mode IPL failed\r\n', 'hercules: z/Arch mode IPL failed'),
                (b'Kernel panic - not syncing: test\n', 'the kernel died'),
                (b'HHCCP011I CPU0000: Disabled wait state\n', 'the kernel died')):
            self.assertEqual(self.printed(text).fault(), (fault, fault == 'the kernel died'))

    def test_ends_of_the_emulator(self):
        for text, why in ((b'', 'hercules died (possibly killed, or out of memory)'),
                          (b'HHCIN099I', 'the machine was switched off before the suite had ended'),
                          (b'HHCIN098I\nHHCIN099I', 'hercules was told to shut down'),
                          (b'HHCDA002E disk', None)):
            found = self.printed(text).end()
            self.assertEqual(found, (why or 'hercules: disk', text == b'HHCIN099I'))

    def test_lines_of_the_kernel(self):
        self.printed(b'HHCIN001I before\nipl start.ins\nearlier\nipl start.ins\n'
                     b'Linux\0 version\r\nHHCCP041I SYSCONS\nhao tgt x\n'
                     b'CPU0001: SIGP Stop (05) CPU0000\nlast\nstopall\nafter\n')
        self.assertEqual(self.machine.kernel_lines(), ['Linux version', 'last'])

    def test_no_lines_of_the_kernel_before_its_start(self):
        self.assertEqual(self.printed(b'HHCIN001I before\n').kernel_lines(), [])

    def test_storage_of_a_machine_that_is_gone(self):
        self.assertEqual(self.machine.save_storage(), '')
