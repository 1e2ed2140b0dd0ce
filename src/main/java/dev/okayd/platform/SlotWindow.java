package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The address window of the slots.
 *
 * @param base of slot 0; empty if the spec must set it
 * @param slotSize in bytes
 * @param slots number of slots; often limited by interrupts rather than addresses
 * @param servedSlots number of slots, starting with slot 0, that a daemon serves, for daemons that
 *     do not serve all slots
 */
public record SlotWindow(
    Optional<HexNumber> base,
    HexNumber slotSize,
    int slots,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<Daemon, Integer> servedSlots) {

  public SlotWindow {
    servedSlots = Map.copyOf(servedSlots);
  }

  /**
   * The number of slots, starting with slot 0, that a daemon serves. For an unknown daemon, the
   * number that every daemon serves.
   */
  public int served(Optional<Daemon> daemon) {
    return daemon
        .map(known -> servedSlots.getOrDefault(known, slots))
        .orElseGet(
            () -> servedSlots.values().stream().min(Comparator.naturalOrder()).orElse(slots));
  }
}
