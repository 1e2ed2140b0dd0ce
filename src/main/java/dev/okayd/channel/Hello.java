package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;

/**
 * The first message of an agent in a session.
 *
 * @param bootId Linux's boot id
 * @param planDigest the digest in the guest's device tree, if it has one
 * @param kernel release of the kernel
 * @param overlayInterface the kernel interface for overlays
 * @param session the session that this message opens
 * @param uptimeMillis of the guest, at the time of this message
 * @param applied all applied overlays, if the agent lists them
 * @param capabilities optional features of the agent
 */
public record Hello(
    String bootId,
    Optional<String> planDigest,
    String kernel,
    String overlayInterface,
    Optional<Long> session,
    Optional<Long> uptimeMillis,
    Optional<List<AppliedOverlay>> applied,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> capabilities) {
  private static final int MOST_APPLIED = 1024;
  private static final int MOST_CAPABILITIES = 16;

  @JsonCreator
  public Hello {
    FieldBounds.requireAtMost(128, "planDigest", planDigest);
    FieldBounds.requireAtMost(128, "kernel", kernel);
    FieldBounds.requireAtMost(32, "overlayInterface", overlayInterface);
    session.ifPresent(number -> FieldBounds.requireBetween(1, Long.MAX_VALUE, "session", number));
    uptimeMillis.ifPresent(
        millis -> FieldBounds.requireBetween(0, Long.MAX_VALUE, "uptimeMillis", millis));
    applied.ifPresent(
        list -> FieldBounds.requireBetween(0, MOST_APPLIED, "The length of applied", list.size()));
    FieldBounds.requireBetween(
        0, MOST_CAPABILITIES, "The length of capabilities", capabilities.size());
    capabilities.forEach(capability -> FieldBounds.requireAtMost(32, "A capability", capability));
    applied = applied.map(List::copyOf);
    capabilities = List.copyOf(capabilities);
  }
}
