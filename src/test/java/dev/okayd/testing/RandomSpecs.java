package dev.okayd.testing;

import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.DeviceTypeOrder;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.catalog.Platforms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random specs, the same for the same seed. */
public final class RandomSpecs {
  private static final int BACKENDS = 4;

  private final Random random;
  private int devices;

  public RandomSpecs(long seed) {
    random = new Random(seed);
  }

  /** A random one of these. */
  public <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** True with this percentage. */
  public boolean percent(int often) {
    return random.nextInt(100) < often;
  }

  /** A number from 0, below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** The same elements in random order. */
  public <T> List<T> shuffled(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    java.util.Collections.shuffle(copy, random);
    return copy;
  }

  /** A device with a unique name. */
  public DeviceSpec device(boolean mayUseGrants) {
    return device(DeviceType.KNOWN, mayUseGrants);
  }

  private DeviceSpec device(List<DeviceType> types, boolean mayUseGrants) {
    return new DeviceSpec(
        "d" + devices++,
        oneOf(types),
        "b" + random.nextInt(BACKENDS),
        percent(30) ? Optional.of(SlotKind.BOOT) : Optional.empty(),
        Optional.empty(),
        mayUseGrants && percent(40) ? Optional.of(true) : Optional.empty(),
        Optional.empty());
  }

  /** Many devices. */
  public List<DeviceSpec> devices(int count, boolean mayUseGrants) {
    return devices(DeviceType.KNOWN, count, mayUseGrants);
  }

  private List<DeviceSpec> devices(List<DeviceType> types, int count, boolean mayUseGrants) {
    List<DeviceSpec> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(device(types, mayUseGrants));
    }
    return many;
  }

  /** A spec for a platform; most of them can be planned. */
  public Specs spec(String platform) {
    boolean xen = platform.startsWith("xen");
    List<DeviceType> types =
        Platforms.shipped()
            .find(platform)
            .orElseThrow()
            .types()
            .map(DeviceTypeOrder::order)
            .orElse(DeviceType.KNOWN);
    Specs specs = Specs.on(platform).with(devices(types, random.nextInt(9), xen));
    if (platform.equals("xen-direct-map") || platform.equals("custom")) {
      specs.window("0x50000000", 100);
    }
    for (int i = 0; i < BACKENDS; i++) {
      switch (random.nextInt(4)) {
        case 0 -> specs.backend("b" + i, random.nextInt(9));
        case 1 -> specs.backend("b" + i, oneOf(List.of(Daemon.values())));
        case 2 -> specs.backend("b" + i, random.nextInt(9), oneOf(List.of(Daemon.values())));
        default -> {
          // it is known by name only
        }
      }
    }
    if (Set.of("xen", "xen-dom0less", "xen-epam").contains(platform)) {
      for (int i = random.nextInt(3); i > 0; i--) {
        String name = "bridge" + i;
        specs.with(
            percent(50) ? Specs.bridge(name, "p" + i) : Specs.bridgeWithGrants(name, "p" + i));
      }
    }
    if (xen && percent(50)) {
      specs.version("4." + (17 + random.nextInt(6)));
    }
    switch (random.nextInt(3)) {
      case 0 -> specs.spareAll();
      case 1 -> specs.spare(random.nextInt(3));
      default -> {
        // none
      }
    }
    return specs;
  }
}
