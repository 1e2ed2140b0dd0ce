package dev.okayd.readiness.xenstore;

import dev.okayd.backend.XenstoreKey;
import dev.okayd.xenstore.XenstoreException;
import dev.okayd.xenstore.XenstoreNodes;
import java.util.Optional;

/**
 * What the xenstore has of a backend at one moment.
 *
 * @param domid of its domain
 * @param value of its key, if it is there
 * @param written the generation of the key: a number that grows with each writing of it, if this
 *     xenstored has such numbers
 * @param epoch the value of {@code epoch} beside it
 * @param epochWritten the generation of that
 * @param heartbeat the value of {@code heartbeat} beside it
 */
record XenstoreReading(
    int domid,
    Optional<String> value,
    Optional<Long> written,
    Optional<String> epoch,
    Optional<Long> epochWritten,
    Optional<String> heartbeat) {

  /** As it is now, below a domain's path. */
  static XenstoreReading of(XenstoreNodes nodes, int domid, String domain, XenstoreKey source)
      throws XenstoreException {
    String key = domain + "/" + source.key();
    String folder = domain + "/" + source.folder();
    return new XenstoreReading(
        domid,
        text(nodes, key),
        nodes.generation(key),
        text(nodes, folder + "/epoch"),
        nodes.generation(folder + "/epoch"),
        text(nodes, folder + "/heartbeat"));
  }

  private static Optional<String> text(XenstoreNodes nodes, String path) throws XenstoreException {
    return nodes.read(path).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * Whether a key was written after the epoch beside it; taken for granted where this xenstored
   * does not say. What is older is of an earlier start.
   */
  boolean isOfThisEpoch() {
    return written
        .flatMap(key -> epochWritten.map(beside -> key > beside))
        .orElse(epoch.isPresent());
  }
}
