"""What the programs of this folder have in common, from their arguments to their exit status."""
import argparse
import os
import pathlib
import shutil
import sys

import process
import steps

JAR = pathlib.Path(__file__).resolve().parents[4] / 'target/quarkus-app/quarkus-run.jar'
LOG_LINES = 40


def arguments():
    parser = argparse.ArgumentParser(description='called by "run"')
    parser.add_argument('--work', required=True)
    parser.add_argument('--gic', default='2')
    parser.add_argument('--modern', action='store_true')
    parser.add_argument('--keep', action='store_true')
    parser.add_argument('--kills', type=int, default=200)
    return parser.parse_args()


def show(title, lines):
    print(f'---- {title}, the last of {len(lines)}')
    print('\n'.join(lines[-LOG_LINES:]), flush=True)


def show_logs():
    """The ends of the logs, for whoever finds out why a step failed."""
    for path in sorted(pathlib.Path('run').glob('*.log')):
        lines = path.read_text(encoding='utf-8', errors='replace').splitlines()
        if path.name == 'console.log':
            show(f'lines of the agent in {path.name}', [line for line in lines if 'agent: ' in line])
        show(path.name, lines)


def _attempt(run, recorder, options, seconds):
    try:
        with process.Children() as children, steps.time_limit(seconds):
            run(recorder, children, options)
    except Exception as error:  # whatever it was, it is told with the logs
        recorder.check('the run comes to its end', False, f'{type(error).__name__}: {error}')


def main(recorder, run, seconds):
    """Calls run(recorder, children, options) in the work folder, with so much time. Returns the exit status: 0 every step passed, 1 not,
    2 something is missing."""
    options = arguments()
    if not JAR.exists():
        print('error: there is no okayd: build it with ./mvnw -q package -DskipTests', file=sys.stderr)
        return 2
    process.exit_on_signals()
    os.chdir(options.work)
    shutil.rmtree('run', ignore_errors=True)
    os.makedirs('run/files')
    _attempt(run, recorder, options, seconds)
    if recorder.failed:
        show_logs()
    if recorder.failed or options.keep:
        recorder.say(f'the files of this run are in {os.path.abspath("run")}')
    else:
        shutil.rmtree('run')
    return recorder.close()
