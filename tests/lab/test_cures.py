# SPDX-License-Identifier: GPL-2.0-only
import os
import shutil
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

from machine.cc import LAB, TOP
from measure import cures, source, tables

TABLE = os.path.join(TOP, 'tests', 'cures.txt')
CODE = '''\
int first(int a)
{
	return a;
}

int second(int a)
{
	return a;
}
'''
KINDS = '''\
  17: xfail: 0 -> 5 addressing exception
  2: fail: EAGAIN (differs in return value) -> 0
  3: xfail: 4 protection exception -> fail: 4 protection exception (differs in return value)
  4: 4 protection exception -> EFAULT (2nd allowed answer)
  5: 0 -> crash: 0
  6: 0 -> skipped, requires cmma
    absolute/limit=default,op=read: -> is no kind
'''


def program():
    loader = SourceFileLoader('lab_cures', os.path.join(LAB, 'cures'))
    module = module_from_spec(spec_from_loader('lab_cures', loader))
    loader.exec_module(module)
    return module


class Cures(unittest.TestCase):
    def setUp(self):
        self.tree = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.tree)
        self.path = self.write(os.path.join(source.BEHIND, 'a.c'), CODE)
        self.other = self.write('mm/b.c', CODE)

    def write(self, name, text):
        path = os.path.join(self.tree, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='ascii') as file:
            file.write(text)
        return path

    def table(self, *rows):
        return cures.read(self.write('table', '\n'.join(rows)), '7.2')

    def test_the_rows_of_a_name_are_one_cure(self):
        found = self.table('7.0- | F1 | --suite a | * | first | s/a/b/',
                           '-7.0 | F1 | --suite old | * | first | s/a/b/',
                           '7.0- | F1 | - | mm/b.c | second | s/a/b | c/',
                           '- | F2 | --case a/* --case b/* | * | first | s/a/b/')
        self.assertEqual(list(found), ['F1', 'F2'])
        self.assertEqual(found['F1'].cases, ['--suite', 'a'])
        self.assertEqual(found['F2'].cases, ['--case', 'a/*', '--case', 'b/*'])
        self.assertEqual([c.function for c in found['F1'].changes], ['first', 'second'])

    def test_what_comes_before_the_cases(self):
        found = self.table('- | F1 | --suite a | * | first | s/a/b/',
                           '- | F2 | --cpus 2 --after F1 --case b/* | * | first | s/a/b/')
        self.assertEqual([(c.cpus, c.after, c.cases) for c in found.values()],
                         [(1, None, ['--suite', 'a']), (2, 'F1', ['--case', 'b/*'])])

    def test_a_cure_is_only_after_one_that_the_kernel_has(self):
        lab_cures = program()
        options = lab_cures.parse(['--kernel', '7.2'])
        options.list = self.write('table', '- | F1 | --suite a | * | f | s/a/b/\n'
                                  '- | F2 | --after F1 --suite a | * | f | s/a/b/\n')
        first, second = lab_cures.select(options)
        self.assertEqual((first.after, second.after), (None, first))
        self.write('table', '- | F2 | --after F1 --suite a | * | f | s/a/b/\n')
        with self.assertRaisesRegex(lab_cures.Failure, "F2 is after 'F1', which 7.2 does not have"):
            lab_cures.select(options)

    def test_changes_of_a_file_add_up(self):
        found = self.table(r'- | F1 | - | * | first | s/return a/more();\n\t&/',
                           '- | F2 | - | * | second | s/return a/return b/',
                           '- | F2 | - | * | first | s/return a/return c/',
                           '- | F2 | - | mm/b.c | first | s/return a/return d/')
        contents = cures.edited(self.tree, found.values())
        self.assertEqual(set(contents), {self.path, self.other})
        wanted = CODE.replace('return a', 'more();\n\treturn c', 1).replace('return a', 'return b')
        self.assertEqual(contents[self.path], wanted)
        self.assertEqual(contents[self.other], CODE.replace('return a', 'return d', 1))

    def test_a_row_that_does_not_fit_is_named(self):
        for row, error in (('* | first | s/x/y/', 'changes nothing in first'),
                           ('* | third | s/a/b/', 'has no function third'),
                           ('mm/b.c | third | s/a/b/', 'mm/b.c has no definitions of third'),
                           ('mm/c.c | first | s/a/b/', 'there is no mm/c.c'),
                           ('* | first | s/a/', 'unterminated')):
            found = self.table(f'- | F1 | - | {row}')
            with self.assertRaisesRegex(ValueError, f'table:1: .*{error}'):
                cures.edited(self.tree, found.values())

    def test_the_table_of_the_project(self):
        for kernel in '6.1', '6.12', '7.2', '7.3':
            found = cures.read(TABLE, kernel)
            self.assertTrue(found)
            for cure in found.values():
                self.assertRegex(cure.name, r'^F[1-9]\d*$')
        with self.assertRaises(tables.Damaged):
            self.table('- | F1 | - | * | first')

    def test_what_a_quick_run_shows(self):
        lab_cures = program()
        kinds = list(filter(None, map(lab_cures.CHANGE.match, KINDS.split('\n'))))
        self.assertEqual([bool(kind['failed']) for kind in kinds], [True] * 3 + [False] * 3)
        self.assertEqual([bool(kind['fails']) for kind in kinds],
                         [False, False, True, False, True, True])
        self.assertEqual(lab_cures.summary(kinds[:4]),
                         '19 mended, 3 fail in another way, 4 have another allowed answer')
        self.assertEqual(lab_cures.summary([]), '0 mended')
