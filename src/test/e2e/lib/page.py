"""A page of the documentation: the commands of its sections, and the output that it shows for them."""
import pathlib
import shlex

import walk

REPOSITORY = pathlib.Path(__file__).resolve().parents[4]
COMMANDS, OUTPUT, END = '```sh', '```text', '```'


class Page:
    def __init__(self, path):
        self._lines = (REPOSITORY / path).read_text(encoding='utf-8').splitlines()

    def commands(self, title):
        """The commands below a heading. A text block shows the output of the command above it, as walk.Command compares it."""
        found, block = [], ''
        for number, line in self._section(title):
            if line in (COMMANDS, OUTPUT, END):
                block = line
            elif block == OUTPUT:
                found[-1].printed.append(line)
            elif block == COMMANDS and found and found[-1].text.endswith('\\'):
                found[-1].text = found[-1].text[:-1] + line.strip()
            elif block == COMMANDS:
                found.append(walk.Command(number, '', line))
        return found

    def _section(self, title):
        begin = self._lines.index(f'## {title}') + 1
        end = next((number for number in range(begin, len(self._lines)) if self._lines[number].startswith('## ')), len(self._lines))
        return list(enumerate(self._lines, 1))[begin:end]


class Request:
    """A request from a curl command: -X METHOD URL -H 'NAME: VALUE' -d BODY."""

    def __init__(self, command):
        _, *words = shlex.split(command)
        self.headers = {}
        self.method, self.body = 'GET', None
        while words:
            word = words.pop(0)
            if word == '-X':
                self.method = words.pop(0)
            elif word == '-H':
                name, value = words.pop(0).split(': ', 1)
                self.headers[name] = value
            elif word == '-d':
                self.body = words.pop(0).encode()
            else:
                self.url = f'http://{word}'
