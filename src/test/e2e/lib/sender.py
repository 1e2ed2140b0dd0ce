"""A backend that goes on saying what it is, over a connection of its own, whatever becomes of the okayds that it tells."""
import random
import threading
import time

from line import Line, NoAnswer

PAUSE = 0.05


class Said:
    """An event that was sent, and when. acknowledged_at stays None without a 202."""

    def __init__(self, event, readiness):
        self.event = event
        self.readiness = readiness
        self.sent_at = time.monotonic()
        self.acknowledged_at = None


class Talker:
    """Says what self.readiness has, until it is told to stop. An event without an answer is sent again, and nothing behind it before."""

    def __init__(self, backend, okayds, events_per_second=None):
        self.backend = backend
        self.readiness = 'ready'
        self.said = []
        self.faults = []
        self._okayds = okayds
        self._period = 1 / events_per_second if events_per_second else 0
        self._line = Line(okayds)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._talk, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        """Says no more, once the last event is acknowledged."""
        self._ended.set()
        self._thread.join(60)
        if self._thread.is_alive():
            self.faults.append('its last event was not acknowledged within 60 s')

    def acknowledged(self):
        return [said for said in list(self.said) if said.acknowledged_at is not None]

    def _talk(self):
        while not self._ended.is_set():
            readiness = self.readiness
            said = Said(self.backend.event(readiness), readiness)
            self.said.append(said)
            self._tell(said)
            if self._period:
                self._line.close()  # the next one goes to any of them
                time.sleep(self._period * random.uniform(0.5, 1.5))

    def _tell(self, said):
        while said.acknowledged_at is None:
            try:
                status, body = self._line.ask('POST', '/v1/events', *self.backend.delivery(said.event))
            except NoAnswer:
                time.sleep(PAUSE)
                continue
            if status == 202:
                said.acknowledged_at = time.monotonic()
                return
            # one that is just ending refuses; whatever else there is, is a fault, but the event still has to be told
            self._line.close()
            if status != 503:
                self.faults.append(f'{status} {body[:300].decode(errors="replace")}')
            time.sleep(PAUSE)
