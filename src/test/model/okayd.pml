/*
 * The protocol by which okayd attaches and drains devices: a guest with two devices, a backend for each of them, okayd, the guest's agent and
 * its kernel. "src/test/e2e/run model" searches all its states with spin. SPECIFICATION.md states what that shows, and what the model omits.
 *
 * Each rule names the class or the script that it models. Change a rule in both places.
 *
 * Each of these faults may happen once, at any moment: okayd crashes and restarts from its store; the guest reboots; the agent restarts; each
 * backend crashes and restarts in the next epoch. The first backend may request a drain. A model of one device (-DONE) has more faults: the
 * lease of a running backend may expire, and one message of the agent or of the backend is lost, late or duplicated.
 *
 * Messages overtake each other without a bound. Time is abstract: leases expire, and "go" is used or expires, at any possible moment.
 *
 *   -DONE            one device and its backend, with more faults
 *   -DCALM           with -DONE: the faults may stop at any moment; the formula "settles" requires that the state settles then
 *   -DDEVIATION_...  breaks one rule; spin has to find the deviation
 */
#ifdef ONE
#define N 1 /* devices and backends: device d is served by backend d */
#define MORE_FAULTS 1
#else
#define N 2
#define MORE_FAULTS 0
#endif
#define NET 2 /* messages of the agent in transit at the same time */

/* The kernel's device. */
#define OFF 0
#define ENABLED 1 /* its node is okay */
#define DRIVEN 2  /* its driver is bound */

/* Phases (Phase). The model omits Failed: a command stays pending until it is answered. */
#define WAITING 0
#define DELIVERING 1
#define APPLIED 2
#define BOUND 3
#define DRAINING 4
#define DETACHED 5
#define DEGRADED 6

/* Commands (Command.Type). */
#define NO_COMMAND 0
#define APPLY 1
#define REMOVE 2

/* The recorded readiness of a backend (ReadinessRecord), and its effective readiness during a drain (Backend.readiness). */
#define NOTHING 0
#define READY 1
#define LOST 2
#define TO_DRAIN 3

/* Messages of the agent, and whether okayd may still accept them. */
#define HELLO 1
#define REPORT 2
#define FRESH 0
#define TAKEN 1 /* okayd has already accepted this one */
#define LATE 2  /* okayd has accepted a message that the agent composed later */

/* Events in transit: whether okayd has already recorded this one, or a later one of its epoch. */
#define NEW 1
#define REPEATED 2

/* A drain (Drain, Operation). */
#define NO_DRAIN 0
#define RUNNING 1
#define DRAINED 2

/* The agent. */
#define STARTED 0
#define SAYS_HELLO 1
#define IDLE 2
#define HAS_COMMAND 3
#define HAS_GO 4
#define REPORTS 5

/* A backend. */
#define DOWN 0
#define UP 1
#define SAYS_READY 2
#define UNANSWERED 3 /* okayd has recorded its event, and crashed before the answer */
#define ACKNOWLEDGED 4

/* ---- the real state: the guest, its kernel and agent, the backends ---- */
byte boot = 1;
byte kernel[N];
byte agent;
byte agentDevice, agentCommand;
bit agentUpToDate; /* whether the agent's command is the last one of its device; abstracts generations */
byte backend[N];
byte epoch[N]; /* of the current start, or of the last one while the backend is down */
bit mayAskDrain[N]; /* the first backend only */

/* ---- messages in transit ---- */
byte kind[NET], ofBoot[NET], about[NET], answers[NET], shown[NET], age[NET];
bit upToDate[NET];            /* report: whether its command is the last one of its device */
bit shows0[NET], shows1[NET]; /* HELLO: which overlays it lists as applied */
byte event1[N], event2[N];    /* "ready" of epoch 1 and of epoch 2 */
bit drainRequest[N];          /* of epoch 1 */

/* ---- okayd's store ---- */
byte knownBoot;
byte phase[N], command[N];
bit mayBeLive[N], proved[N];
bit sentForPresent[N]; /* whether the last command was sent for the backend's current epoch */
byte knownEpoch[N], recorded[N], drain[N];

/* ---- okayd's memory: the received event ---- */
byte receivedEpoch[N];
bit receivedAgain[N], outlived[N];

/* ---- state for the checks only ---- */
bit deadForLong[N]; /* dead for longer than its lease */
#ifdef DEVIATION_ACKNOWLEDGED_BEFORE_COMMIT
bit acknowledgedOnly[N];
#endif

/* ---- remaining faults ---- */
bit okaydCrashes = 1, reboots = 1, agentRestarts = 1, disturbed = MORE_FAULTS, calm = 0;
bit backendCrashes[N] = 1, leaseEnds[N] = MORE_FAULTS;

hidden byte i;
hidden byte accepts;

#define FAULTS (!calm)

/* Deviations that accept stale messages: the model has to keep those in transit. */
#if defined(DEVIATION_EARLIER_HELLO_COUNTS) || defined(DEVIATION_EARLIER_REPORT_COUNTS)
#define KEEPS_STALE
#endif

/* Backend.readiness */
#define readiness(b) ((drain[b] != NO_DRAIN && recorded[b] != LOST) -> TO_DRAIN : recorded[b])
/* Blocker.of: nothing blocks the device. The model omits silence of the agent. */
#define clear(d) (knownBoot != 0 && readiness(d) == READY)
/* DecisionInput.mayTouch, with the policy "keep" */
#define mayTouch(d) (readiness(d) == READY || readiness(d) == TO_DRAIN)
#define restarted(d) (!sentForPresent[d])
#define isGone(d) (readiness(d) == LOST || readiness(d) == NOTHING)
/* Attachment.isProvedLive */
#define provedLive(d) (mayBeLive[d] && proved[d])
/* PendingCommand.holds */
#define pending(d) \
	(((phase[d] == DELIVERING || phase[d] == APPLIED) && command[d] == APPLY && clear(d) && !restarted(d)) || \
	 (phase[d] == DRAINING && command[d] == REMOVE && mayTouch(d)))
/* RecordedLiveDevices */
#ifdef DEVIATION_DRAIN_IGNORES_UNREPORTED
#define counts(d) provedLive(d)
#else
#define counts(d) mayBeLive[d]
#endif

/* ---- AttachmentChange ---- */
/* Earlier commands are superseded, and so are reports on them. */
inline supersede(d) {
	if
	:: agentCommand != NO_COMMAND && agentDevice == d -> agentUpToDate = 0
	:: else
	fi;
	if
	:: kind[0] == REPORT && about[0] == d -> upToDate[0] = 0
	:: else
	fi;
	if
	:: kind[1] == REPORT && about[1] == d -> upToDate[1] = 0
	:: else
	fi
}

inline newCommand(d, type) {
	supersede(d);
	command[d] = type;
	sentForPresent[d] = 1;
	mayBeLive[d] = mayBeLive[d] || type == APPLY
}

/* Decider.current: state of an earlier boot does not apply to this one */
inline inNewBoot(d) {
	supersede(d);
	phase[d] = WAITING;
	command[d] = NO_COMMAND;
	sentForPresent[d] = 0;
	mayBeLive[d] = 0;
	proved[d] = 0
}

/* ---- the reconciler: Decider. It changes a device in one transaction, at any moment. ---- */
#define mustDetach(d) \
	(mayBeLive[d] && readiness(d) == TO_DRAIN && !(command[d] == REMOVE && phase[d] == DRAINING))
#define mayAttach(d) \
	(clear(d) && (phase[d] == WAITING || phase[d] == DETACHED || isDegraded(d) || \
	 ((phase[d] == DELIVERING || phase[d] == APPLIED || phase[d] == BOUND) && restarted(d))))
#define isHeldBack(d) (!clear(d) && (phase[d] == DELIVERING || phase[d] == APPLIED))
#define isLostUnder(d) \
	(isGone(d) && (phase[d] == BOUND || phase[d] == DRAINING || \
	 ((phase[d] == WAITING || phase[d] == DELIVERING || phase[d] == APPLIED) && provedLive(d))))
#ifdef DEVIATION_DEGRADED_FOR_EVER
#define isDegraded(d) false
#else
#define isDegraded(d) (phase[d] == DEGRADED)
#endif

proctype Reconciler(byte d) {
end:
	do
	:: d_step { mustDetach(d) -> /* DetachTransitions.mustBegin, begin */
		newCommand(d, REMOVE);
		phase[d] = DRAINING }
	:: d_step { !mustDetach(d) && mayAttach(d) -> /* AttachTransitions, BoundTransitions.degraded, DetachTransitions.detached: a new command */
		newCommand(d, APPLY);
		phase[d] = DELIVERING }
	:: d_step { !mustDetach(d) && isLostUnder(d) -> phase[d] = DEGRADED } /* BoundTransitions.lost */
	:: d_step { !mustDetach(d) && !isLostUnder(d) && isHeldBack(d) -> phase[d] = WAITING } /* AttachTransitions.heldBack */
	od
}

/* ---- messages of the agent, in the order in which it composed them; the order abstracts uptimes and sessions ---- */
#define room (kind[NET - 1] == 0)

inline put(k, d) {
	i = 0;
	do
	:: kind[i] != 0 -> i++
	:: else -> break
	od;
	kind[i] = k;
	ofBoot[i] = boot;
	about[i] = d;
	age[i] = FRESH
}

inline remove(m) {
	if
	:: m == 0 ->
		kind[0] = kind[1];
		ofBoot[0] = ofBoot[1];
		about[0] = about[1];
		answers[0] = answers[1];
		shown[0] = shown[1];
		age[0] = age[1];
		upToDate[0] = upToDate[1];
		shows0[0] = shows0[1];
		shows1[0] = shows1[1]
	:: else
	fi;
	kind[1] = 0;
	ofBoot[1] = 0;
	about[1] = 0;
	answers[1] = 0;
	shown[1] = 0;
	age[1] = 0;
	upToDate[1] = 0;
	shows0[1] = 0;
	shows1[1] = 0
}

#define refused(m) \
	(age[m] == LATE || (kind[m] == REPORT && (age[m] != FRESH || !upToDate[m] || ofBoot[m] != knownBoot)))

/* Whether the agent waits for the answer to this message: it waits for that of its last message only. */
#define awaited(m) ((agent == SAYS_HELLO || agent == REPORTS) && (m == 1 || kind[1] == 0))

/* A message that okayd will refuse, and whose answer the agent does not await, has no effect at any time; so it is removed at once. */
inline refuse(m) {
	if
	:: kind[m] != 0 && refused(m) && !awaited(m) -> remove(m)
	:: else
	fi
}

#ifdef KEEPS_STALE
#define tidy() skip
#else
#define tidy() refuse(1); refuse(0)
#endif

/* Messages that the agent composed before an accepted one are late: by uptime (MessageOrder.requireNotLate), by session (HelloHandler.isOver). */
inline markLate(m) {
	if
	:: m == 1 && (ofBoot[0] == ofBoot[1] || kind[1] == HELLO) -> age[0] = LATE
	:: else
	fi
}

/* HelloRules.after, for one device; lists: whether HELLO lists it */
inline adopt(d, lists) {
	if
	:: lists && !mayBeLive[d] ->
		mayBeLive[d] = 1;
		proved[d] = 1;
		phase[d] = WAITING
	:: !lists ->
#ifdef DEVIATION_HELLO_PROVES_ABSENCE
		mayBeLive[d] = 0;
#endif
		if
		:: phase[d] == APPLIED || phase[d] == BOUND || phase[d] == DEGRADED ->
			proved[d] = 0;
			phase[d] = WAITING
		:: else
		fi
	:: else
	fi
}

/* HelloHandler.take */
inline takeHello(m) {
#ifdef DEVIATION_EARLIER_HELLO_COUNTS
	accepts = 1;
#else
	accepts = age[m] != LATE;
#endif
	if
	:: accepts ->
		assert(ofBoot[m] >= knownBoot); /* a HELLO of an earlier boot changes nothing */
		markLate(m);
		if
		:: ofBoot[m] != knownBoot ->
			knownBoot = ofBoot[m];
			inNewBoot(0);
#if N > 1
			inNewBoot(1);
#endif
		:: else
		fi;
		adopt(0, shows0[m]);
#if N > 1
		adopt(1, shows1[m]);
#endif
	:: else
	fi
}

/* AttachmentInbox.report, ReportRules */
inline takeReport(m) {
#ifdef DEVIATION_EARLIER_REPORT_COUNTS
	accepts = 1;
#else
	accepts = !refused(m) && command[about[m]] != NO_COMMAND;
#endif
	if
	:: accepts ->
		/* a report of an earlier boot, or on another command, changes nothing */
		assert(ofBoot[m] == knownBoot && upToDate[m] && answers[m] == command[about[m]]);
		markLate(m);
		proved[about[m]] = shown[m] != OFF;
		mayBeLive[about[m]] = shown[m] != OFF;
		if
		:: answers[m] == REMOVE -> phase[about[m]] = DETACHED
#ifdef DEVIATION_APPLIED_IS_BOUND
		:: answers[m] == APPLY -> phase[about[m]] = BOUND
#else
		:: answers[m] == APPLY && shown[m] == DRIVEN -> phase[about[m]] = BOUND
		:: answers[m] == APPLY && shown[m] != DRIVEN -> phase[about[m]] = APPLIED
#endif
		fi;
		/* Bound requires a proof of the guest in this boot */
		assert(phase[about[m]] != BOUND || shown[m] == DRIVEN)
	:: else
	fi
}

inline deliver(m) {
	if
	:: kind[m] == HELLO -> takeHello(m)
	:: else -> takeReport(m)
	fi;
	if
	:: awaited(m) -> agent = IDLE /* accepted or refused */
	:: else
	fi
}

/* okayd receives messages of the agent in any order; a message may be duplicated. */
active proctype AgentInbox() {
end:
	do
	:: d_step { kind[0] != 0 -> deliver(0); remove(0); tidy() }
	:: d_step { kind[1] != 0 -> deliver(1); remove(1); tidy() }
	:: d_step { FAULTS && disturbed && kind[0] != 0 && age[0] == FRESH ->
		disturbed = 0;
		deliver(0);
		age[0] = TAKEN;
		tidy() }
	:: d_step { FAULTS && disturbed && kind[1] != 0 && age[1] == FRESH ->
		disturbed = 0;
		deliver(1);
		age[1] = TAKEN;
		tidy() }
	od
}

/* ---- the agent: run.sh, hello.sh, go.sh, command.sh, report.sh. Its requests without effect (commands, go) are one step, because a lost answer
   equals a request that was not made. ---- */
inline forgetCommand() {
	agentDevice = 0;
	agentCommand = NO_COMMAND;
	agentUpToDate = 0
}

proctype Fetches(byte d) {
end:
	do
	:: d_step { agent == IDLE && knownBoot == boot && pending(d) -> /* AttachmentInbox.next */
		agent = HAS_COMMAND;
		agentDevice = d;
		agentCommand = command[d];
		agentUpToDate = 1 }
	:: d_step { agent == HAS_COMMAND && agentDevice == d ->
		/* AttachmentInbox.go */
#ifdef DEVIATION_GO_WITHOUT_LOOKING
		accepts = 1;
#else
		accepts = knownBoot == boot && pending(d) && agentUpToDate;
#endif
		if
		:: accepts ->
			/* okayd gives no go unless the backend is recorded as ready, is not dead for longer than its lease, and is not
			   drained. */
			assert(agentCommand != APPLY || (recorded[d] == READY && drain[d] == NO_DRAIN && !deadForLong[d]));
			agent = HAS_GO
		:: else ->
			agent = IDLE;
			forgetCommand()
		fi }
	od
}

inline act() {
	if
	:: agentCommand == APPLY && kernel[agentDevice] == OFF -> kernel[agentDevice] = ENABLED
	:: agentCommand == REMOVE -> kernel[agentDevice] = OFF
	:: else
	fi
}

inline report() {
	put(REPORT, agentDevice);
	answers[i] = agentCommand;
	upToDate[i] = agentUpToDate;
	shown[i] = kernel[agentDevice];
	forgetCommand();
	agent = REPORTS
}

/* Begins a session, and sends HELLO in it, as soon as the network has room. */
inline sayHello() {
	agent = STARTED;
	forgetCommand();
	if
	:: room ->
		put(HELLO, 0);
		shows0[i] = kernel[0] != OFF;
#if N > 1
		shows1[i] = kernel[1] != OFF;
#endif
		agent = SAYS_HELLO
	:: else
	fi
}

active proctype Agent() {
end:
	do
	:: d_step { agent == STARTED && room -> sayHello() }
	:: d_step { agent == IDLE && knownBoot != boot && room -> sayHello() } /* boot-unknown */
	:: d_step { FAULTS && disturbed && agent == SAYS_HELLO && room -> /* stops waiting; its message is still in transit */
		disturbed = 0;
		sayHello() }
	:: d_step { FAULTS && disturbed && agent == SAYS_HELLO -> /* its message is lost */
		disturbed = 0;
		if
		:: kind[1] != 0 -> remove(1)
		:: else -> remove(0)
		fi;
		sayHello() }
	:: d_step { agent == HAS_GO && room -> act(); report() }
	:: d_step { agent == HAS_GO && room && agentCommand == APPLY && kernel[agentDevice] != DRIVEN && backend[agentDevice] != DOWN ->
		kernel[agentDevice] = DRIVEN; /* the driver binds before the agent collects the proof */
		report() }
	:: d_step { FAULTS && agent == HAS_GO -> agent = HAS_COMMAND } /* go expires before the agent acts: it asks again */
	:: d_step { FAULTS && agentRestarts && agent >= HAS_COMMAND && room ->
		agentRestarts = 0;
		sayHello();
		tidy() }
	:: d_step { FAULTS && agentRestarts && agent == REPORTS -> /* before it has sent its report */
		agentRestarts = 0;
		if
		:: kind[1] != 0 -> remove(1)
		:: else -> remove(0)
		fi;
		sayHello();
		tidy() }
	od
}

/* ---- the kernel binds a driver to a device whose backend serves it ---- */
proctype Driver(byte d) {
end:
	do
	:: d_step { kernel[d] == ENABLED && backend[d] != DOWN -> kernel[d] = DRIVEN }
	od
}

/* ---- a backend: sends "ready" until it is acknowledged; may request a drain; may crash, and restarts in the next epoch ---- */
#define inTransit(b) (epoch[b] == 1 -> event1[b] : event2[b])

inline send(b, event) {
	if
	:: epoch[b] == 1 -> event1[b] = event
	:: else -> event2[b] = event
	fi
}

proctype BackendOf(byte b) {
end:
	do
	:: d_step { backend[b] == UP -> send(b, NEW); backend[b] = SAYS_READY }
	/* no answer: it resends */
	:: d_step { backend[b] == SAYS_READY && inTransit(b) == 0 && receivedEpoch[b] != epoch[b] -> send(b, NEW) }
	:: d_step { backend[b] == UNANSWERED && inTransit(b) == 0 && receivedEpoch[b] != epoch[b] -> send(b, REPEATED) }
	/* its heartbeat continues */
	:: d_step { backend[b] == ACKNOWLEDGED && knownEpoch[b] == epoch[b] && recorded[b] == LOST && inTransit(b) == 0 ->
		send(b, NEW);
		backend[b] = SAYS_READY }
	:: d_step { FAULTS && mayAskDrain[b] && backend[b] != DOWN && epoch[b] == 1 ->
		mayAskDrain[b] = 0;
		drainRequest[b] = 1 }
	:: d_step { FAULTS && backendCrashes[b] && backend[b] != DOWN ->
		backendCrashes[b] = 0;
		backend[b] = DOWN }
	:: d_step { backend[b] == DOWN ->
		backend[b] = UP;
		epoch[b] = 2;
		mayAskDrain[b] = 0;
		deadForLong[b] = 0 }
	od
}

/* ---- okayd handles events and requests of backends: EventRecorder, ReadinessUpdate, EpochOrder, DrainProgress, LeaseWatch ---- */
#ifdef DEVIATION_EARLIER_EPOCH_COUNTS
#define beginsEpoch(b) (receivedEpoch[b] != knownEpoch[b])
#else
#define beginsEpoch(b) (receivedEpoch[b] > knownEpoch[b]) /* EpochOrder; epochs are numbers here */
#endif

inline receive(b, e, event) {
	receivedEpoch[b] = e;
	receivedAgain[b] = event == REPEATED;
	outlived[b] = 0;
	event = 0
}

/* ReadinessUpdate.of, Backend.in, Drain.holdsIn */
inline record(b) {
	if
	:: beginsEpoch(b) || (receivedEpoch[b] == knownEpoch[b] && !receivedAgain[b]) ->
		assert(receivedEpoch[b] >= knownEpoch[b]); /* "ready" of an earlier epoch changes nothing */
		if
		:: receivedEpoch[b] != knownEpoch[b] -> sentForPresent[b] = 0
		:: else
		fi;
		if
		:: receivedEpoch[b] > 1 -> drain[b] = NO_DRAIN /* a later start than the drained one */
		:: else
		fi;
		knownEpoch[b] = receivedEpoch[b];
#ifndef DEVIATION_EARLIER_EPOCH_COUNTS
		event1[b] = (knownEpoch[b] == 2 -> 0 : event1[b]); /* it has no effect, and no backend awaits its answer */
#endif
#ifdef DEVIATION_LEASE_BEGINS_WHEN_RECORDED
		recorded[b] = READY
#else
		recorded[b] = (outlived[b] -> LOST : READY) /* a lease begins when the event is received */
#endif
	:: else
	fi
}

inline answer(b, next) {
	if
	:: (backend[b] == SAYS_READY || backend[b] == UNANSWERED) && epoch[b] == receivedEpoch[b] -> backend[b] = next
	:: else
	fi
}

inline forgetReceived(b) {
	receivedEpoch[b] = 0;
	receivedAgain[b] = 0;
	outlived[b] = 0
}

proctype EventIntake(byte b) {
end:
	do
	:: d_step { receivedEpoch[b] == 0 && event1[b] != 0 -> receive(b, 1, event1[b]) }
	:: d_step { receivedEpoch[b] == 0 && event2[b] != 0 -> receive(b, 2, event2[b]) }
#ifdef DEVIATION_ACKNOWLEDGED_BEFORE_COMMIT
	:: d_step { receivedEpoch[b] != 0 && !acknowledgedOnly[b] -> answer(b, ACKNOWLEDGED); acknowledgedOnly[b] = 1 }
	:: d_step { receivedEpoch[b] != 0 && acknowledgedOnly[b] -> record(b); acknowledgedOnly[b] = 0; forgetReceived(b) }
#else
	:: d_step { receivedEpoch[b] != 0 -> record(b); answer(b, ACKNOWLEDGED); forgetReceived(b) } /* commit, then 202 */
	:: d_step { FAULTS && disturbed && receivedEpoch[b] != 0 && !receivedAgain[b] -> /* the same event is duplicated */
		disturbed = 0;
		record(b);
		answer(b, ACKNOWLEDGED);
		receivedAgain[b] = 1 }
	:: d_step { FAULTS && okaydCrashes && receivedEpoch[b] != 0 -> /* between commit and 202 */
		okaydCrashes = 0;
		record(b);
		answer(b, UNANSWERED);
		forgetReceived(0);
#if N > 1
		forgetReceived(1)
#endif
		}
#endif
	:: d_step { drainRequest[b] -> /* DrainProgress.drain */
		drainRequest[b] = 0;
		if
		:: knownEpoch[b] <= 1 && drain[b] == NO_DRAIN -> drain[b] = RUNNING
		:: else /* the drained start of the backend has ended */
		fi }
	:: d_step { drain[b] == RUNNING && !counts(b) -> drain[b] = DRAINED } /* DrainProgress */
	:: d_step { FAULTS && leaseEnds[b] && backend[b] != DOWN && recorded[b] == READY -> /* ReadinessRecord: a heartbeat is too late */
		leaseEnds[b] = 0;
		recorded[b] = LOST }
	:: d_step { FAULTS && backend[b] == DOWN && !deadForLong[b] -> /* more time than the lease passes */
		deadForLong[b] = 1;
		recorded[b] = (recorded[b] == READY -> LOST : recorded[b]);
		outlived[b] = receivedEpoch[b] != 0;
		event1[b] = 0; /* an event is in transit for less than its lease */
		event2[b] = 0 }
	od
}

/* ---- the other faults ---- */
/* The store has everything except a received event, so a crash changes nothing else. */
#ifdef DEVIATION_RESTORE_FORGETS
#define changesAnything true
#elif N > 1
#define changesAnything (receivedEpoch[0] != 0 || receivedEpoch[1] != 0)
#else
#define changesAnything (receivedEpoch[0] != 0)
#endif

active proctype Faults() {
end:
	do
	:: d_step { FAULTS && okaydCrashes && changesAnything -> /* state outside of the store is lost; connections break */
#ifdef DEVIATION_ACKNOWLEDGED_BEFORE_COMMIT
		assert(!acknowledgedOnly[0]); /* acknowledged events survive */
#endif
		okaydCrashes = 0;
		forgetReceived(0);
#if N > 1
		forgetReceived(1);
#endif
#ifdef DEVIATION_RESTORE_FORGETS
		mayBeLive[0] = 0;
#if N > 1
		mayBeLive[1] = 0;
#endif
#endif
	   }
	:: d_step { FAULTS && reboots ->
		reboots = 0;
		boot = 2;
		kernel[0] = OFF;
#if N > 1
		kernel[1] = OFF;
#endif
		sayHello();
		tidy() }
#ifdef CALM
	:: d_step { !calm -> calm = 1 }
#endif
	od
}

/* ---- invariants ---- */
#define settledOne(d) \
	(backend[d] == ACKNOWLEDGED && \
	 ((drain[d] == DRAINED && kernel[d] == OFF) || \
	  (drain[d] == NO_DRAIN && phase[d] == BOUND && kernel[d] == DRIVEN && sentForPresent[d] && knownEpoch[d] == epoch[d])))
#if N > 1
#define settled (agent == IDLE && knownBoot == boot && kind[0] == 0 && settledOne(0) && settledOne(1))
#else
#define settled (agent == IDLE && knownBoot == boot && kind[0] == 0 && settledOne(0))
#endif

proctype Checks(byte d) {
end:
	do
	:: d_step { drain[d] == DRAINED && kernel[d] != OFF -> assert(false) } /* a drained backend has no live device, from then on */
	od
}

#ifndef CALM
/* If no process can continue, the state is settled. */
active proctype Progress() {
	timeout -> assert(settled)
}
#endif

init {
	atomic {
		byte b = 0;
		do
		:: b < N ->
			backend[b] = UP;
			epoch[b] = 1;
			mayAskDrain[b] = b == 0;
			run Reconciler(b);
			run Fetches(b);
			run Driver(b);
			run BackendOf(b);
			run EventIntake(b);
			run Checks(b);
			b++
		:: else -> break
		od;
	}
}

#ifdef CALM
/* When faults stop, the state settles where its inputs require. */
ltl settles { [] (!calm || <> settled) }
#endif
