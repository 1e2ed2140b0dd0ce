"""The commands of docs/xen-dom0less.md that the run executes. A block of indented lines has a mark right above it, <!-- run: NAME -->."""
import pathlib
import re

PATH = pathlib.Path(__file__).resolve().parents[4] / 'docs/xen-dom0less.md'
MARK = re.compile(r'<!-- run: (.+) -->$')
INDENT = '    '
_done = set()


def _blocks():
    blocks, name = {}, None
    for line in PATH.read_text(encoding='utf-8').splitlines():
        if mark := MARK.match(line):
            name = mark[1]
            blocks[name] = []
        elif line.startswith(INDENT):
            if name is None:
                raise ValueError(f'{PATH.name}: this line has no mark above it, so no run executes it: {line}')
            blocks[name].append(line.removeprefix(INDENT))
        elif line:
            name = None
    return blocks


def lines(name):
    """The lines of a block; records the block as executed."""
    found = _blocks()[name]
    _done.add(name)
    return found


def text(name):
    return '\n'.join(lines(name)) + '\n'


def left():
    """The names of blocks that the run has not executed."""
    return sorted(set(_blocks()) - _done)
