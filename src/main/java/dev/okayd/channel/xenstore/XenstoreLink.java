package dev.okayd.channel.xenstore;

import dev.okayd.channel.AgentAnswer;
import dev.okayd.xenstore.Domains;
import dev.okayd.xenstore.Watch;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreErrorException;
import dev.okayd.xenstore.XenstoreException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers the agent of one guest, in the guest's current domain. */
final class XenstoreLink implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(XenstoreLink.class);

  private final String guest;
  private final String domain;
  private final Xenstore xenstore;
  private final XenstoreAnswers answers;

  private Optional<GuestDirectory> directory = Optional.empty();
  private Optional<Watch> watch = Optional.empty();
  private Optional<XenstoreRequestId> current = Optional.empty();
  private Optional<Cancellable> answering = Optional.empty();

  /** The last error; logged once. */
  private String lastError = "";

  private boolean isAbsenceLogged;

  private boolean closed;

  /**
   * A link.
   *
   * @param domain the name or the domid of the guest's domain
   */
  XenstoreLink(String guest, String domain, Xenstore xenstore, XenstoreAnswers answers) {
    this.guest = guest;
    this.domain = domain;
    this.xenstore = xenstore;
    this.answers = answers;
  }

  /** Whether the guest has no domain. */
  synchronized boolean isWithoutDomain() {
    return directory.isEmpty();
  }

  /** Finds the guest's domain; a reboot creates another one. */
  synchronized void find() {
    if (closed) {
      return;
    }
    try {
      Optional<Integer> domid = new Domains(xenstore).find(domain);
      if (!domid.equals(directory.map(GuestDirectory::domid))) {
        follow(domid);
      }
      logAbsence(domid);
      lastError = "";
    } catch (XenstoreException e) {
      failed(e);
    }
  }

  private void follow(Optional<Integer> domid) throws XenstoreException {
    watch.ifPresent(Watch::close);
    forget();
    directory = Optional.empty();
    if (domid.isPresent()) {
      GuestDirectory found = new GuestDirectory(xenstore, domid.get());
      found.make();
      LOG.infof("Guest %s is domain %d", guest, domid.get());
      directory = Optional.of(found);
      watch = Optional.of(xenstore.watch(found.requestKey(), this::receive));
    }
  }

  /** Logs the first time that the guest has no domain. */
  private void logAbsence(Optional<Integer> domid) {
    if (domid.isEmpty() && !isAbsenceLogged) {
      LOG.infof(
          "Guest %s has no domain yet: the xenstore has no domain with the name or domid \"%s\", or only one that may have set that name itself. For a guest that Xen starts itself, set okayd.xenstore.domains.\"%s\" to its domid; or rename it in dom0 (xl rename N %s) and revoke its right to write its name (xenstore-chmod /local/domain/N/name n0 rN)",
          guest, domain, guest, guest);
    }
    isAbsenceLogged = domid.isEmpty();
  }

  private void forget() {
    answering.ifPresent(Cancellable::cancel);
    answering = Optional.empty();
    current = Optional.empty();
  }

  private synchronized void receive() {
    if (closed || directory.isEmpty()) {
      return;
    }
    try {
      if (!new Domains(xenstore).is(directory.get().domid(), domain)) {
        // the domid now belongs to another guest; the next run of find() follows this guest
        return;
      }
      directory
          .get()
          .received()
          .filter(received -> !current.equals(Optional.of(received.request())))
          .ifPresent(this::begin);
    } catch (XenstoreException e) {
      failed(e);
    }
  }

  /** Starts a request, and cancels the one before: an agent has one request at a time. */
  private void begin(GuestDirectory.Received received) {
    forget();
    current = Optional.of(received.request());
    Infrastructure.getDefaultWorkerPool().execute(() -> answer(received));
  }

  private void answer(GuestDirectory.Received received) {
    keep(
        received.request(),
        answers
            .to(guest, received)
            .emitOn(Infrastructure.getDefaultWorkerPool())
            .subscribe()
            .with(answer -> give(received.request(), answer)));
  }

  private synchronized void keep(XenstoreRequestId id, Cancellable answer) {
    if (current.equals(Optional.of(id))) {
      answering = Optional.of(answer);
    } else {
      answer.cancel();
    }
  }

  private synchronized void give(XenstoreRequestId id, AgentAnswer answer) {
    if (closed || directory.isEmpty() || !current.equals(Optional.of(id))) {
      return;
    }
    try {
      directory.get().answer(id, answer.status() + "\n" + answer.body());
    } catch (XenstoreException e) {
      failed(e);
    }
    forget();
  }

  private void failed(XenstoreException e) {
    String why = String.valueOf(e.getMessage());
    if (e instanceof XenstoreErrorException && !why.equals(lastError)) {
      LOG.warnf("okayd cannot serve the agent of guest %s over the xenstore: %s", guest, why);
    }
    lastError = why;
  }

  @Override
  public synchronized void close() {
    closed = true;
    forget();
    watch.ifPresent(Watch::close);
  }
}
