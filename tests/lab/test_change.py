# SPDX-License-Identifier: GPL-2.0-only
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from machine.cc import LAB
from measure import change

KILLED = '''
import os, signal, sys
from measure import change
change.KEPT = sys.argv[1]
with change.changed({path: "changed" for path in sys.argv[2:]}):
    os.kill(os.getpid(), signal.SIGKILL)
'''


class Change(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        kept = os.path.join(self.folder, 'kept')
        for name, value in ('CACHE', self.folder), ('KEPT', kept):
            patch = mock.patch.object(change, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        os.mkdir(kept)
        self.paths = [os.path.join(self.folder, name) for name in ('a.c', 'b.c')]
        for path in self.paths:
            with open(path, 'w', encoding='ascii') as file:
                file.write('as it was')

    def contents(self):
        for path in self.paths:
            with open(path, encoding='ascii') as file:
                yield file.read()

    def test_the_files_are_changed_for_a_while(self):
        with change.changed(dict.fromkeys(self.paths, 'changed')):
            self.assertEqual(list(self.contents()), ['changed'] * 2)
        self.assertEqual(list(self.contents()), ['as it was'] * 2)

    def test_they_are_restored_after_an_error(self):
        with self.assertRaises(KeyError), change.changed({self.paths[0]: 'changed'}):
            raise KeyError
        self.assertEqual(list(self.contents()), ['as it was'] * 2)

    def test_the_next_call_restores_what_a_killed_one_changed(self):
        subprocess.run([sys.executable, '-B', '-c', KILLED, change.KEPT, *self.paths], cwd=LAB)
        self.assertEqual(list(self.contents()), ['changed'] * 2)
        with change.sources():
            self.assertEqual(list(self.contents()), ['as it was'] * 2)

    def test_an_incomplete_copy_is_not_restored(self):
        with open(os.path.join(change.KEPT, '0.file'), 'w', encoding='ascii') as file:
            print(self.paths[0], file=file)
        open(os.path.join(change.KEPT, '0.new'), 'w', encoding='ascii').close()
        with change.sources():
            self.assertEqual(list(self.contents()), ['as it was'] * 2)
