package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;

/**
 * The agent is up.
 *
 * @param bootId Linux's boot id
 * @param planDigest what the guest's own tree carries, if it carries one
 * @param kernel release
 * @param overlayInterface what the agent applies overlays with
 * @param session that it opens
 * @param uptimeMillis of the guest, when this was said
 * @param applied all overlays that are on, if the agent says
 * @param capabilities what the agent can do beyond the status of a node
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
