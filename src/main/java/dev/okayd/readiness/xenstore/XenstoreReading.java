package dev.okayd.readiness.xenstore;

import dev.okayd.backend.XenstoreKey;
import dev.okayd.xenstore.XenstoreException;
import dev.okayd.xenstore.XenstoreNodes;
import java.util.Optional;

/**
 * The values of a backend in the xenstore at one moment.
 *
 * @param domid of its domain
 * @param value of its key, if present
 * @param written the generation of the key, a number that increases with each write, if this
 *     xenstored supports generations
 * @param epoch the value of {@code epoch} beside it
 * @param epochWritten the generation of {@code epoch}
 * @param heartbeat the value of {@code heartbeat} beside it
 */
record XenstoreReading(
    int domid,
    Optional<String> value,
    Optional<Long> written,
    Optional<String> epoch,
    Optional<Long> epochWritten,
    Optional<String> heartbeat) {

  /** Reads the current values below the path of a domain. */
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
   * Whether the key was written after the epoch beside it. An older key belongs to an earlier
   * start. Without generations any key beside an epoch counts as newer.
   */
  boolean isOfThisEpoch() {
    return written
        .flatMap(key -> epochWritten.map(beside -> key > beside))
        .orElse(epoch.isPresent());
  }
}
