package dev.okayd.guest;

import dev.okayd.plan.spec.GuestChannel;
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
 * @param uptimeMillis of the guest then, as its agent said
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

  /** What a message may take to arrive; a put-back by less is told by a smaller uptime alone. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

  /** Of two quartz clocks, with much to spare. */
  private static final int CLOCKS_AGREE_TO_ONE_IN = 1000;

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
   * Whether a message that an agent has just sent shows that the guest was put back to a snapshot:
   * its uptime is smaller than it was, or has grown by so much less than okayd's own time that the
   * guest has stood still or was put back; nobody can tell which.
   */
  public boolean isBehind(long uptime, Instant now) {
    Duration passed = Duration.between(heardAt, now);
    Duration lag = passed.minusMillis(uptime - uptimeMillis);
    return uptime < uptimeMillis
        || lag.compareTo(LONGEST_LAG.plus(passed.dividedBy(CLOCKS_AGREE_TO_ONE_IN))) > 0;
  }

  /**
   * Whether the agent was heard of in the time before now. A sign of life from further ahead than
   * that is of a clock that has been set back since, and tells nothing.
   */
  public boolean wasHeardWithin(Duration time, Instant now) {
    return heardAt.plus(time).isAfter(now) && !heardAt.isAfter(now.plus(time));
  }
}
