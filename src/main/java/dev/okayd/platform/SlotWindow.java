package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The address window.
 *
 * @param base of slot 0; empty where the spec has to say it
 * @param slotSize in bytes
 * @param slots how many there are; interrupts often end before addresses do
 * @param servedSlots how many of them, from slot 0 on, a daemon serves that does not serve all
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
   * How many slots, from slot 0 on, a backend serves whose daemon is this one; of a daemon that
   * nobody named, as many as every daemon serves.
   */
  public int served(Optional<Daemon> daemon) {
    return daemon
        .map(known -> servedSlots.getOrDefault(known, slots))
        .orElseGet(
            () -> servedSlots.values().stream().min(Comparator.naturalOrder()).orElse(slots));
  }
}
