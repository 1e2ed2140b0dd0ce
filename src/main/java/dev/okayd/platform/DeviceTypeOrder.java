package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The virtio-mmio devices that a hypervisor has, in the order in which it initializes them and
 * gives them slots, whatever order its command line or configuration has.
 *
 * @param order every type that the hypervisor has
 * @param lastFirst types of which it initializes the last device first
 * @param most how many devices of a type a guest can have, if not any number
 */
public record DeviceTypeOrder(
    List<DeviceType> order,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<DeviceType> lastFirst,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<DeviceType, Integer> most) {

  public DeviceTypeOrder {
    order = List.copyOf(order);
    lastFirst = List.copyOf(lastFirst);
    most = Map.copyOf(most);
  }

  /** Whether the hypervisor has devices of this type. */
  public boolean has(DeviceType type) {
    return order.contains(type);
  }

  /**
   * The devices in the order in which the hypervisor gives them slots. Types that it does not have
   * are left out.
   */
  public <D> List<D> sorted(List<D> devices, Function<D, DeviceType> typeOf) {
    List<D> sorted = new ArrayList<>();
    for (DeviceType type : order) {
      int first = sorted.size();
      for (D device : devices) {
        if (typeOf.apply(device) == type) {
          sorted.add(lastFirst.contains(type) ? first : sorted.size(), device);
        }
      }
    }
    return sorted;
  }
}
