# SPDX-License-Identifier: GPL-2.0-only
"""Reads the parts of ELF files for s390x (64 bits, big-endian) that adapt.py needs."""
import struct

SECTION = struct.Struct('>IIQQQQIIQQ')
SYMBOL = struct.Struct('>IBBHQQ')
RELOCATION = struct.Struct('>QQq')
IDENTIFICATION = b'\x7fELF\x02\x02'


class Elf:
    def __init__(self, data):
        if data[:6] != IDENTIFICATION:
            raise ValueError('not an ELF file for s390x')
        self.data = data
        table, = struct.unpack_from('>Q', data, 0x28)
        size, count, names = struct.unpack_from('>HHH', data, 0x3a)
        self.headers = [SECTION.unpack_from(data, table + i * size) for i in range(count)]
        self.names = {self.string(names, header[0]): i for i, header in enumerate(self.headers)}

    def content(self, index):
        header = self.headers[index]
        return self.data[header[4]:header[4] + header[5]]

    def string(self, index, at):
        return self.content(index)[at:].split(b'\0', 1)[0].decode()

    def section(self, name):
        """The bytes of a section; empty if there is none."""
        return self.content(self.names[name]) if name in self.names else b''

    def relocation_of(self, section, symbol):
        """The offset in a section at which the address of a symbol is inserted, or None."""
        index = self.names.get('.rela' + section)
        if index is None:
            return None
        symbols = self.headers[index][6]
        for at, info, _ in RELOCATION.iter_unpack(self.content(index)):
            name = SYMBOL.unpack_from(self.content(symbols), (info >> 32) * SYMBOL.size)[0]
            if self.string(self.headers[symbols][6], name) == symbol:
                return at
        return None
