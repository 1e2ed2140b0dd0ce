"""The table of "run kernel-rules": predicted and observed, a row for each step of each case."""
from steps import Steps


def _answer(errno, comes, goes):
    devices = [f'+{name}' for name in sorted(comes)] + [f'-{name}' for name in sorted(goes)]
    return ' '.join([str(errno), *devices])


class Verdicts(Steps):
    """Steps that passed when the kernel did what okayd had said."""

    def __init__(self, name):
        super().__init__(name)
        self._devices = set()

    def booted(self, kernel, predicted, observed):
        """The devices of the tree that was booted."""
        self._devices = observed
        self.check(f'Linux {kernel} has booted: its platform devices are the predicted ones', predicted == observed,
                   f'{len(observed)} of them' if predicted == observed
                   else f'predicted only {sorted(predicted - observed)}, observed only {sorted(observed - predicted)}')
        self._row('', 'case', 'step', 'predicted', 'observed')

    def step(self, title, what, name, predicted, observed):
        """One step. Its devices are compared as a whole, and shown as what comes and goes."""
        said = _answer(predicted.errno, predicted.comes, predicted.goes)
        seen = _answer(observed.errno, observed.devices - self._devices, self._devices - observed.devices)
        wrong = self._differences(predicted, observed)
        if said != seen:
            wrong.insert(0, 'see above')
        self.passed, self.failed = self.passed + (not wrong), self.failed + bool(wrong)
        self._row('FAIL' if wrong else 'ok', title, f'{what} {name}', said, seen)
        for difference in wrong[said != seen:]:
            print(f'     {difference}', flush=True)
        self._devices = observed.devices

    @staticmethod
    def _differences(predicted, observed):
        differences = []
        for what, said, seen in (('log', predicted.kernel_log, observed.kernel_log),
                                 ('devices of bus drivers', predicted.clients, observed.clients),
                                 ('live status', predicted.statuses, observed.statuses)):
            if said != seen:
                differences.append(f'{what}: predicted {said}\n     {" " * len(what)}   observed {seen}')
        return differences

    @staticmethod
    def _row(mark, title, step, predicted, observed):
        print(f'{mark:4} {title[:60]:60} {step[:14]:14} {predicted:44} {observed}', flush=True)

    def close(self):
        print(f'{self.passed} passed, {self.failed} failed', flush=True)
        return 0 if self.passed and not self.failed else 1
