"""The table of "run kernel-rules": prediction and observation, a row for each step of each case."""
from steps import Steps


def _answer(errno, appearing, disappearing):
    devices = [f'+{name}' for name in sorted(appearing)] + [f'-{name}' for name in sorted(disappearing)]
    return ' '.join([str(errno), *devices])


class Verdicts(Steps):
    """Steps that pass if the kernel does what okayd predicted."""

    def __init__(self, name):
        super().__init__(name)
        self._devices = set()

    def booted(self, kernel, predicted, observed):
        """Records and checks the devices of the booted tree."""
        self._devices = observed
        self.check(f'Linux {kernel} has booted: its platform devices are as predicted', predicted == observed,
                   f'{len(observed)} devices' if predicted == observed
                   else f'predicted only {sorted(predicted - observed)}, observed only {sorted(observed - predicted)}')
        self._row('', 'case', 'step', 'predicted', 'observed')

    def step(self, title, what, name, predicted, observed):
        """Records one step. Compares all devices, and prints those that appear and disappear."""
        expected = _answer(predicted.errno, predicted.appearing, predicted.disappearing)
        seen = _answer(observed.errno, observed.devices - self._devices, self._devices - observed.devices)
        wrong = self._differences(predicted, observed)
        if expected != seen:
            wrong.insert(0, 'see above')
        self.passed, self.failed = self.passed + (not wrong), self.failed + bool(wrong)
        self._row('FAIL' if wrong else 'ok', title, f'{what} {name}', expected, seen)
        for difference in wrong[expected != seen:]:
            print(f'     {difference}', flush=True)
        self._devices = observed.devices

    @staticmethod
    def _differences(predicted, observed):
        differences = []
        for what, expected, seen in (('log', predicted.kernel_log, observed.kernel_log),
                                     ('devices of bus drivers', predicted.clients, observed.clients),
                                     ('live status', predicted.statuses, observed.statuses)):
            if expected != seen:
                differences.append(f'{what}: predicted {expected}\n     {" " * len(what)}   observed {seen}')
        return differences

    @staticmethod
    def _row(mark, title, step, predicted, observed):
        print(f'{mark:4} {title[:60]:60} {step[:14]:14} {predicted:44} {observed}', flush=True)

    def close(self):
        print(f'{self.passed} passed, {self.failed} failed', flush=True)
        return 0 if self.passed and not self.failed else 1
