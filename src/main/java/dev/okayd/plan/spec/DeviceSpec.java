package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A device of a guest, as the user wants it.
 *
 * @param name unique in the guest
 * @param type of virtio device
 * @param virtioId virtio device ID of a device of type {@code other}, if it is known
 * @param backend name of the backend that serves it
 * @param slotKind kind of the slot; defaults to gated
 * @param pin the slot that the user chose for the device
 * @param grants whether the backend uses grants; defaults to false
 * @param source of the device on the backend's side: an image file, a block device, a bridge
 * @param after devices of the guest that must be bound first
 * @param policy for failures of this device
 */
public record DeviceSpec(
    String name,
    DeviceType type,
    Optional<Integer> virtioId,
    String backend,
    Optional<SlotKind> slotKind,
    Optional<Pin> pin,
    Optional<Boolean> grants,
    Optional<String> source,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> after,
    Optional<Policy> policy) {

  private static final Pattern SOURCE = Pattern.compile("[0-9A-Za-z/._:+@=-]{1,255}");

  @JsonCreator
  public DeviceSpec {
    if (after.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "An entry of after is null; name a device, or leave the entry out");
    }
    after = List.copyOf(after);
  }

  /** A device that waits for no other device. */
  public DeviceSpec(
      String name,
      DeviceType type,
      String backend,
      Optional<SlotKind> slotKind,
      Optional<Pin> pin,
      Optional<Boolean> grants,
      Optional<String> source) {
    this(
        name,
        type,
        Optional.empty(),
        backend,
        slotKind,
        pin,
        grants,
        source,
        List.of(),
        Optional.empty());
  }

  /** A device with defaults for all other fields. */
  public DeviceSpec(String name, DeviceType type, String backend, Optional<SlotKind> slotKind) {
    this(name, type, backend, slotKind, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Whether a text is a valid source. A source appears in quotes in command lines and configuration
   * files.
   */
  public static boolean isSource(String text) {
    return SOURCE.matcher(text).matches();
  }

  /** This device with a virtio ID, which type {@code other} does not imply. */
  public DeviceSpec withVirtioId(int id) {
    return new DeviceSpec(
        name, type, Optional.of(id), backend, slotKind, pin, grants, source, after, policy);
  }

  /** The kind of its slot. */
  public SlotKind kind() {
    return slotKind.orElse(SlotKind.GATED);
  }

  /** This device with a pin. */
  public DeviceSpec pinned(Pin newPin) {
    return new DeviceSpec(
        name,
        type,
        virtioId,
        backend,
        slotKind,
        Optional.of(newPin),
        grants,
        source,
        after,
        policy);
  }

  /** This device with grants. */
  public DeviceSpec withGrants() {
    return new DeviceSpec(
        name, type, virtioId, backend, slotKind, pin, Optional.of(true), source, after, policy);
  }
}
