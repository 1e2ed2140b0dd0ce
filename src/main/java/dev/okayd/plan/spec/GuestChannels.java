package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The channels that the agent of a guest may use.
 *
 * @param inOrder the preferred channel first; {@code manual} excludes all others
 */
public record GuestChannels(@JsonValue List<GuestChannel> inOrder) {

  /** The channels of a guest whose spec names none. */
  public static final GuestChannels DEFAULT = new GuestChannels(List.of(GuestChannel.HTTP));

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GuestChannels {
    if (inOrder.isEmpty() || inOrder.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "channels is %s; name a channel, or leave it out".formatted(inOrder));
    }
    if (hasDuplicates(inOrder)) {
      throw new IllegalArgumentException("channels names a channel twice: " + inOrder);
    }
    if (inOrder.contains(GuestChannel.MANUAL) && inOrder.size() > 1) {
      throw new IllegalArgumentException(
          "channels is %s; \"manual\" cannot be combined with other channels".formatted(inOrder));
    }
    inOrder = List.copyOf(inOrder);
  }

  /** Unknown channels do not count: two of them may be different channels of a later version. */
  private static boolean hasDuplicates(List<GuestChannel> channels) {
    List<GuestChannel> known =
        channels.stream().filter(channel -> channel != GuestChannel.UNKNOWN).toList();
    return Set.copyOf(known).size() < known.size();
  }

  /** Whether the agent may use a channel. */
  public boolean include(GuestChannel channel) {
    return inOrder.contains(channel);
  }

  /** Whether an operator applies overlays instead of an agent. */
  public boolean isManual() {
    return include(GuestChannel.MANUAL);
  }

  @Override
  public String toString() {
    return inOrder.stream().map(GuestChannel::toString).collect(Collectors.joining(", "));
  }
}
