"""Many clients at once, which ignore Retry-After. They record what was acknowledged, and count all other results."""
import asyncio
import collections
import json
import time

from backend import Backend

PATIENCE = 60
BODY_PADDING = b' ' * 98304  # valid JSON; all bodies together exceed the heap
REFUSALS = 'overloaded', 'store-unavailable'
PAUSE = 0.02  # seconds after a refusal: much less than Retry-After


class Tally:
    """The requests and their results."""

    def __init__(self):
        self.connections = 0
        self.requests = 0
        self.statuses = collections.Counter()
        self.rejected = 0  # connections that ended without an answer
        self.bad = []      # invalid answers
        self.names = {'backends': set(), 'guests': set()}
        self.events = set()

    def acknowledged(self):
        return sum(map(len, self.names.values())) + len(self.events)


class _Connection:
    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer

    async def ask(self, method, path, body=b'', headers=()):
        """Status, headers and body of the answer."""
        lines = [f'{method} {path} HTTP/1.1', 'Host: okayd', f'Content-Length: {len(body)}',
                 *(f'{name}: {value}' for name, value in dict(headers).items())]
        self._writer.write('\r\n'.join(lines).encode() + b'\r\n\r\n' + body)
        return await asyncio.wait_for(self._answer(), PATIENCE)

    async def _answer(self):
        head = (await self._reader.readuntil(b'\r\n\r\n')).decode().split('\r\n')
        headers = dict(line.lower().split(': ', 1) for line in head[1:] if line)
        body = await self._reader.readexactly(int(headers.get('content-length', 0)))
        return int(head[0].split()[1]), headers, body

    def close(self):
        self._writer.close()


class _Client:
    """Repeats one of four requests: register a backend, put a guest, send an event, read."""

    def __init__(self, number, tally):
        self._number = number
        self._tally = tally
        self._count = 0
        self._backend = None
        self._act = (self._register, self._put_guest, self._send_event, self._read)[number % 4]

    def _name(self, kind):
        self._count += 1
        return f'{kind}-{self._number}-{self._count}'

    async def act(self, connection):
        """Sends one request. Returns the status of its answer."""
        self._tally.requests += 1
        status = await self._act(connection)
        self._tally.statuses[status] += 1
        return status

    async def _json(self, connection, method, path, body):
        status, headers, answer = await connection.ask(method, path, body, {'Content-Type': 'application/json'})
        self._judge(status, headers, answer, (200, 201))
        return status, answer

    def _judge(self, status, headers, answer, good):
        refused = status == 503 and headers.get('retry-after', '').isdigit() and json.loads(answer)['code'] in REFUSALS
        if status not in good and not refused and len(self._tally.bad) < 20:
            self._tally.bad.append(f'{status} {headers.get("retry-after")} {answer[:200].decode(errors="replace")}')

    async def _register(self, connection):
        name = self._name('backend')
        status, answer = await self._json(connection, 'PUT', f'/v1/backends/{name}', b'{}')
        if status == 201:
            self._tally.names['backends'].add(name)
            self._backend = Backend(name, json.loads(answer)['secret'])
        return status

    async def _put_guest(self, connection):
        name = self._name('guest')
        spec = {'platform': 'qemu-virt', 'devices': [{'name': 'disk', 'type': 'blk', 'backend': name}]}
        status, _ = await self._json(connection, 'PUT', f'/v1/guests/{name}', json.dumps(spec).encode() + BODY_PADDING)
        if status == 201:
            self._tally.names['guests'].add(name)
        return status

    async def _send_event(self, connection):
        if self._backend is None:
            return await self._register(connection)
        event = self._backend.event('ready')
        status, headers, answer = await connection.ask('POST', '/v1/events', *self._backend.delivery(event))
        self._judge(status, headers, answer, (202,))
        if status == 202:
            self._tally.events.add((self._backend.name, event['id']))
        return status

    async def _read(self, connection):
        status, _ = await self._json(connection, 'GET', '/v1/guests?limit=20', b'')
        return status

    async def run(self, port, until):
        while time.monotonic() < until:
            try:
                connection = _Connection(*await asyncio.open_connection('127.0.0.1', port))
            except OSError:
                self._tally.rejected += 1
                await asyncio.sleep(0.5)
                continue
            self._tally.connections += 1
            try:
                while time.monotonic() < until:
                    if await self.act(connection) == 503:
                        await asyncio.sleep(PAUSE)
            except (OSError, EOFError):  # asyncio.IncompleteReadError is an EOFError
                self._tally.rejected += 1
                await asyncio.sleep(0.5)
            except asyncio.TimeoutError:
                self._tally.bad.append(f'no answer within {PATIENCE} s')
            finally:
                connection.close()


async def _every(seconds, sample, until):
    while time.monotonic() < until:
        sample()
        await asyncio.sleep(seconds)


def run_clients(port, clients, seconds, sample):
    """Runs the clients for so many seconds, and calls sample() twice a second. Returns their tally."""
    tally = Tally()

    async def all_of_them():
        until = time.monotonic() + seconds
        await asyncio.gather(_every(0.5, sample, until), *(_Client(number, tally).run(port, until) for number in range(clients)))

    asyncio.run(all_of_them())
    return tally
