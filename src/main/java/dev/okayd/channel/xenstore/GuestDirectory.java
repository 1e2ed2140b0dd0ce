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

/** The folder of a guest's domain in the xenstore, by which its agent asks. */
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

  /** The key that an agent writes last. */
  String requestKey() {
    return path + "/request";
  }

  /**
   * Makes it, and has it belong to the domain. A guest may be able to do so itself, so where okayd
   * may not it is left to that.
   */
  void make() throws XenstoreException {
    try {
      if (xenstore.isIntroduced(domid)) {
        xenstore.nodes().make(path);
        xenstore.nodes().permit(path, List.of("n" + domid));
      }
    } catch (XenstoreErrorException e) {
      LOG.debugf("%s is not made: %s", path, e.getMessage());
    }
  }

  /** What its agent asks. */
  sealed interface Asked {
    /** Which request it is. */
    XenstoreRequestId request();

    /** One that is there as a whole. */
    record Whole(XenstoreRequestId request, String message) implements Asked {}

    /** One that is longer than is taken. */
    record TooLong(XenstoreRequestId request, int bytes) implements Asked {}
  }

  /** What its agent asks now, unless that is no whole message or is answered already. */
  Optional<Asked> asked() throws XenstoreException {
    XenstoreNodes nodes = xenstore.nodes();
    String first = nodes.read(requestKey()).orElse("");
    Optional<Envelope> found = Envelope.of(first);
    if (found.isEmpty() || isAnswered(nodes, found.get().request())) {
      return Optional.empty();
    }
    Envelope envelope = found.get();
    if (envelope.isTooLong()) {
      return Optional.of(new Asked.TooLong(envelope.request(), envelope.bytes()));
    }
    List<String> values = new ArrayList<>(List.of(first));
    for (int part = 2; part <= envelope.parts(); part++) {
      values.add(nodes.read(requestKey() + "-" + part).orElse(""));
    }
    return envelope.open(values).map(message -> new Asked.Whole(envelope.request(), message));
  }

  private boolean isAnswered(XenstoreNodes nodes, XenstoreRequestId request)
      throws XenstoreException {
    return nodes
        .read(path + "/answer")
        .flatMap(Envelope::of)
        .filter(answer -> answer.request().equals(request))
        .isPresent();
  }

  /** Answers, and leaves nothing of a longer answer before. */
  void answer(XenstoreRequestId request, String message) throws XenstoreException {
    List<String> values = Envelope.seal(request, message);
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
