package dev.okayd.plan.allocate;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.AddressRangeText;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.Slot;
import java.util.Optional;

/** Resolves pins to slots. */
final class PinnedSlots {
  private final Platform platform;
  private final Faults faults;

  PinnedSlots(Platform platform, Faults faults) {
    this.platform = platform;
    this.faults = faults;
  }

  /** The slot that a pin names. Empty if there is no such slot; the fault is then recorded. */
  Optional<Slot> slotOf(DeviceSpec device, Pin pin) {
    return pin.slot()
        .map(number -> numbered(device, number))
        .orElseGet(() -> at(device, pin.base().orElseThrow(), pin.interrupt()));
  }

  private Optional<Slot> numbered(DeviceSpec device, int number) {
    int slots = platform.window().slots();
    if (number < 0 || number >= slots) {
      faults.add(
          ErrorCode.SLOT_OUT_OF_RANGE,
          "Device \"%s\" is pinned to slot %d, but platform %s has slots 0 to %d",
          device.name(),
          number,
          platform.name(),
          slots - 1);
      return Optional.empty();
    }
    return Optional.of(platform.slot(number, device.kind()));
  }

  private Optional<Slot> at(DeviceSpec device, HexNumber base, Optional<Integer> interrupt) {
    long first = platform.window().base().orElseThrow().value();
    long number = Long.divideUnsigned(base.value() - first, platform.window().slotSize().value());
    boolean inWindow = number >= 0 && number < platform.window().slots();
    if (inWindow) {
      Slot slot = platform.slot((int) number, device.kind());
      return Optional.of(
          interrupt
              .map(intid -> platform.slotAt(slot.index(), base, intid, device.kind()))
              .orElse(slot));
    }
    if (platform.tree() == TreeKind.COMPLETE) {
      faults.add(
          ErrorCode.SLOT_OUT_OF_RANGE,
          "Device \"%s\" is pinned to %s, but platform %s has slots only at %s",
          device.name(),
          base,
          platform.name(),
          windowText());
      return Optional.empty();
    }
    if (interrupt.isEmpty()) {
      faults.add(
          ErrorCode.SLOT_OUT_OF_RANGE,
          "Device \"%s\" is pinned to %s, which is outside of the slots of platform %s at %s; pin its interrupt, too",
          device.name(),
          base,
          platform.name(),
          windowText());
      return Optional.empty();
    }
    return Optional.of(platform.slotAt(Optional.empty(), base, interrupt.get(), device.kind()));
  }

  private String windowText() {
    return AddressRangeText.of(
        platform.window().base().orElseThrow(),
        platform.window().slots() * platform.window().slotSize().value());
  }
}
