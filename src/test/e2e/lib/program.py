"""Functions that all programs of this folder share, from their arguments to their exit status."""
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
    parser.add_argument('--kernel')
    parser.add_argument('--channel')
    parser.add_argument('--gic')
    parser.add_argument('--modern', action='store_true')
    parser.add_argument('--keep', action='store_true')
    parser.add_argument('--kills', type=int, default=200)
    return parser.parse_args()


def show(title, lines):
    print(f'---- {title}, the last of {len(lines)}')
    print('\n'.join(lines[-LOG_LINES:]), flush=True)


def show_logs():
    """Prints the ends of the logs, to show why a step failed."""
    for path in sorted(pathlib.Path('run').glob('*.log')):
        lines = path.read_text(encoding='utf-8', errors='replace').splitlines()
        if path.name == 'console.log':
            show(f'lines of the agent in {path.name}', [line for line in lines if 'agent: ' in line])
        show(path.name, lines)


def _attempt(run, recorder, options, seconds):
    try:
        with process.Children() as children, steps.time_limit(seconds):
            run(recorder, children, options)
    except Exception as error:  # any failure is reported with the logs
        recorder.check('the run completes', False, f'{type(error).__name__}: {error}')


def prepare(options):
    """Changes to the work folder. Fails without a built okayd."""
    if not JAR.exists():
        print('error: okayd is not built: run ./mvnw -q package -DskipTests', file=sys.stderr)
        sys.exit(2)
    enter(options)


def enter(options):
    """Changes to the work folder, and turns signals into a normal exit."""
    process.exit_on_signals()
    os.chdir(options.work)


def attempt(recorder, run, options, seconds):
    """Calls run(recorder, children, options) with a new folder "run" and a time limit. Prints the logs if a step failed. Returns whether all
    passed."""
    failed_before = recorder.failed
    shutil.rmtree('run', ignore_errors=True)
    os.makedirs('run/files')
    _attempt(run, recorder, options, seconds)
    if recorder.failed > failed_before:
        show_logs()
    return recorder.failed == failed_before


def leave(recorder, folder, keep):
    """Keeps or deletes the files of an attempt."""
    if keep:
        recorder.say(f'files of this run: {os.path.abspath(folder)}')
    else:
        shutil.rmtree(folder)


def main(recorder, run, seconds):
    """Runs a program with one attempt. Returns its exit status: 0 every step passed, 1 a step failed."""
    options = arguments()
    prepare(options)
    passed = attempt(recorder, run, options, seconds)
    leave(recorder, 'run', options.keep or not passed)
    return recorder.close()
