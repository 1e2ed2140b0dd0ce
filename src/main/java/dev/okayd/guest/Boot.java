package dev.okayd.guest;

import dev.okayd.plan.spec.GuestChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One boot of a guest's kernel, as its agent reported it.
 *
 * @param bootId Linux's boot id
 * @param planDigest digest in the booted tree; empty if the tree has none
 * @param kernel release
 * @param overlayInterface the kernel interface through which the agent applies overlays
 * @param capabilities of the agent beyond changing the status of a node
 * @param session that the agent's HELLO opened; 0 if it opened none
 * @param channel of the agent's last message
 * @param helloAt when the agent last sent HELLO
 * @param lastSeenAt when the agent last gave a sign of life. okayd updates it at intervals that are
 *     a fraction of the liveness timeout
 * @param uptimeMillis of the guest at that time, as its agent reported it
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
    Instant lastSeenAt,
    long uptimeMillis) {

  /**
   * Maximum delay of a message. A restore to a snapshot by less than this shows only in a smaller
   * uptime.
   */
  private static final Duration MAX_MESSAGE_DELAY = Duration.ofSeconds(10);

  /** Two quartz clocks differ by less than one part in this many. */
  private static final int CLOCK_DRIFT_DIVISOR = 1000;

  public Boot {
    capabilities = List.copyOf(capabilities);
  }

  /**
   * Whether two reports describe the same boot with the same agent, whenever the agent sent them.
   */
  public boolean hasSameDetailsAs(Boot other) {
    return bootId.equals(other.bootId)
        && planDigest.equals(other.planDigest)
        && kernel.equals(other.kernel)
        && overlayInterface.equals(other.overlayInterface)
        && capabilities.equals(other.capabilities);
  }

  /**
   * Whether the uptime in a new message shows that the guest may have been restored from a
   * snapshot. The uptime is smaller than before, or it has grown much less than okayd's own time.
   * In the second case the guest was either paused or restored, and okayd cannot tell which.
   */
  public boolean mayBeRestored(long uptime, Instant now) {
    Duration passed = Duration.between(lastSeenAt, now);
    Duration lag = passed.minusMillis(uptime - uptimeMillis);
    return uptime < uptimeMillis
        || lag.compareTo(MAX_MESSAGE_DELAY.plus(passed.dividedBy(CLOCK_DRIFT_DIVISOR))) > 0;
  }

  /**
   * Whether the agent gave a sign of life within a time before now. A timestamp that is further
   * ahead than this time comes from a clock that was set back since, and does not count.
   */
  public boolean wasSeenWithin(Duration time, Instant now) {
    return lastSeenAt.plus(time).isAfter(now) && !lastSeenAt.isAfter(now.plus(time));
  }
}
