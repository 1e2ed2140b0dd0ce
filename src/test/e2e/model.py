#!/usr/bin/env python3
"""The program of "run model": spin searches every state of the protocol's model (src/test/model/okayd.pml), and must find every deviation."""
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import process  # noqa: E402
import program  # noqa: E402
import steps  # noqa: E402

MODEL = pathlib.Path(__file__).resolve().parents[1] / 'model/okayd.pml'
TIME_LIMIT = 1800
MEGABYTES = 2500  # memory of each search; a big search and a small one run at the same time
DEEPEST = 100_000
DEVIATION = re.compile(r'\b(DEVIATION_[A-Z_]+)')

SAFETY = ['-DSAFETY', '-DNOCLAIM']
LIVENESS = ['-DNFAIR=4']
ASSERTION, CYCLE = 'assertion violated', 'acceptance cycle'


class Search:
    """One exhaustive search: the model with preprocessor names, translated by spin, compiled and run."""

    def __init__(self, name, defines, liveness=False, optimize='-O2'):
        self.name = name
        self._folder = pathlib.Path('run') / name
        self._defines = [f'-D{define}' for define in defines]
        self._liveness = liveness
        self._optimize = optimize

    def build(self):
        self._folder.mkdir()
        self._quietly(['spin', '-a', *self._defines, str(MODEL)])
        self._quietly(['gcc', self._optimize, '-w', '-DCOLLAPSE', f'-DMEMLIM={MEGABYTES}', *(LIVENESS if self._liveness else SAFETY),
                       '-o', 'pan', 'pan.c'])

    def _quietly(self, command):
        done = subprocess.run(command, cwd=self._folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', check=False)
        if done.returncode != 0:
            raise RuntimeError(f'{" ".join(command)}: {done.stdout[-500:]}')

    def start(self, children):
        self.build()
        command = ['./pan', f'-m{DEEPEST}', *(['-a', '-f', '-N', 'settles'] if self._liveness else [])]
        return Running(self, children.start(command, f'run/{self.name}.log', cwd=self._folder))

    def run(self, children):
        return self.start(children).outcome()


class Running:
    """A running search."""

    def __init__(self, search, child):
        self._name = search.name
        self._child = child

    def outcome(self):
        self._child.wait()
        with open(f'run/{self._name}.log', encoding='utf-8', errors='replace') as log:
            return Outcome(log.read())


class Outcome:
    """The output of a search."""

    def __init__(self, text):
        self._text = text
        self.states = self._number(r'(\d+) states, stored')
        self.depth = self._number(r'depth reached (\d+)')
        self.errors = self._number(r'errors: (\d+)')

    def _number(self, pattern):
        found = re.search(pattern, self._text)
        return int(found[1]) if found else -1

    def is_clean(self):
        """Whether the search was complete and found nothing."""
        complete = 'Search not completed' not in self._text and 'max search depth too small' not in self._text
        return complete and self.errors == 0 and self.states > 0

    def has_found(self, what):
        return self.errors > 0 and what in self._text

    def __str__(self):
        found = re.search(r'pan:\d+: (.*)', self._text)
        return f'{self.states} states, depth {self.depth}, {self.errors} errors{f": {found[1][:120]}" if found else ""}'


def deviations():
    """The names of all deviations in the model, in their order."""
    return list(dict.fromkeys(DEVIATION.findall(MODEL.read_text(encoding='utf-8'))))


def in_words(deviation):
    return deviation.removeprefix('DEVIATION_').replace('_', ' ').lower()


def run(recorder, children, _):
    whole = Search('pair', []).start(children)
    clean = [('one device, more faults: every invariant holds', Search('one', ['ONE'])),
             ('one device: after the last fault the state settles', Search('calm', ['ONE', 'CALM'], liveness=True))]
    outcomes = []
    for text, search in clean:
        outcomes.append(search.run(children))
        recorder.check(text, outcomes[-1].is_clean(), outcomes[-1])
    searches = [(in_words(name), Search(name.lower(), ['ONE', name], optimize='-O0'), ASSERTION) for name in deviations()]
    searches.append(('degraded for ever, by the formula', Search('calm-deviation', ['ONE', 'CALM', 'DEVIATION_DEGRADED_FOR_EVER'], liveness=True), CYCLE))
    found = 0
    for text, search, expected in searches:
        outcome = search.run(children)
        found += recorder.check(f'is found: {text}', outcome.has_found(expected), outcome)
    outcomes.insert(0, whole.outcome())
    recorder.check('two devices, two backends, a crash of each: every invariant holds', outcomes[0].is_clean(), outcomes[0])
    recorder.outcome = (f'{sum(each.states for each in outcomes)} states, {max(each.depth for each in outcomes)} depth, '
                        f'{sum(each.errors for each in outcomes)} errors, deviations {found} of {len(searches)} found')


def main():
    options = program.arguments()
    process.exit_on_signals()
    os.chdir(options.work)
    recorder = steps.Steps('model')
    passed = program.attempt(recorder, run, options, TIME_LIMIT)
    program.leave(recorder, 'run', options.keep or not passed)
    return recorder.close()


if __name__ == '__main__':
    sys.exit(main())
