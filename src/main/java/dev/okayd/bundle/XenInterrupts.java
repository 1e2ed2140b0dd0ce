package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.Plan;
import dev.okayd.platform.Interrupt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The number of shared interrupts in the configuration of a Xen guest. */
final class XenInterrupts {

  private XenInterrupts() {}

  /**
   * The {@code nr_spis} that covers every interrupt of the plan and every passed-through interrupt.
   */
  static int sharedInterrupts(Blueprint blueprint) {
    Plan plan = blueprint.plan();
    int least = blueprint.platform().sharedInterrupts().map(bounds -> bounds.least()).orElse(1);
    IntStream intids =
        Stream.of(
                plan.slots().stream().map(planned -> planned.slot().interrupt().intid()),
                plan.spares().stream().map(spare -> spare.interrupt().intid()),
                plan.bridges().stream()
                    .flatMap(bridge -> bridge.space().stream())
                    .map(space -> space.interrupt() + space.interrupts() - 1),
                blueprint.spec().machineOrUnknown().passthroughInterrupts().stream())
            .flatMap(each -> each)
            .mapToInt(Integer::intValue);
    return Math.max(least, intids.max().orElse(Interrupt.FIRST_SPI) - Interrupt.FIRST_SPI + 1);
  }
}
