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
 * A device that a guest is to have.
 *
 * @param name unique in the guest
 * @param type of virtio device
 * @param virtioId of a device of type {@code other}, if it is known
 * @param backend name of the backend that serves it
 * @param slotKind which kind of slot it gets; gated if it does not say
 * @param pin the place that the user wants for it
 * @param grants whether the backend gets at memory by grants; not if it does not say
 * @param source where the backend takes it from: an image file, a block device, a bridge
 * @param after devices of the guest that have to be bound first
 * @param policy what to do when things go wrong with it
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
          "An entry of after is null; name a device, or leave it out");
    }
    after = List.copyOf(after);
  }

  /** A device that waits for no other one. */
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

  /** A device of which no more is known. */
  public DeviceSpec(String name, DeviceType type, String backend, Optional<SlotKind> slotKind) {
    this(name, type, backend, slotKind, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Whether this can be a source. It becomes a word of command lines and configuration files,
   * between quotation marks.
   */
  public static boolean isSource(String text) {
    return SOURCE.matcher(text).matches();
  }

  /** This device with the virtio ID that its type does not say. */
  public DeviceSpec withVirtioId(int id) {
    return new DeviceSpec(
        name, type, Optional.of(id), backend, slotKind, pin, grants, source, after, policy);
  }

  /** Which kind of slot it gets. */
  public SlotKind kind() {
    return slotKind.orElse(SlotKind.GATED);
  }

  /** This device at a place of the user's choice. */
  public DeviceSpec pinned(Pin place) {
    return new DeviceSpec(
        name, type, virtioId, backend, slotKind, Optional.of(place), grants, source, after, policy);
  }

  /** This device with grants. */
  public DeviceSpec withGrants() {
    return new DeviceSpec(
        name, type, virtioId, backend, slotKind, pin, Optional.of(true), source, after, policy);
  }
}
