"""Step 5: okayd refuses bad input while the guest and its devices are up. Each refusal has its problem code, and changes nothing."""
import struct

import machine
from backend import STRUCTURED

STALE_SECONDS = 600
DEEP = 70  # okayd and Linux stop at 64
BEGIN, END, EOF = 1, 2, 9  # tokens of a flattened tree


def _state(world):
    """The state of okayd and of the guest that must not change."""
    return world.okayd.get(world.path()), world.okayd.get(world.path('/plan')), world.attachments(), world.inside.state()


def _note(answer, code, unchanged=True):
    """A note on an answer: its status and code if they are right, else the whole answer."""
    text = f'{answer.status} {code}' if answer.is_problem(code) else str(answer)
    return text if unchanged else f'{text}, but the state has changed'


class _Refusals:
    def __init__(self, world):
        self._world = world
        self._before = _state(world)

    def check(self, what, code, method, path, body=None, headers=()):
        answer = self._world.okayd.request(method, path, body, headers)
        unchanged = _state(self._world) == self._before
        self._world.steps.check(f'refused: {what}', answer.is_problem(code) and unchanged, _note(answer, code, unchanged))

    def event(self, what, code, delivery):
        body, headers = delivery
        self.check(what, code, 'POST', '/v1/events', body, headers)

    def accepted(self, what, effect, event, backend):
        """Sends an event that okayd accepts, because it is valid, and that has no effect."""
        body, headers = backend.delivery(event)
        answer = self._world.okayd.request('POST', '/v1/events', body, headers)
        right = answer.status == 202 and answer.json == {'events': [{'id': event['id'], 'effect': effect}]}
        self._world.steps.check(f'{effect}: {what}', right and _state(self._world) == self._before, '' if right else answer)


def refuse(world):
    refusals = _Refusals(world)
    _events(world, refusals)
    _agent(world, refusals)
    _trees(world, refusals)
    _specs(world, refusals)
    _other_plan(world)


def _events(world, refusals):
    storage = world.backends['storage']
    first = storage.event('ready')
    refusals.accepted('ready again while Bound; no command', 'recorded', first, storage)
    refusals.accepted('the same event again; no second effect', 'repeated', first, storage)
    refusals.accepted('an earlier event; no effect', 'outdated', storage.event('draining', sequence=0), storage)
    event = storage.event('draining')
    body, headers = storage.delivery(event)
    refusals.event('an event signed with another backend\'s secret', 'signature-wrong',
                   storage.delivery(event, secret=world.backends['network'].secret))
    refusals.event('an event changed after its signature', 'signature-wrong', (body.replace(b'draining', b'lost'), headers))
    refusals.event('an event without a signature', 'signature-missing', (body, {'Content-Type': STRUCTURED}))
    refusals.event('an event signed ten minutes ago', 'signature-stale', storage.delivery(event, age=STALE_SECONDS))
    refusals.event('an event signed ten minutes in the future', 'signature-stale', storage.delivery(event, age=-STALE_SECONDS))
    refusals.event('an event of an unknown backend', 'unknown-event-source', storage.delivery({**event, 'source': 'nobody'}))
    refusals.event('an event of an unknown type', 'unknown-event-type', storage.delivery({**event, 'type': 'dev.okayd.backend.gone.v1'}))
    refusals.event('an event without an epoch', 'invalid-event', storage.delivery({k: v for k, v in event.items() if k != 'epoch'}))
    refusals.event('JSON other than a CloudEvent', 'not-a-cloudevent', storage.delivery({'id': 'x', 'hello': 'world'}))
    refusals.event('bytes other than JSON', 'not-a-cloudevent', (b'\0\1\2', headers))
    binary = {f'ce-{name}': str(value) for name, value in event.items()}
    refusals.event('an event in binary mode', 'event-not-signed-whole', (b'', {**headers, **binary, 'Content-Type': 'application/json'}))
    refusals.event('an event with another content type', 'unsupported-media-type', (body, {**headers, 'Content-Type': 'text/plain'}))


def _bearer(token):
    return {'Authorization': f'Bearer {token}'}


def _agent(world, refusals):
    boot_id = world.inside.boot_id()
    hello = {'bootId': boot_id, 'planDigest': world.plan['digest'], 'kernel': '6.1', 'overlayInterface': 'none'}
    report = {'bootId': boot_id, 'commandId': 'disk.999', 'result': 'removed', 'proof': {'status': 'disabled'}}
    wrong = _bearer('A' * len(world.token))
    refusals.check('HELLO without a token', 'agent-token-missing', 'POST', world.path('/agent/hello'), hello)
    refusals.check('HELLO with a wrong token', 'agent-token-wrong', 'POST', world.path('/agent/hello'), hello, wrong)
    refusals.check('a request for commands with a wrong token', 'agent-token-wrong', 'GET',
                   world.path(f'/agent/commands?bootId={boot_id}&wait=0'), headers=wrong)
    go = {'bootId': boot_id, 'commandId': 'disk.999'}
    refusals.check('a request for go with a wrong token', 'agent-token-wrong', 'POST', world.path('/agent/go'), go, wrong)
    refusals.check('a request for go in another boot', 'boot-unknown', 'POST', world.path('/agent/go'), {**go, 'bootId': 'another'},
                   _bearer(world.token))
    refusals.check('a report with a wrong token', 'agent-token-wrong', 'POST', world.path('/agent/reports'), report, wrong)
    refusals.check('a report on a command that okayd never sent', 'command-not-found', 'POST', world.path('/agent/reports'), report,
                   _bearer(world.token))
    refusals.check('a report from another boot', 'boot-unknown', 'POST', world.path('/agent/reports'), {**report, 'bootId': 'another'},
                   _bearer(world.token))


def _blob(structure):
    """A tree with this structure block and without properties."""
    data = struct.pack(f'>{len(structure)}I', *structure)
    header = struct.pack('>10I', 0xd00dfeed, 56 + len(data), 56, 56 + len(data), 40, 17, 16, 0, 0, len(data))
    return header + bytes(16) + data


def _trees(world, refusals):
    with open('run/guest.dtb', 'rb') as file:
        tree = file.read()
    name = int.from_bytes(b'a\0\0\0', 'big')
    deep = [BEGIN, 0] + [BEGIN, name] * DEEP + [END] * DEEP + [END, EOF]
    beyond = tree[:8] + struct.pack('>I', len(tree) + 64) + tree[12:]  # offset of the structure block
    for what, code, blob in (
            ('a base tree of other bytes', 'not-a-device-tree', b'\x7fELF' + bytes(60)),
            ('an empty base tree', 'not-a-device-tree', b''),
            ('a truncated base tree', 'device-tree-truncated', tree[:len(tree) // 2]),
            ('a base tree with a wrong offset', 'device-tree-malformed', beyond),
            ('a base tree with an unfinished node', 'device-tree-malformed', _blob([BEGIN, 0, BEGIN, name, EOF])),
            ('a base tree that is nested too deep', 'device-tree-over-limit', _blob(deep)),
            ('a base tree without the planned nodes', 'slot-not-in-base-tree', _blob([BEGIN, 0, END, EOF]))):
        refusals.check(what, code, 'PUT', world.path('/base-tree'), blob)


def _specs(world, refusals):
    spec = machine.spec()
    devices = spec['devices']
    many = [{'name': f'd{number}', 'type': 'rng', 'backend': 'entropy'} for number in range(33)]
    for what, code, bad in (
            ('a spec with an unknown platform', 'unknown-platform', {**spec, 'platform': 'pdp11'}),
            ('a spec with two devices of one name', 'duplicate-device', {**spec, 'devices': [*devices, devices[-1]]}),
            ('a spec with more devices than slots', 'no-free-slot', {**spec, 'devices': many}),
            ('a spec with an unknown field', 'unknown-field', {**spec, 'color': 'red'}),
            ('a spec in malformed JSON', 'malformed-json', b'{')):
        refusals.check(what, code, 'PUT', world.path(), bad, {'Content-Type': 'application/json'})


def _other_plan(world):
    """Another guest boots a tree that okayd has not generated. okayd records that, and sends it no command."""
    step, okayd, other = world.steps.check, world.okayd, '/v1/guests/domu2'
    token = okayd.ask('PUT', other, machine.spec(), status=[201]).json['agentToken']
    hello = {'bootId': 'another-boot', 'planDigest': '0' * 64, 'kernel': '6.1', 'overlayInterface': 'none'}
    answer = okayd.request('POST', f'{other}/agent/hello', hello, _bearer(token))
    step('refused: HELLO with the digest of another plan', answer.is_problem('plan-mismatch'), _note(answer, 'plan-mismatch'))

    def reasons():
        return {(attachment['phase'], attachment['reason']) for attachment in okayd.get(f'{other}/attachments')['items']}

    step('its devices wait although backends are ready', world.until(lambda: reasons() == {('Waiting', 'PlanMismatch')}), reasons())
    answer = okayd.request('GET', f'{other}/agent/commands?bootId=another-boot&wait=0', headers=_bearer(token))
    step('okayd sends it no command', answer.status == 204, answer.status)
    answer = okayd.request('GET', world.path(f'/agent/commands?bootId={world.inside.boot_id()}&wait=0'), headers=_bearer(token))
    step('refused: the token of another guest', answer.is_problem('agent-token-wrong'), _note(answer, 'agent-token-wrong'))
    okayd.ask('DELETE', other, status=[204])
