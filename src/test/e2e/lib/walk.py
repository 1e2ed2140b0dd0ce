"""A document whose commands can be typed: which they are, on which terminal, and what they print."""
import re

INDENT = '    '
PROMPT = re.compile(r'(host\$|console\$|guest#) (.*)')
HERE_DOCUMENT = re.compile(r"<<'?(\w+)'?")
VARIES = '…'


class Command:
    """What is typed at one prompt. printed: the lines that the document shows below it."""

    def __init__(self, line, prompt, text):
        self.line = line
        self.prompt = prompt
        self.text = text
        self.printed = []

    def differs(self, output):
        """What is wrong with what it printed; nothing where the document shows nothing, or this."""
        printed = ''.join(f'{line.rstrip()}\n' for line in output.splitlines())
        if not self.printed or re.fullmatch(''.join(map(_pattern, self.printed)), printed):
            return ''
        return f'the document shows {self.printed}, printed was {printed!r}'


def _pattern(line):
    """Of a line as a document shows it. "…" is something that varies, and in a line of its own as many lines as there are."""
    return '(.*\n)+' if line == VARIES else re.escape(line).replace(re.escape(VARIES), '.+') + '\n'


def commands(text):
    """All of a document, in order. Every indented line is a part of one."""
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
            raise ValueError(f'line {number} is indented, and below no prompt')
    return found


def _whole(first, lines):
    """A command with the lines that it goes on over: behind a backslash, and up to the end of a here-document."""
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
        raise ValueError(f'line {number} should go on with the command above it')
    return line[len(INDENT):]
