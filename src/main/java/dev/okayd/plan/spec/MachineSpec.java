package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.okayd.platform.Region;
import java.util.List;
import java.util.Optional;

/**
 * What else the guest has; slots keep clear of it, and the toolstack's configuration says it.
 *
 * @param vcpus virtual CPUs
 * @param memoryMib RAM in MiB
 * @param vuart whether it has the platform's emulated UART
 * @param trapUnmappedAccesses whether the hypervisor faults on accesses that nobody serves
 * @param createdPaused whether xl leaves it paused after it is created ({@code xl create -p}), and
 *     it is unpaused when somebody answers in every slot that it probes
 * @param passthroughInterrupts INTIDs of the host's interrupts that are assigned to it
 * @param ram where its RAM is, when that is known
 * @param reserved ranges that something else has
 */
public record MachineSpec(
    Optional<Integer> vcpus,
    Optional<Integer> memoryMib,
    Optional<Boolean> vuart,
    Optional<Boolean> trapUnmappedAccesses,
    Optional<Boolean> createdPaused,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Integer> passthroughInterrupts,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Region> ram,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Region> reserved) {

  /** Nothing is known of it. */
  public static final MachineSpec UNKNOWN =
      new MachineSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of());

  public MachineSpec {
    passthroughInterrupts = List.copyOf(passthroughInterrupts);
    ram = List.copyOf(ram);
    reserved = List.copyOf(reserved);
  }

  /** Whether the hypervisor was told to answer accesses that nobody serves. */
  public boolean hasUnclaimedAccessesAnswered() {
    return trapUnmappedAccesses.filter(traps -> !traps).isPresent();
  }

  /** Whether xl leaves it paused until somebody answers. */
  public boolean startsPaused() {
    return createdPaused.orElse(false);
  }

  /** Whether it has the platform's emulated UART. */
  public boolean hasVuart() {
    return vuart.orElse(false);
  }
}
