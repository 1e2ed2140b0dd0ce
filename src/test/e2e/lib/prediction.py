"""okayd's predictions for a sequence of steps, from one run of "okayd check"."""
import json
import os
import subprocess

import program


def _java():
    home = os.environ.get('JAVA_HOME')
    return f'{home}/bin/java' if home else 'java'


class Predicted:
    """The prediction for one step."""

    def __init__(self, step, devices, clients, statuses):
        self.errno = step['errno']
        self.reason = step['reason']
        self.kernel_log = step['kernelLog']
        self.hazards = [hazard['kind'] for hazard in step['hazards']]
        self.without_effect = [change['why'] for change in step['withoutEffect']]
        self.devices = devices
        self.clients = clients
        self.statuses = statuses

    @property
    def appearing(self):
        return self.devices[1] - self.devices[0]

    @property
    def disappearing(self):
        return self.devices[0] - self.devices[1]


def _platform(devices):
    return {device['name'] for device in devices if device['bus'] == 'PLATFORM'}


def _dependent(step, change):
    return {device['node'] for device in step['dependent'] if device['change'] == change}


def predict(tree, steps, clients):
    """The devices after boot, and a prediction for each step with the devices before and after it. steps: arguments of check. clients: nodes for
    which drivers have created devices; the guest has all drivers, so a change that depends on a driver is predicted to happen."""
    run = subprocess.run([_java(), '-jar', str(program.JAR), 'check', tree, *steps, '-o', 'json'], stdout=subprocess.PIPE, timeout=120)
    if run.returncode not in (0, 1):
        raise RuntimeError(f'okayd check ended with status {run.returncode}')
    answer = json.loads(run.stdout)
    devices = booted = _platform(answer['bootDevices'])
    statuses, predictions = {}, []
    for step in answer['steps']:
        before = devices
        devices = (devices | _platform(step['created'])) - _platform(step['destroyed'])
        clients = (clients - _dependent(step, 'GOES')) | _dependent(step, 'COMES')
        for change in step['statusChanges']:
            statuses[change['node']] = change.get('after', '')
        predictions.append(Predicted(step, (before, devices), clients, dict(statuses)))
    return booted, predictions
