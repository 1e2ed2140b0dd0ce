package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.okayd.platform.Region;
import java.util.List;
import java.util.Optional;

/**
 * Other resources of the guest. Slots do not overlap them, and okayd writes them into the
 * toolstack's configuration.
 *
 * @param vcpus number of virtual CPUs
 * @param memoryMib RAM in MiB
 * @param vuart whether the guest has the platform's emulated UART
 * @param trapUnmappedAccesses whether the hypervisor faults on accesses that no backend serves
 * @param createdPaused whether the operator creates the guest paused ({@code xl create -p}) and
 *     unpauses it when a backend serves every slot that the guest probes
 * @param passthroughInterrupts INTIDs of host interrupts that are assigned to the guest
 * @param ram address ranges of RAM, if they are known
 * @param reserved address ranges for other uses
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

  /** A machine with every field unknown. */
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

  /** Whether the spec makes the hypervisor answer accesses that no backend serves. */
  public boolean hasUnclaimedAccessesAnswered() {
    return trapUnmappedAccesses.filter(traps -> !traps).isPresent();
  }

  /** Whether the guest stays paused until its backends serve its slots. */
  public boolean startsPaused() {
    return createdPaused.orElse(false);
  }

  /** Whether the guest has the platform's emulated UART. */
  public boolean hasVuart() {
    return vuart.orElse(false);
  }
}
