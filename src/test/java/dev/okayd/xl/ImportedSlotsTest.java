package dev.okayd.xl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.bundle.Bundle;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.catalog.Platforms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plan of an imported spec assigns the slots that libxl assigns, and the xl.cfg of the plan has
 * the same devices.
 */
class ImportedSlotsTest {
  private static final List<String> TYPES = List.of("1", "3", "4", "13", "19", "1a", "22", "29");
  private static final List<String> BACKENDS =
      List.of("", "backend=0, ", "backend=Domain-0, ", "backend=3, ", "backend=storage, ");
  private static final List<String> GRANTS = List.of("", "grant_usage=0, ", "grant_usage=1, ");

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  private static GuestSpec read(String config, String platform, GateSelection gating) {
    return XlImport.read(
            "xl.cfg",
            config.getBytes(StandardCharsets.UTF_8),
            Platforms.shipped().find(platform).orElseThrow(),
            gating)
        .spec();
  }

  private static Blueprint draw(GuestSpec spec) {
    return Blueprint.create(new Planner(Platforms.shipped()), spec, PlanningContext.NONE);
  }

  private static String configOf(Blueprint blueprint) {
    byte[] config = Bundle.of("guest", blueprint).files().get("xl.cfg");
    return new String(config == null ? new byte[0] : config, StandardCharsets.UTF_8);
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /**
   * An xl.cfg with this number of disks and other devices, mixed with devices that have no slot.
   */
  private static String config(Random random, int disks, int others) {
    List<String> disk = new ArrayList<>(List.of("'/dev/pv,raw,hda'"));
    for (int i = 0; i < disks; i++) {
      disk.add(
          "\"%s%svdev=xvd%c, specification=virtio, target=/dev/vg/disk%d\""
              .formatted(pick(random, BACKENDS), pick(random, GRANTS), 'a' + i, i));
    }
    List<String> virtio = new ArrayList<>(List.of("'type=virtio,device22'"));
    for (int i = 0; i < others; i++) {
      virtio.add(
          "\"%s%stype=virtio,device%s, transport=mmio\""
              .formatted(pick(random, BACKENDS), pick(random, GRANTS), pick(random, TYPES)));
    }
    return "vcpus=2\ndisk=[%s,\n]\nvirtio=[%s]\nirqs=[151]\n"
        .formatted(String.join(",\n", disk), String.join(", # next\n", virtio));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void deviceKHasTheSlotThatLibxlAssigns(int seed) {
    Random random = new Random(seed);
    int disks = random.nextInt(6);
    int others = random.nextInt(6);

    GuestSpec spec = read(config(random, disks, others), "xen", new GateSelection.Only(Set.of()));
    List<PlannedSlot> slots = draw(spec).plan().slots();

    assertThat(slots).hasSize(disks + others);
    for (int k = 0; k < slots.size(); k++) {
      assertThat(slots.get(k).slot().base().value()).isEqualTo(0x0200_0000L + 0x200L * k);
      assertThat(slots.get(k).slot().interrupt().intid()).isEqualTo(33 + k);
      assertThat(slots.get(k).type().toString().equals("blk")).isEqualTo(k < disks);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theXlCfgOfThePlanHasTheSameDevices(int seed) {
    Random random = new Random(seed);
    Blueprint blueprint =
        draw(
            read(
                config(random, random.nextInt(6), random.nextInt(6)),
                "xen",
                new GateSelection.Only(Set.of())));

    GuestSpec again = read(configOf(blueprint), "xen", new GateSelection.Only(Set.of()));

    assertThat(again.machine().orElseThrow().passthroughInterrupts()).containsExactly(151);
    assertThat(again).isEqualTo(withBackendsInOrderOf(again, blueprint.spec()));
    assertThat(draw(again).plan()).isEqualTo(blueprint.plan());
  }

  /** The order of backends has no meaning. */
  private static GuestSpec withBackendsInOrderOf(GuestSpec again, GuestSpec spec) {
    assertThat(again.backends()).containsExactlyInAnyOrderElementsOf(spec.backends());
    return new GuestSpec(
        spec.platform(),
        spec.version(),
        spec.window(),
        spec.machine(),
        spec.grants(),
        again.backends(),
        spec.devices(),
        spec.bridges(),
        spec.spare());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theXlCfgOfThePlanOmitsOnlyTheGatedDevices(int seed) {
    Random random = new Random(seed);
    String config = config(random, 3, 3);
    GuestSpec all = read(config, "xen", new GateSelection.Only(Set.of()));
    Set<String> gated =
        Set.of(all.devices().get(random.nextInt(3)).name(), all.devices().get(3).name());

    GuestSpec spec = read(config, "xen", new GateSelection.Only(gated));
    Blueprint blueprint = draw(spec);
    GuestSpec again = read(configOf(blueprint), "xen", new GateSelection.Only(Set.of()));

    assertThat(blueprint.plan().gates()).extracting(gate -> gate.name()).containsAll(gated);
    assertThat(again.devices())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("name")
        .containsExactlyElementsOf(
            spec.devices().stream().filter(device -> device.kind() == SlotKind.BOOT).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 10})
  void devicesOfAmdsTreeAreNumberedFromTheTopAndKept(int devices) {
    List<String> disks = new ArrayList<>();
    List<String> nics = new ArrayList<>(List.of("'bridge=pv'"));
    for (int i = 0; i < devices; i++) {
      if (i < devices / 2) {
        disks.add("'/dev/vg/%d,raw,xvd%c,specification=virtio'".formatted(i, 'a' + i));
      } else {
        nics.add("'model=virtio-net,bridge=br%d,backend=%d'".formatted(i, i % 2));
      }
    }
    String config =
        "disk=[%s]\nvif=[%s]\n".formatted(String.join(",", disks), String.join(",", nics));

    Blueprint blueprint = draw(read(config, "xen-amd", new GateSelection.Only(Set.of())));
    GuestSpec again = read(configOf(blueprint), "xen-amd", new GateSelection.Only(Set.of()));

    List<PlannedSlot> slots = blueprint.plan().slots();
    assertThat(slots).hasSize(devices);
    for (int k = 0; k < devices; k++) {
      assertThat(slots.get(k).slot().base().value()).isEqualTo(0x0200_1200L - 0x200L * k);
      assertThat(slots.get(k).slot().interrupt().intid()).isEqualTo(43 - k);
    }
    assertThat(again.devices()).isEqualTo(blueprint.spec().devices());
    assertThat(again.devices())
        .allMatch(device -> device.grants().equals(java.util.Optional.of(true)));
    assertThat(again.devices()).extracting(DeviceSpec::backend).isSubsetOf("dom0", "dom1");
    assertThat(again.backends()).extracting(BackendSpec::name).isSubsetOf("dom0", "dom1");
  }
}
