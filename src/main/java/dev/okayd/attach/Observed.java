package dev.okayd.attach;

import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.util.Optional;

/**
 * What the guest has shown of a device in this boot.
 *
 * @param proof in its last report, or in the HELLO that listed the device
 * @param errno that its kernel last refused with, negative
 * @param applyMicros that its kernel took to apply the overlay
 * @param removals how often the guest removed the device
 * @param reportedUptime of the guest in its last report, in milliseconds; {@link #NO_REPORT} before
 *     the first
 */
public record Observed(
    Optional<Proof> proof,
    Optional<Integer> errno,
    Optional<Long> applyMicros,
    int removals,
    long reportedUptime) {
  /** Below any uptime. */
  static final long NO_REPORT = -1;

  static final Observed NOTHING =
      new Observed(Optional.empty(), Optional.empty(), Optional.empty(), 0, NO_REPORT);

  Observed after(CommandReport report, boolean removed) {
    return new Observed(
        Optional.of(report.proof()),
        report.errno().filter(number -> number != 0),
        report.micros().or(() -> applyMicros),
        removed ? removals + 1 : removals,
        report.uptimeMillis().orElse(reportedUptime));
  }

  Observed withProof(Optional<Proof> other) {
    return new Observed(other, errno, applyMicros, removals, reportedUptime);
  }
}
