"""Step 10: okayd adopts an overlay that a person applied while okayd was stopped."""


def adopted(world):
    step, inside, okayd = world.steps.check, world.inside, world.okayd
    step('SIGTERM stops okayd', okayd.stop() in (0, 143))
    status, text = world.guest.run('okayd-agent apply /tmp/extra.dtbo')
    step('meanwhile a person applies an overlay', status == 0 and inside.random_sources(), text.splitlines()[0])
    applies = inside.applies()
    seconds = okayd.start()
    restarted, _, _ = world.restart_agent()
    found = world.until(lambda: world.attachment('extra')['phase'] != 'Waiting')
    attachment = world.attachment('extra')
    step('okayd and the agent start again: okayd adopts the overlays in HELLO, without a command',
         restarted and found and attachment['attempts'] == 0 and attachment['reason'] == 'BackendLost',
         f'listening after {seconds:.2f} s; {attachment["phase"]} {attachment["reason"]}: {attachment["message"]}')
    attachment, milliseconds = world.attach('extra')
    step('entropy is ready: the random source is Bound, with complete proof', world.proof_is_complete('extra', attachment),
         f'{milliseconds:.0f} ms')
    step('the kernel has not applied it a second time', inside.applies() == applies, f'{applies} applied in this boot')
    attachment = world.detach('extra')
    step('entropy drains: it is gone', world.is_gone('extra') and not inside.random_sources() and attachment['removals'] == 1,
         attachment['message'])
