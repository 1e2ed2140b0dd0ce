"""A private PostgreSQL server with its own port and folder: Debian's, or else the one that Maven has downloaded for the Java tests."""
import glob
import io
import os
import pathlib
import platform
import shutil
import socket
import subprocess
import tarfile
import time
import zipfile

USER = 'okayd'
MACHINE = {'x86_64': 'amd64', 'aarch64': 'arm64v8'}.get(platform.machine(), '')
JARS = pathlib.Path(os.environ.get('MAVEN_REPOSITORY') or pathlib.Path.home() / '.m2/repository',
                    f'io/zonky/test/postgres/embedded-postgres-binaries-linux-{MACHINE}')


def programs(unpacked):
    """The folder with initdb and postgres. Maven's are unpacked into the folder unpacked if it lacks them."""
    installed = shutil.which('initdb')
    if installed and shutil.which('postgres'):
        return pathlib.Path(os.path.realpath(installed)).parent
    debian = sorted(glob.glob('/usr/lib/postgresql/*/bin/postgres'))
    if debian:
        return pathlib.Path(debian[-1]).parent
    jars = sorted(JARS.glob('*/*.jar'))
    if not jars:
        return None
    folder = pathlib.Path(unpacked, jars[-1].stem)
    if not (folder / 'bin/postgres').exists():
        with zipfile.ZipFile(jars[-1]) as jar:
            name = next(name for name in jar.namelist() if name.endswith('.txz'))
            with tarfile.open(fileobj=io.BytesIO(jar.read(name))) as archive:
                archive.extractall(folder)
    return folder / 'bin'


def _as_nobody(command):
    """PostgreSQL refuses to run as root. In a user namespace without a mapping, it sees itself and its files as owned by nobody."""
    return ['unshare', '--user', *command] if os.geteuid() == 0 else command


def _free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Postgresql:
    def __init__(self, children, folder, data, log):
        self.port = _free_port()
        self.url = f'jdbc:postgresql://127.0.0.1:{self.port}/postgres'
        self._folder = folder
        subprocess.run(_as_nobody([folder / 'initdb', '-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']),
                       check=True, stdout=subprocess.DEVNULL, timeout=120)
        self._process = children.start(_as_nobody([folder / 'postgres', '-D', data, '-p', str(self.port), '-c', 'listen_addresses=127.0.0.1',
                                                   '-c', 'unix_socket_directories=']), log)
        self._await(log)

    @property
    def version(self):
        output = subprocess.run([self._folder / 'postgres', '--version'], check=True, capture_output=True, text=True, timeout=30).stdout
        return f'PostgreSQL {output.split()[2]}'

    def settings(self):
        """okayd's settings for this server."""
        return 'okayd.store=postgresql', f'okayd.store.url={self.url}', f'okayd.store.user={USER}', 'okayd.store.password='

    def _await(self, log):
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port), 1).close()
                return
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise ChildProcessError(f'PostgreSQL did not start, see {log}') from error
                time.sleep(0.05)
