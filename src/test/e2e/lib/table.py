"""The table at the end of "run linux", with a line for each cell."""
import statistics

HEAD = (f'{"":5} {"kernel":8}{"over":5} {"gic":6}{"virtio":7} {"checks":>7}{"seconds":>9}{"attached":>10}'
        '   ready to Bound, ms (min/median/max)   reboot to Bound, s')


class Result:
    def __init__(self, cell):
        self.cell = cell
        self.passed = self.failed = 0
        self.seconds = 0.0
        self.bound_after = []
        self.back_after = None

    def __str__(self):
        times = spread(self.bound_after) if self.bound_after else '-'
        back = '-' if self.back_after is None else f'{self.back_after:.1f}'
        return (f'{"FAIL" if self.failed else "ok":5} {self.cell} {self.passed + self.failed:7}{self.seconds:9.1f}{len(self.bound_after):10}'
                f'   {times:37} {back:>10}')


def spread(values):
    return '/'.join(f'{value:.0f}' for value in (min(values), statistics.median(values), max(values)))


def show(results):
    print(HEAD)
    for result in results:
        print(result)
