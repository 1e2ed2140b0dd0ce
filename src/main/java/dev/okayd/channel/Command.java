package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * What an agent has to do and to report on. Carrying it out twice does no more than once.
 *
 * @param id unique in a boot of a guest
 * @param type what to do
 * @param device whose gate it is about; the overlay in the guest is named after it
 * @param path of the one node
 * @param sha256 of the overlay, with {@code apply}
 * @param overlay the blob, with {@code apply}
 * @param validSeconds how long after it was fetched it may be begun, by the agent's own clock
 */
public record Command(
    CommandId id,
    Type type,
    String device,
    NodePath path,
    Optional<String> sha256,
    Optional<byte[]> overlay,
    long validSeconds) {

  /** What to do. */
  public enum Type {
    /** Apply the overlay, and prove what the guest then sees. */
    @JsonProperty("apply")
    APPLY,
    /** Remove it, and prove that the device is gone. */
    @JsonProperty("remove")
    REMOVE,
    /** Bind the driver to the transport, and prove what the guest then sees. */
    @JsonProperty("bind")
    BIND,
    /** Unbind it, and prove that the device is gone. */
    @JsonProperty("unbind")
    UNBIND;

    /** Whether it lets the guest have the device; else it takes it away. */
    public boolean attaches() {
      return switch (this) {
        case APPLY, BIND -> true;
        case REMOVE, UNBIND -> false;
      };
    }
  }
}
