package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * A command for an agent, to execute and report on. Commands are idempotent.
 *
 * @param id unique in a boot of a guest
 * @param type what to do
 * @param device the device with the gate; the overlay in the guest has its name
 * @param path the node
 * @param sha256 digest of the overlay, with {@code apply}
 * @param overlay the blob, with {@code apply}
 * @param validSeconds how long after fetching it the agent may start it, by the agent's clock
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
    /** Apply the overlay, and send proof of what the guest then sees. */
    @JsonProperty("apply")
    APPLY,
    /** Remove the overlay, and send proof that the device is gone. */
    @JsonProperty("remove")
    REMOVE,
    /** Bind the driver to the transport, and send proof of what the guest then sees. */
    @JsonProperty("bind")
    BIND,
    /** Unbind the driver, and send proof that the device is gone. */
    @JsonProperty("unbind")
    UNBIND;

    /** Whether it attaches the device to the guest; otherwise it detaches the device. */
    public boolean attaches() {
      return switch (this) {
        case APPLY, BIND -> true;
        case REMOVE, UNBIND -> false;
      };
    }
  }
}
