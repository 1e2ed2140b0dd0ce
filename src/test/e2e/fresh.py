#!/usr/bin/env python3
"""The program of "run fresh", which starts it in its own mount namespace: types the documented commands on a minimal Debian.

The root has only Java, git and Maven. It shares this machine's Maven downloads. The commands are those of README.md and docs/testing.md, and
the first request of docs/api.md. The reader types them in bash, in a clone of this repository's HEAD.
"""
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import page  # noqa: E402
import ports  # noqa: E402
import process  # noqa: E402
import program  # noqa: E402
import steps  # noqa: E402

TIME_LIMIT = 3600
BUILD_SECONDS, START_SECONDS, TEST_SECONDS, DEMO_SECONDS = 900, 120, 2400, 120
REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
ROOT = pathlib.Path('fresh-root')
CLONE = '/srv/okayd'
TOOLS = 'busybox', 'cc', 'curl', 'dt-validate', 'dtc', 'python3', 'qemu-system-aarch64', 'shellcheck', 'wget', 'xenstore-write'
ENVIRONMENT = ('HOME=/root', 'TERM=dumb', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin')
PROXIES = 'http_proxy', 'https_proxy', 'no_proxy'
LISTENING = re.compile(r'Listening on: (http://\S+)')
TESTS = re.compile(r'Tests run: (\d+), Failures: 0, Errors: 0, Skipped: (\d+)$', re.MULTILINE)
SKIPPED = re.compile(r'^ +(\d+)  (\S+) +(\S+)$', re.MULTILINE)


class Timed(steps.Steps):
    """The closing line also has the times."""

    def __init__(self, name):
        super().__init__(name)
        self.times = {}

    def close(self):
        times = ', '.join(f'{what} {seconds:.0f} s' for what, seconds in self.times.items())
        print(f'e2e {self.name}: {self.passed} passed, {self.failed} failed{times and f"; {times}"}', flush=True)
        return 0 if self.passed and not self.failed else 1


class Reader:
    """Types commands in the root."""

    def __init__(self, children):
        self._children = children

    def begin(self, command, log):
        """Starts the command in its own process namespace, which ends with the command and with this program."""
        proxies = [f'{name}={os.environ[name]}' for name in PROXIES if name in os.environ]
        return self._children.start(
            ['unshare', '--pid', '--fork', '--kill-child', f'--mount-proc={ROOT}/proc', 'chroot', ROOT, 'env', '-i', *ENVIRONMENT, *proxies,
             # bash, not the command itself: process 1 must reap orphans
             'bash', '-c', f'cd {CLONE} && {command}; exit $?'], log)

    def type(self, command, log, patience):
        """Exit status of the command, and the seconds that it took."""
        began = time.monotonic()
        return self.begin(command, log).wait(patience), time.monotonic() - began


def mount(source, target):
    os.makedirs(f'{ROOT}{target}', exist_ok=True)
    subprocess.run(['mount', '--rbind', source, f'{ROOT}{target}'], check=True)


def prepare():
    """Makes the private mounts, and a clone of HEAD."""
    mount('/proc', '/proc')
    mount('/dev', '/dev')
    mount(os.environ.get('MAVEN_REPOSITORY') or os.path.expanduser('~/.m2/repository'), '/root/.m2/repository')
    subprocess.run(['rm', '-rf', f'{ROOT}{CLONE}', f'{ROOT}/root/.m2/wrapper'], check=True)
    subprocess.run(['git', 'clone', '--quiet', '--no-hardlinks', REPOSITORY, f'{ROOT}{CLONE}'], check=True)


def await_true(condition, child, patience):
    """Seconds until the condition was true; fails if the child ends before."""
    began = time.monotonic()
    while not condition():
        if child.poll() is not None:
            raise ChildProcessError(f'the command ended with status {child.returncode}')
        if time.monotonic() - began > patience:
            raise TimeoutError(f'not within {patience} s')
        time.sleep(0.05)
    return time.monotonic() - began


def answer(url, request=None):
    """Status of the answer, 0 without one."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **(request or {})), timeout=15) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def build_and_start(recorder, reader):
    readme = page.Page('README.md')
    build, start = readme.commands('Start')
    status, recorder.times['build'] = reader.type(build.text, 'run/build.log', BUILD_SECONDS)
    recorder.check(build.text, status == 0, f'status {status}, {recorder.times["build"]:.0f} s')
    log = 'run/start.log'
    child = reader.begin(start.text, log)
    address = LISTENING.search('\n'.join(start.printed))[1]
    recorder.times['start'] = await_true(lambda: answer(f'{address}/q/health/ready') == 200, child, START_SECONDS)
    recorder.check(f'okayd is ready at {address}', True, f'{recorder.times["start"]:.1f} s')
    difference = start.differs(pathlib.Path(log).read_text(encoding='utf-8'))
    recorder.check(f'{start.text} prints what README.md shows', not difference, difference)
    first = page.Request(page.Page('docs/api.md').commands('A guest in a few requests')[0].text)
    status = answer(first.url, {'method': first.method, 'headers': first.headers, 'data': first.body})
    recorder.check(f'{first.method} {first.url}', status == 201, status)
    child.kill()
    child.wait()
    (demo,) = readme.commands('A first guest without a board')
    log = 'run/demo.log'
    status, seconds = reader.type(demo.text, log, DEMO_SECONDS)
    recorder.check(demo.text, status == 0, f'status {status}, {seconds:.0f} s')
    difference = demo.differs(pathlib.Path(log).read_text(encoding='utf-8'))
    recorder.check(f'{demo.text} prints what README.md shows', not difference, difference)


def test(recorder, reader):
    (test_command,) = page.Page('docs/testing.md').commands('Test')
    command = test_command.text
    log = 'run/test.log'
    status, recorder.times['test'] = reader.type(command, log, TEST_SECONDS)
    recorder.check(command, status == 0, f'status {status}, {recorder.times["test"]:.0f} s')
    printed = pathlib.Path(log).read_text(encoding='utf-8')
    counts = [(int(run), int(skipped)) for run, skipped in TESTS.findall(printed)]
    recorder.check('tests run, and none fails', counts, ', '.join(f'{run} run, {skipped} skipped' for run, skipped in counts))
    named = SKIPPED.findall(printed)
    recorder.check('the report names the skipped tests', named, ', '.join(f'{tests} for {tool} ({package})' for tests, tool, package in named))


def run(recorder, children, _):
    prepare()
    reader = Reader(children)
    found = [tool for tool in TOOLS if subprocess.run(['chroot', ROOT, 'bash', '-c', f'command -v {tool}'], stdout=subprocess.DEVNULL,
                                                      check=False).returncode == 0]
    recorder.check(f'the root has none of {", ".join(TOOLS)}', not found, ' '.join(found))
    build_and_start(recorder, reader)
    test(recorder, reader)


def main():
    options = program.arguments()
    program.enter(options)
    recorder = Timed('fresh')
    passed = program.attempt(recorder, run, options, TIME_LIMIT)
    program.leave(recorder, 'run', options.keep or not passed)
    return recorder.close()


if __name__ == '__main__':
    ports.require_default()
    sys.exit(main())
