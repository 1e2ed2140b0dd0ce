package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The types of virtio-mmio devices of a hypervisor, in the order in which it initializes devices
 * and assigns slots. This order does not depend on the order in its command line or configuration.
 *
 * @param order every type that the hypervisor has
 * @param lastFirst types whose devices it initializes in reverse order
 * @param most maximum number of devices per type, for types with a limit
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
   * Sorts devices into the order in which the hypervisor assigns slots. Drops devices of types that
   * it does not have.
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
