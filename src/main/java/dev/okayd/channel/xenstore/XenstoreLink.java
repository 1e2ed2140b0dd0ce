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

/** Answers the agent of one guest, in whichever domain it is now. */
final class XenstoreLink implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(XenstoreLink.class);

  private final String guest;
  private final String domain;
  private final Xenstore xenstore;
  private final XenstoreAnswers answers;

  private Optional<GuestDirectory> folder = Optional.empty();
  private Optional<Watch> watch = Optional.empty();
  private Optional<XenstoreRequestId> underWay = Optional.empty();
  private Optional<Cancellable> answering = Optional.empty();

  /** Why the last look came to nothing; said once. */
  private String obstacle = "";

  private boolean isMissed;

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

  /** Whether there is nobody to answer. */
  synchronized boolean isWithoutDomain() {
    return folder.isEmpty();
  }

  /** Looks which domain the guest is in; a reboot is another one. */
  synchronized void find() {
    if (closed) {
      return;
    }
    try {
      Optional<Integer> domid = new Domains(xenstore).find(domain);
      if (!domid.equals(folder.map(GuestDirectory::domid))) {
        follow(domid);
      }
      sayThatThereIsNone(domid);
      obstacle = "";
    } catch (XenstoreException e) {
      hindered(e);
    }
  }

  private void follow(Optional<Integer> domid) throws XenstoreException {
    watch.ifPresent(Watch::close);
    forget();
    folder = Optional.empty();
    if (domid.isPresent()) {
      GuestDirectory found = new GuestDirectory(xenstore, domid.get());
      found.make();
      LOG.infof("Guest %s is domain %d", guest, domid.get());
      folder = Optional.of(found);
      watch = Optional.of(xenstore.watch(found.requestKey(), this::look));
    }
  }

  /** Once for each time that it is missed. */
  private void sayThatThereIsNone(Optional<Integer> domid) {
    if (domid.isEmpty() && !isMissed) {
      LOG.infof(
          "Guest %s has no domain yet: xenstore has none of the name or domid \"%s\", or only one that may have given itself"
              + " that name. Of a guest that Xen starts by itself, set okayd.xenstore.domains.\"%s\" to its domid; or have dom0"
              + " rename it (xl rename N %s) and take its name from it (xenstore-chmod /local/domain/N/name n0 rN)",
          guest, domain, guest, guest);
    }
    isMissed = domid.isEmpty();
  }

  private void forget() {
    answering.ifPresent(Cancellable::cancel);
    answering = Optional.empty();
    underWay = Optional.empty();
  }

  private synchronized void look() {
    if (closed || folder.isEmpty()) {
      return;
    }
    try {
      if (!new Domains(xenstore).is(folder.get().domid(), domain)) {
        // another guest's by now; the next look finds out whose, and nobody is answered as somebody
        // else
        return;
      }
      folder
          .get()
          .asked()
          .filter(asked -> !underWay.equals(Optional.of(asked.request())))
          .ifPresent(this::begin);
    } catch (XenstoreException e) {
      hindered(e);
    }
  }

  /** An agent asks one thing at a time, so what it asked before is not waited for any more. */
  private void begin(GuestDirectory.Asked asked) {
    forget();
    underWay = Optional.of(asked.request());
    Infrastructure.getDefaultWorkerPool().execute(() -> answer(asked));
  }

  private void answer(GuestDirectory.Asked asked) {
    keep(
        asked.request(),
        answers
            .to(guest, asked)
            .emitOn(Infrastructure.getDefaultWorkerPool())
            .subscribe()
            .with(answer -> give(asked.request(), answer)));
  }

  private synchronized void keep(XenstoreRequestId id, Cancellable answer) {
    if (underWay.equals(Optional.of(id))) {
      answering = Optional.of(answer);
    } else {
      answer.cancel();
    }
  }

  private synchronized void give(XenstoreRequestId id, AgentAnswer answer) {
    if (closed || folder.isEmpty() || !underWay.equals(Optional.of(id))) {
      return;
    }
    try {
      folder.get().answer(id, answer.status() + "\n" + answer.body());
    } catch (XenstoreException e) {
      hindered(e);
    }
    forget();
  }

  private void hindered(XenstoreException e) {
    String why = String.valueOf(e.getMessage());
    if (e instanceof XenstoreErrorException && !why.equals(obstacle)) {
      LOG.warnf("The agent of guest %s cannot be served by the xenstore: %s", guest, why);
    }
    obstacle = why;
  }

  @Override
  public synchronized void close() {
    closed = true;
    forget();
    watch.ifPresent(Watch::close);
  }
}
