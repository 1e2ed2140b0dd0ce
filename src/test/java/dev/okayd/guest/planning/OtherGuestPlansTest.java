package dev.okayd.guest.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.Platform;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OtherGuestPlansTest {
  private static final Platform SHARED = Platforms.shipped().find("xen-direct-map").orElseThrow();
  private static final Platform OWN = Platforms.shipped().find("qemu-virt").orElseThrow();
  private static final GuestSpec ANY = Specs.on("xen").spec();
  private static final Plan DIRECT = direct("0xe0000000");

  private final AtomicInteger reads = new AtomicInteger();

  private static Plan direct(String base) {
    return Plans.plan(Specs.on("xen-direct-map").window(base, 200, 4).with(Specs.gated("disk")));
  }

  private OtherGuestPlans of(GuestPlan... stored) {
    return new OtherGuestPlans(
        () -> {
          reads.incrementAndGet();
          return List.of(stored);
        });
  }

  @Test
  void readsThePlansOnceForManyGuests() {
    OtherGuestPlans others = of(new GuestPlan("a", DIRECT));

    for (int i = 0; i < 10; i++) {
      assertThat(others.of("g" + i, ANY, SHARED)).hasSize(1 + i);
      others.put("g" + i, DIRECT);
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void readsNothingForAGuestWithItsOwnAddressSpace() {
    OtherGuestPlans others = of(new GuestPlan("a", DIRECT));
    others.put("b", DIRECT);

    assertThat(others.of("c", ANY, OWN)).isEmpty();

    assertThat(reads).hasValue(0);
  }

  @Test
  void readsThePlansIfTheBackendIdentifiesGuestsByBase() {
    OtherGuestPlans others = of(new GuestPlan("a", DIRECT));
    GuestSpec spec =
        Specs.on("xen").backend("storage", Daemon.ZEPHYR).with(Specs.gated("disk")).spec();

    assertThat(others.of("c", spec, OWN)).hasSize(1);
  }

  @Test
  void hasTheLatestPlansWithoutTheGuestItself() {
    Plan moved = direct("0xf0000000");
    OtherGuestPlans others =
        of(
            new GuestPlan("a", DIRECT),
            new GuestPlan("b", DIRECT),
            new GuestPlan("c", DIRECT),
            new GuestPlan("q", Plans.plan(Specs.on("qemu-virt").with(Specs.gated("disk")))));
    others.put("b", moved);
    others.forget("c");

    assertThat(others.of("a", ANY, SHARED)).contains(new GuestPlan("b", moved)).hasSize(2);
  }
}
