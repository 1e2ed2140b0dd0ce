package dev.okayd.channel.xenstore;

import dev.okayd.xenstore.Domains;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreErrorException;
import dev.okayd.xenstore.XenstoreException;
import dev.okayd.xenstore.XenstoreNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The xenstore directory of a guest's domain, where its agent writes requests and okayd answers.
 */
final class GuestDirectory {
  private static final Logger LOG = Logger.getLogger(GuestDirectory.class);

  private final Xenstore xenstore;
  private final int domid;
  private final String path;

  GuestDirectory(Xenstore xenstore, int domid) {
    this.xenstore = xenstore;
    this.domid = domid;
    this.path = Domains.pathOf(domid) + "/data/okayd";
  }

  int domid() {
    return domid;
  }

  /** The key of a request's first part, which the agent writes last. */
  String requestKey() {
    return path + "/request";
  }

  /**
   * Creates the directory, owned by the domain. If okayd lacks the permission, the guest may be
   * able to create it itself.
   */
  void make() throws XenstoreException {
    try {
      if (xenstore.isIntroduced(domid)) {
        xenstore.nodes().make(path);
        xenstore.nodes().permit(path, List.of("n" + domid));
      }
    } catch (XenstoreErrorException e) {
      LOG.debugf("%s is not created: %s", path, e.getMessage());
    }
  }

  /** A request of the agent. */
  sealed interface Received {
    /** The id of the request. */
    XenstoreRequestId request();

    /** A complete request. */
    record Whole(XenstoreRequestId request, String message) implements Received {}

    /** A request above the size limit. */
    record TooLong(XenstoreRequestId request, int bytes) implements Received {}
  }

  /** Reads the current request; empty if it is incomplete or already answered. */
  Optional<Received> received() throws XenstoreException {
    XenstoreNodes nodes = xenstore.nodes();
    String first = nodes.read(requestKey()).orElse("");
    Optional<Envelope> found = Envelope.of(first);
    if (found.isEmpty() || isAnswered(nodes, found.get().request())) {
      return Optional.empty();
    }
    Envelope envelope = found.get();
    if (envelope.isTooLong()) {
      return Optional.of(new Received.TooLong(envelope.request(), envelope.bytes()));
    }
    List<String> values = new ArrayList<>(List.of(first));
    for (int part = 2; part <= envelope.parts(); part++) {
      values.add(nodes.read(requestKey() + "-" + part).orElse(""));
    }
    return envelope.join(values).map(message -> new Received.Whole(envelope.request(), message));
  }

  private boolean isAnswered(XenstoreNodes nodes, XenstoreRequestId request)
      throws XenstoreException {
    return nodes
        .read(path + "/answer")
        .flatMap(Envelope::of)
        .filter(answer -> answer.request().equals(request))
        .isPresent();
  }

  /** Writes an answer, and removes the remaining parts of a longer earlier one. */
  void answer(XenstoreRequestId request, String message) throws XenstoreException {
    List<String> values = Envelope.split(request, message);
    XenstoreNodes nodes = xenstore.nodes();
    for (int part = 2; part <= values.size(); part++) {
      nodes.write(path + "/answer-" + part, values.get(part - 1));
    }
    nodes.write(path + "/answer", values.get(0));
    int left = values.size() + 1;
    while (left <= Envelope.MOST_PARTS && nodes.read(path + "/answer-" + left).isPresent()) {
      nodes.remove(path + "/answer-" + left);
      left++;
    }
  }
}
