"""README.md as a program reads it: the commands of its sections, and where it says that okayd listens."""
import pathlib
import re
import shlex

PATH = pathlib.Path(__file__).resolve().parents[4] / 'README.md'
INDENT = '    '


def section(title):
    """The lines below a heading, up to the next one."""
    lines = PATH.read_text(encoding='utf-8').splitlines()
    begin = lines.index(f'## {title}') + 1
    end = next((number for number in range(begin, len(lines)) if lines[number].startswith('## ')), len(lines))
    return lines[begin:end]


def commands(title):
    """The commands of a section. One that ends with a backslash goes on in the next line."""
    text = '\n'.join(line.removeprefix(INDENT) for line in section(title) if line.startswith(INDENT))
    return text.replace('\\\n', '').splitlines()


def address():
    """Where it says that okayd listens once it is started."""
    return re.search(r'It listens on (http://\S+)', '\n'.join(section('Build and start')))[1]


class Request:
    """A request that is written as a curl command: -X METHOD URL -H 'NAME: VALUE' -d BODY."""

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
