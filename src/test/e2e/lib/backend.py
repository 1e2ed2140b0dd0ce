"""A backend, which sends CloudEvents signed by Standard Webhooks. It shares no code with okayd."""
import base64
import hashlib
import hmac
import json
import time
import uuid

STRUCTURED = 'application/cloudevents+json'


def sign(secret, message_id, timestamp, body):
    """The headers of a delivery: HMAC-SHA256 over id, timestamp and body, with the secret's bytes as key."""
    key = base64.b64decode(secret.removeprefix('whsec_'))
    mac = hmac.new(key, f'{message_id}.{timestamp}.'.encode() + body, hashlib.sha256).digest()
    return {'webhook-id': message_id, 'webhook-timestamp': str(timestamp), 'webhook-signature': 'v1,' + base64.b64encode(mac).decode()}


class Backend:
    def __init__(self, name, secret):
        self.name = name
        self.secret = secret
        self._restart()

    def _restart(self):
        self._epoch = str(uuid.uuid4())
        self._sequence = 0

    def event(self, readiness, **other):
        """The next event of this epoch, not yet sent. Other arguments replace attributes."""
        self._sequence += 1
        return {'specversion': '1.0', 'id': str(uuid.uuid4()), 'source': self.name, 'type': f'dev.okayd.backend.{readiness}.v1',
                'epoch': self._epoch, 'sequence': self._sequence, **other}

    def delivery(self, event, age=0, secret=None):
        """Body and headers of an event that was signed age seconds ago."""
        body = json.dumps(event).encode()
        signature = sign(secret or self.secret, event.get('id', 'none'), int(time.time()) - age, body)
        return body, {'Content-Type': STRUCTURED, **signature}

    def say(self, okayd, readiness, restarted=False, **other):
        """Sends an event with further attributes. Returns it and the time at which okayd had accepted it."""
        if restarted:
            self._restart()
        event = self.event(readiness, **other)
        answer = okayd.ask('POST', '/v1/events', *self.delivery(event), status=[202])
        accepted_at = time.time()
        if answer.json != {'events': [{'id': event['id'], 'effect': 'recorded'}]}:
            raise ValueError(f'okayd answered {answer} to a new event')
        return event, accepted_at
