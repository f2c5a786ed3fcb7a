# SPDX-License-Identifier: GPL-2.0-only
"""The emulator: files to load, configuration, commands, termination."""
import os
import shutil
import struct
import subprocess

from machine.terminal import Failure

# Above everything that a kernel uses to decompress itself, below the end of storage.
INITRD_AT = 0x08000000
# Where a Linux image expects its initramfs and its parameters (arch/s390/boot).
INITRD_START, INITRD_SIZE, PARAMETERS_AT = 0x10408, 0x10410, 0x10480

# The parameters of the last line shorten the boot and do not affect KVM: without them self-tests of
# the crypto code take 5 s, verifying the certificate for modules up to 4 s, gathering entropy 1 s,
# absent CPUs half a second. nokaslr: klog.py searches for the log below the initramfs.
PARAMETERS = (
    'earlyprintk console=ttyS0 sclp_con_drop=0 rdinit=/init panic=-1 loglevel=4 '
    'cio_ignore=all,!0.0.0120 nokaslr '
    'cryptomgr.notests initcall_blacklist=load_system_certificate_list,jent_mod_init nr_cpus=1')

CONFIGURATION = '''\
CPUSERIAL 000120
CPUMODEL  2097
MAINSIZE  {memory}
NUMCPU    1
ARCHMODE  z/Arch
OSTAILOR  QUIET
PANRATE   FAST
0120 3370 disk
'''

TERM_GRACE = 3      # seconds for SIGTERM to work; it does not if a broken kernel loops


class LoadList:
    """The list of files to load, with their addresses. hercules reads only files in the folder of
    the list, does not follow links out of it, and splits lines at blanks."""

    def __init__(self, folder):
        self.folder, self.lines = folder, []

    def data(self, name, data, address):
        with open(self.folder.file(name), 'wb') as file:
            file.write(data)
        self.lines.append(f'{name} {address:#010x}\n')

    def copy(self, path, address):
        plain = ''.join(c if c.isalnum() or c == '.' else '_' for c in os.path.basename(path))
        name = f'kernel.{plain}'
        try:
            shutil.copyfile(path, self.folder.file(name))
        except OSError as error:
            why = error.strerror
            raise Failure(f"cannot copy '{path}' to '{self.folder.out}': {why}") from error
        self.lines.append(f'{name} {address:#010x}\n')

    def write(self):
        with open(self.folder.file('start.ins'), 'w', encoding='ascii') as file:
            file.writelines(self.lines)


def load(folder, kernel, initrd):
    """Put all files that the machine loads at its start into its folder."""
    files = LoadList(folder)
    image = os.path.join(kernel, 'image')
    if os.path.getsize(image) > INITRD_AT:
        raise Failure(f"'{image}' is larger than the limit of {INITRD_AT >> 20} MiB")
    files.copy(image, 0)
    files.data('initrd', initrd, INITRD_AT)
    files.data('initrd.addr', struct.pack('>Q', INITRD_AT), INITRD_START)
    files.data('initrd.size', struct.pack('>Q', len(initrd)), INITRD_SIZE)
    files.data('parm', PARAMETERS.encode() + b'\0', PARAMETERS_AT)
    extra = os.path.join(kernel, 'ins.extra')
    if os.path.exists(extra):
        with open(extra, encoding='utf-8') as file:
            for line in file:
                name, address = line.split()
                files.copy(os.path.join(kernel, name), int(address, 16))
    files.write()


class Hercules:
    def __init__(self, folder, memory_mib):
        if not shutil.which('hercules'):
            raise Failure('hercules is not installed: apt-get install hercules')
        with open(folder.file('machine.cnf'), 'w', encoding='ascii') as file:
            file.write(CONFIGURATION.format(memory=memory_mib))
        # As a daemon hercules takes commands only from its start-up script. A pipe is a script
        # that never ends.
        os.mkfifo(folder.file('control'))
        self.control = os.open(folder.file('control'), os.O_RDWR)
        # At power-off Linux closes the system console last: make the emulator quit then.
        self.order('hao tgt HHCCP042I', 'hao cmd quit', 'ipl start.ins')
        self.process = self._start(folder)

    @staticmethod
    def _start(folder):
        # It dies with this process, however this process dies. It has its own session, because
        # Ctrl-C must reach lab/boot only, which shuts the machine down in order.
        with open(folder.result('console.log'), 'wb') as console:
            return subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', 'hercules', '-d', '-f', 'machine.cnf'],
                cwd=folder.path, env={**os.environ, 'HERCULES_RC': 'control'},
                stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True)

    def order(self, *commands):
        """Send commands to the emulator, which executes them asynchronously."""
        os.write(self.control, ''.join(f'{command}\n' for command in commands).encode())

    def alive(self):
        return self.process.poll() is None

    def kill(self):
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(TERM_GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
