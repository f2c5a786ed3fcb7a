# SPDX-License-Identifier: GPL-2.0-only
import os
import tempfile
import unittest

from machine import initramfs


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
