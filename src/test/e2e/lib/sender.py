"""A backend that keeps sending its readiness over its own connection, through outages of okayd."""
import random
import threading
import time

from line import Line, NoAnswer

PAUSE = 0.05


class SentEvent:
    """An event, and when it was sent. acknowledged_at stays None without a 202."""

    def __init__(self, event, readiness):
        self.event = event
        self.readiness = readiness
        self.sent_at = time.monotonic()
        self.acknowledged_at = None


class Sender:
    """Sends self.readiness until stopped. It resends an event without an answer, and sends later events only after it."""

    def __init__(self, backend, okayds, events_per_second=None):
        self.backend = backend
        self.readiness = 'ready'
        self.sent = []
        self.faults = []
        self._okayds = okayds
        self._period = 1 / events_per_second if events_per_second else 0
        self._line = Line(okayds)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        """Stops when the last event is acknowledged."""
        self._ended.set()
        self._thread.join(60)
        if self._thread.is_alive():
            self.faults.append('its last event was not acknowledged within 60 s')

    def acknowledged(self):
        return [sent for sent in list(self.sent) if sent.acknowledged_at is not None]

    def _run(self):
        while not self._ended.is_set():
            readiness = self.readiness
            sent = SentEvent(self.backend.event(readiness), readiness)
            self.sent.append(sent)
            self._send(sent)
            if self._period:
                self._line.close()  # the next event chooses a replica again
                time.sleep(self._period * random.uniform(0.5, 1.5))

    def _send(self, sent):
        while sent.acknowledged_at is None:
            try:
                status, body = self._line.ask('POST', '/v1/events', *self.backend.delivery(sent.event))
            except NoAnswer:
                time.sleep(PAUSE)
                continue
            if status == 202:
                sent.acknowledged_at = time.monotonic()
                return
            # a stopping okayd answers 503; any other status is a fault. The event still has to be sent.
            self._line.close()
            if status != 503:
                self.faults.append(f'{status} {body[:300].decode(errors="replace")}')
            time.sleep(PAUSE)
