package dev.okayd.guest;

import dev.okayd.plan.GuestChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One start of a guest's kernel, as its agent told of it.
 *
 * @param bootId Linux's boot id
 * @param planDigest what the booted tree carries; empty if it carries none
 * @param kernel release
 * @param overlayInterface what the agent applies overlays with
 * @param capabilities what the agent can do beyond the status of a node
 * @param session that its HELLO opened; 0 if it opened none
 * @param channel over which it last spoke
 * @param helloAt when the agent last said HELLO
 * @param heardAt when it last gave a sign of life, to within a part of the time that it counts for
 * @param uptimeMillis of the guest, in the latest message that was taken
 */
public record Boot(
    String bootId,
    String planDigest,
    String kernel,
    String overlayInterface,
    List<String> capabilities,
    long session,
    GuestChannel channel,
    Instant helloAt,
    Instant heardAt,
    long uptimeMillis) {

  public Boot {
    capabilities = List.copyOf(capabilities);
  }

  /** Whether an agent says the same again, whenever it says so. */
  public boolean saysTheSameAs(Boot other) {
    return bootId.equals(other.bootId)
        && planDigest.equals(other.planDigest)
        && kernel.equals(other.kernel)
        && overlayInterface.equals(other.overlayInterface)
        && capabilities.equals(other.capabilities);
  }

  /**
   * Whether the agent was heard of in the time before now. A sign of life from further ahead than
   * that is of a clock that has been set back since, and tells nothing.
   */
  public boolean wasHeardWithin(Duration time, Instant now) {
    return heardAt.plus(time).isAfter(now) && !heardAt.isAfter(now.plus(time));
  }
}
