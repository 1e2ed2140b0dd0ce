#!/usr/bin/env python3
"""The program of "run docs": types the commands of the documents as a reader would, and compares their output.

The folder "documents" of the work folder has the files of a reader. The commands of each document run in a new folder with only these files.
Exit status: 0 every command does what its document shows, 1 a command differs, 2 a prerequisite is missing.
"""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import ports  # noqa: E402
import process  # noqa: E402
import program  # noqa: E402
import steps  # noqa: E402
import terminals  # noqa: E402
import walk  # noqa: E402

DOCUMENTS = ('docs/qemu.md', 'docs/manual.md')
TIME_LIMIT = 600
REPOSITORY = pathlib.Path(__file__).resolve().parents[3]


class Commands(steps.Steps):
    """Every step is a command."""

    def close(self):
        print(f'e2e {self.name}: {self.passed + self.failed} commands, {self.failed} failed', flush=True)
        return 0 if self.passed and not self.failed else 1


def reader_folder(document):
    """A new folder with the files of a reader."""
    folder = pathlib.Path('run', pathlib.Path(document).stem)
    folder.mkdir()
    for file in pathlib.Path('documents').iterdir():
        (folder / file.name).symlink_to(file.resolve())
    return folder


def environment():
    """The environment of a reader: Java is on the PATH, and the terminal is dumb."""
    home = os.environ.get('JAVA_HOME')
    return {**os.environ, 'PATH': f'{home}/bin:{os.environ["PATH"]}' if home else os.environ['PATH'], 'TERM': 'dumb'}


class Reader:
    """Types the commands of one document."""

    def __init__(self, children, document):
        folder = reader_folder(document)
        options = children, folder, environment()
        host = terminals.Host(*options, f'run/{folder.name}-host.log')
        console = terminals.Console(*options, f'run/{folder.name}-console.log')
        self._type_at = {'host$': host.type, 'console$': console.start, 'guest#': console.type}

    def type(self, command):
        """Types a command. Returns what is wrong with its result, or nothing."""
        status, output = self._type_at[command.prompt](command.text)
        return f'exit status {status}, output {output!r}' if status else command.differs(output)


def read(recorder, document):
    """Types all commands. If a command does not end, the commands after it are not typed and count as failed."""
    commands = walk.commands((REPOSITORY / document).read_text(encoding='utf-8'))
    recorder.say(f'{document}: {len(commands)} commands')
    stuck = ''
    with process.Children() as children:
        reader = Reader(children, document)
        for command in commands:
            fault = stuck
            try:
                fault = fault or reader.type(command)
            except terminals.NoAnswer as error:
                fault, stuck = str(error), 'not typed'
            first, *more = command.text.split('\n')
            recorder.check(f'{document}:{command.line} {command.prompt} {first}{" …" if more else ""}', not fault, fault)


def run(recorder, _, __):
    for document in DOCUMENTS:
        read(recorder, document)


if __name__ == '__main__':
    ports.require_default()
    sys.exit(program.main(Commands('docs'), run, TIME_LIMIT))
