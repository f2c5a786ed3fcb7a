# SPDX-License-Identifier: GPL-2.0-only
import os
import tempfile
import unittest

from measure import tables

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KERNELS = os.path.join(os.path.dirname(TESTS), 'lab', 'kernels.txt')

# Functions with mutants that no request calls: the teardown of a guest, and what KVM does to the guest's
# memory, keys and logs between two requests.
NOT_REQUESTED = set("""
    kvm_arch_destroy_vm kvm_arch_vcpu_destroy
    _gmap_enable_skeys _gmap_unmap_crste _gmap_unmap_pte gmap_unmap_gfn_range gmap_clear_young_pte
    gmap_sync_dirty_log _crste_test_and_clear_softdirty __pte_test_and_clear_softdirty
    __dat_ptep_xchg dat_save_storage_key_into_pgste kvm_arch_commit_memory_region
""".split())


class Tables(unittest.TestCase):
    def rows(self, text, kernel):
        with tempfile.NamedTemporaryFile('w') as file:
            file.write(text)
            file.flush()
            return [fields for _, fields in tables.rows(file.name, kernel, 'ONE', 'TWO')]

    def test_versions_are_numbers_not_text(self):
        self.assertLess(tables.version('6.9'), tables.version('6.12'))
        for text in ('6', '6.1.2', 'x.1', '6.1\n', ''):
            with self.assertRaisesRegex(tables.Damaged, 'is not a kernel version'):
                tables.version(text)

    def test_ranges_of_kernels_include_both_ends(self):
        for kernels, low, inside, high in (('6.2-6.12', (6, 1), (6, 2), (6, 13)),
                                           ('6.2-', (6, 1), (7, 0), None),
                                           ('-6.12', None, (6, 12), (7, 0))):
            self.assertTrue(tables.includes(kernels, inside))
            self.assertFalse(low and tables.includes(kernels, low))
            self.assertFalse(high and tables.includes(kernels, high))
        self.assertTrue(tables.includes('-', (4, 2)))

    def test_the_last_field_may_have_a_separator_in_it(self):
        text = '# comment\n\n- | a | b | c\n7.0- | no | no\n'
        self.assertEqual(self.rows(text, (6, 1)), [['a', 'b | c']])

    def test_damaged_rows_are_named(self):
        for row in ('- | a', '- | a | ', '6 | a | b', '6.1-x | a | b', 'a | b | c'):
            with self.assertRaisesRegex(tables.Damaged, ':1: this is not KERNELS | ONE | TWO'):
                self.rows(row, (6, 1))

    def test_the_tables_of_the_project(self):
        with open(KERNELS, encoding='utf-8') as file:
            versions = [line.split()[0] for line in file if line[0].isdigit()]
        self.assertTrue(versions)
        for kernel in map(tables.version, versions):
            wanted = tables.read_functions(os.path.join(TESTS, 'kernel-functions.txt'), kernel)
            names = {name for _, name in wanted}
            self.assertIn('access_guest_with_key', names)
            explained = tables.read_explanations(
                os.path.join(TESTS, 'kernel-coverage.txt'), kernel, names)
            self.assertTrue(explained)
            mutants = [fields for _, fields in tables.rows(
                os.path.join(TESTS, 'mutants.txt'), kernel, 'NAME', 'SUITE', 'FUNCTION', 'SED')]
            mutated = [fields[0] for fields in mutants]
            self.assertEqual(len(mutated), len(set(mutated)), 'a mutant is there twice')
            self.assertLessEqual({fields[2] for fields in mutants} - NOT_REQUESTED, names)
