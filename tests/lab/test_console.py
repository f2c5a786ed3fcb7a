# SPDX-License-Identifier: GPL-2.0-only
import os
import tempfile
import unittest

from machine.console import Console


class ConsoleOfMachine(unittest.TestCase):
    def setUp(self):
        handle, self.path = tempfile.mkstemp()
        os.close(handle)
        self.addCleanup(os.remove, self.path)
        self.console = Console(self.path, 1024)

    def printed(self, text):
        with open(self.path, 'wb') as file:
            file.write(text)
        return self.console

    def test_grown(self):
        self.assertFalse(self.console.grown())
        self.printed(b'a')
        self.assertTrue(self.console.grown())
        self.assertFalse(self.console.grown())

    def test_a_machine_that_works_has_no_fault(self):
        self.printed(b'HHCCP007I booting\r\nipl start.ins\r\nLinux\r\n')
        self.assertEqual(self.console.fault(), '')

    def test_faults(self):
        for text, fault in (
                (b'HHCIN098I Shutdown initiated\n', 'hercules was told to shut down'),
                (b'HHCCF031S Cannot obtain 1024MB main storage: no\n',
                 'not enough memory: the emulated machine needs 1024 MiB'),
                (b'x\r\nHHCCP030E z/Arch mode IPL failed\r\n', 'hercules: z/Arch mode IPL failed'),
                (b'Kernel panic - not syncing: test\n', 'the kernel died'),
                (b'HHCCP011I CPU0000: Disabled wait state\n', 'the kernel died')):
            self.assertEqual(self.printed(text).fault(), fault)

    def test_ends_of_the_emulator(self):
        for text, why in ((b'', 'hercules died (possibly killed, or out of memory)'),
                          (b'HHCIN099I', 'the machine was switched off before the suite had ended'),
                          (b'HHCIN098I\nHHCIN099I', 'hercules was told to shut down'),
                          (b'HHCDA002E disk', None)):
            found = self.printed(text).end_of_emulator()
            self.assertEqual(found, why or 'hercules: disk')

    def test_last_words_are_those_of_the_kernel(self):
        self.printed(b'HHCIN001I before\nipl start.ins\nLinux\0 version\r\nHHCCP041I SYSCONS\n'
                     b'hao tgt x\nlast\nstopall\nafter\n')
        self.assertEqual(self.console.last_words(), ['Linux version', 'last'])

    def test_no_last_words_before_the_start(self):
        self.assertEqual(self.printed(b'HHCIN001I before\n').last_words(), [])

    def test_bytes_that_are_no_text(self):
        self.assertEqual(len(self.printed(b'ipl start\n\xff\xfe\n').last_words()), 1)

    def test_complaint(self):
        self.assertEqual(self.printed(b'[1.0] lab: init 1.0\n').complaint(), '')
        self.assertEqual(self.printed(b'[1.0] lab: error: no disk\r\n').complaint(), 'no disk')
