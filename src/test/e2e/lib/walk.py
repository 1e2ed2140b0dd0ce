"""A document with commands to type: the commands, their terminals, and their output."""
import re

INDENT = '    '
PROMPT = re.compile(r'(host\$|console\$|guest#) (.*)')
HERE_DOCUMENT = re.compile(r"<<'?(\w+)'?")
VARIES = '…'


class Command:
    """A command at a prompt. printed: the lines that the document shows below it."""

    def __init__(self, line, prompt, text):
        self.line = line
        self.prompt = prompt
        self.text = text
        self.printed = []

    def differs(self, output):
        """How the output differs from the document; empty if it matches, or if the document shows no output."""
        printed = ''.join(f'{line.rstrip()}\n' for line in output.splitlines())
        if not self.printed or re.fullmatch(''.join(map(_pattern, self.printed)), printed):
            return ''
        return f'the document shows {self.printed}, the output is {printed!r}'


def _pattern(line):
    """The pattern for a line of a document. "…" stands for varying text, and alone on a line for one or more lines."""
    return '(.*\n)+' if line == VARIES else re.escape(line).replace(re.escape(VARIES), '.+') + '\n'


def commands(text):
    """All commands of a document, in order. Every indented line belongs to one."""
    found = []
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        if not line.startswith(INDENT):
            continue
        prompt = PROMPT.fullmatch(line[len(INDENT):])
        if prompt:
            found.append(Command(number, prompt[1], _whole(prompt[2], lines)))
        elif found:
            found[-1].printed.append(line[len(INDENT):].rstrip())
        else:
            raise ValueError(f'line {number} is indented, but there is no prompt above it')
    return found


def _whole(first, lines):
    """A command with its continuation lines: after a backslash, and up to the end of a here-document."""
    text = [first]
    while text[-1].endswith('\\'):
        text.append(_next(lines))
    here = HERE_DOCUMENT.search(first)
    while here and text[-1] != here[1]:
        text.append(_next(lines))
    return '\n'.join(text)


def _next(lines):
    number, line = next(lines, (0, ''))
    if line and not line.startswith(INDENT):
        raise ValueError(f'line {number} should continue the command above it')
    return line[len(INDENT):]
