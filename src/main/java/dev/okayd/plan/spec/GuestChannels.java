package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Over which channels the agent of a guest may come.
 *
 * @param inOrder the preferred one first; {@code manual} stands alone
 */
public record GuestChannels(@JsonValue List<GuestChannel> inOrder) {

  /** What holds for a guest whose spec does not say. */
  public static final GuestChannels DEFAULT = new GuestChannels(List.of(GuestChannel.HTTP));

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GuestChannels {
    if (inOrder.isEmpty() || inOrder.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "channels is %s; name one, or leave it out".formatted(inOrder));
    }
    if (namesOneTwice(inOrder)) {
      throw new IllegalArgumentException("channels names one of them twice: " + inOrder);
    }
    if (inOrder.contains(GuestChannel.MANUAL) && inOrder.size() > 1) {
      throw new IllegalArgumentException(
          "channels is %s; where persons apply overlays no agent does, so \"manual\" stands alone"
              .formatted(inOrder));
    }
    inOrder = List.copyOf(inOrder);
  }

  /** Two that this version does not know may well be two. */
  private static boolean namesOneTwice(List<GuestChannel> channels) {
    List<GuestChannel> known =
        channels.stream().filter(channel -> channel != GuestChannel.UNKNOWN).toList();
    return Set.copyOf(known).size() < known.size();
  }

  /** Whether the agent may come over this one. */
  public boolean have(GuestChannel channel) {
    return inOrder.contains(channel);
  }

  /** Whether persons do what an agent else does. */
  public boolean areManual() {
    return have(GuestChannel.MANUAL);
  }

  @Override
  public String toString() {
    return inOrder.stream().map(GuestChannel::toString).collect(Collectors.joining(", "));
  }
}
