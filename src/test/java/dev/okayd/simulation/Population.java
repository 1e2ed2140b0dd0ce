package dev.okayd.simulation;

import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Sets up the backends and guests of a schedule, and starts them. */
final class Population {
  private static final String SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private final World world;
  private final RandomSpecs specs;
  private final OperatorRequests operator;

  Population(World world, RandomSpecs specs, OperatorRequests operator) {
    this.world = world;
    this.specs = specs;
    this.operator = operator;
  }

  void populate() {
    Chance chance = world.chance();
    int backends = chance.between(1, 2);
    for (int i = 0; i < backends; i++) {
      String name = "b" + i;
      SimulatedBackend.Reporting reporting =
          chance.oneOf(
              List.of(
                  SimulatedBackend.Reporting.EVENTS,
                  SimulatedBackend.Reporting.EVENTS,
                  SimulatedBackend.Reporting.LEASES,
                  SimulatedBackend.Reporting.LEASES,
                  SimulatedBackend.Reporting.XENSTORE));
      world.backends().put(name, new SimulatedBackend(name, SECRET, world, reporting));
    }
    world
        .store()
        .read(
            handle -> {
              world.backends().values().forEach(backend -> register(handle, backend));
              return backends;
            });
    int guests = chance.between(1, 2);
    for (int i = 0; i < guests; i++) {
      guest("g" + i, backends);
    }
    List.copyOf(world.okayds()).forEach(SimulatedOkayd::start);
    world.reader().start();
    world.guests().values().forEach(guest -> world.soon(() -> startAgent(guest)));
    world.backends().values().forEach(backend -> world.soon(backend::start));
  }

  private static void startAgent(SimulatedGuest guest) {
    if (guest.runs()) {
      guest.ensureAgent();
    }
  }

  private void register(Handle handle, SimulatedBackend backend) {
    if (backend.isInXenstore()) {
      world.okayd().parts().readiness().registerInXenstore(handle, backend.name());
    } else {
      world.okayd().parts().readiness().register(handle, backend.name(), SECRET);
    }
  }

  private void guest(String name, int backends) {
    List<DeviceSpec> devices = new ArrayList<>();
    int count = world.chance().between(1, 2);
    for (int i = 0; i < count; i++) {
      devices.add(specs.device(i, devices, backends));
    }
    GuestSpec spec = specs.spec(devices, backends);
    String token = world.okayd().guests().put(name, spec).orElseThrow();
    operator.recordPlans();
    world.guests().put(name, new SimulatedGuest(name, token, world, () -> configuration(name)));
  }

  /** The toolstack's current configuration of a guest. */
  private SimulatedGuest.Configuration configuration(String name) {
    Guest guest = operator.planned(name);
    return new SimulatedGuest.Configuration(
        world.okayd().guests().tree(name),
        guest.plan().slots().stream()
            .filter(slot -> slot.slotKind() == SlotKind.BOOT)
            .map(PlannedSlot::backend)
            .collect(Collectors.toSet()));
  }
}
