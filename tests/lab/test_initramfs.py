# SPDX-License-Identifier: GPL-2.0-only
import os
import tempfile
import unittest
from unittest import mock

from machine import initramfs
from machine.hercules import Hercules
from machine.qemu import Qemu


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, 'rows.txt')
        with open(self.path, 'w', encoding='utf-8') as file:
            file.write('# rows\n')

    def test_the_file_comes_along(self):
        for given, expected in (
                (['--strict', '--expect', self.path, '-v'],
                 ['--strict', '--expect', '/named-rows.txt', '-v']),
                (['--expect=' + self.path], ['--expect=/named-rows.txt'])):
            arguments, files = initramfs.take_file(given)
            self.assertEqual(arguments, expected)
            self.assertEqual(files, {'named-rows.txt': self.path})

    def test_other_arguments_stay(self):
        for given in ([], ['--expect'], ['--case', self.path], ['--expect', self.folder.name],
                      ['--expect', 'nowhere'], ['--expected=' + self.path]):
            self.assertEqual(initramfs.take_file(given), (given, {}))


class Modules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.kernel = folder.name
        with open(os.path.join(self.kernel, 'modules.list'), 'w', encoding='ascii') as file:
            file.write('kvm.ko\ndasd_mod.ko\ndasd_fba_mod.ko\nvirtio_blk.ko\n')

    def names(self, machine):
        with mock.patch('machine.adapt.module_for', return_value='/cache/adapt.ko'):
            return list(initramfs.modules(self.kernel, '1.2.3', machine))

    def test_hercules(self):
        self.assertEqual(self.names(Hercules),
                         ['kvm.ko', 'dasd_mod.ko', 'dasd_fba_mod.ko', 'adapt.ko'])

    def test_qemu(self):
        self.assertEqual(self.names(Qemu), ['kvm.ko', 'virtio_blk.ko'])

    def test_everything_is_built_in(self):
        os.remove(os.path.join(self.kernel, 'modules.list'))
        self.assertEqual(self.names(Hercules), [])
