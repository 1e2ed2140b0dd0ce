package dev.okayd.plan;

import dev.okayd.platform.Interrupt;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A guest's table of slots. It never changes; another one needs a guest reboot, for the guest's
 * tree carries its digest.
 *
 * @param digest SHA-256 of all the rest, in hexadecimal
 * @param platform name of the platform
 * @param baseTree SHA-256 of the base tree that it was checked against
 * @param slots one for each device, in the order of the spec
 */
public record Plan(
    String digest, String platform, Optional<String> baseTree, List<PlannedSlot> slots) {

  public Plan {
    slots = List.copyOf(slots);
  }

  /** A plan of these slots, with its digest. */
  public static Plan of(String platform, Optional<String> baseTree, List<PlannedSlot> slots) {
    return new Plan(digestOf(platform, baseTree, slots), platform, baseTree, slots);
  }

  /** The slot of this device. */
  public Optional<PlannedSlot> slotOf(String device) {
    return slots.stream().filter(slot -> slot.device().equals(device)).findFirst();
  }

  /**
   * The digest is taken over all that reaches the guest's tree: one line for the plan and one for
   * each slot, so that anybody can take it again. No JSON library and no order of fields has a say
   * in it.
   */
  private static String digestOf(
      String platform, Optional<String> baseTree, List<PlannedSlot> slots) {
    StringBuilder text = new StringBuilder();
    text.append("okayd-plan 2 %s %s\n".formatted(platform, baseTree.orElse("-")));
    for (PlannedSlot planned : slots) {
      text.append(
          "%s %s %s %s %s %s %s %s\n"
              .formatted(
                  planned.device(),
                  planned.type(),
                  planned.backend(),
                  planned.slotKind().name().toLowerCase(Locale.ROOT),
                  planned.slot().base(),
                  planned.slot().size(),
                  cells(planned.slot().interrupt()),
                  planned.slot().path()));
    }
    return HexFormat.of()
        .formatHex(Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Such as {@code 0,16,1}. */
  private static String cells(Interrupt interrupt) {
    return interrupt.cells().stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
