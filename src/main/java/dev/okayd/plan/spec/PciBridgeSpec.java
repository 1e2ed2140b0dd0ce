package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;

/**
 * A gated PCI host bridge, with all virtio-pci devices of one backend behind it.
 *
 * @param name unique in the guest, among devices too
 * @param backend name of the backend that serves the devices behind the bridge
 * @param grants whether the backend uses grants; defaults to false
 * @param functions that use grants; defaults to all functions of the bridge
 */
public record PciBridgeSpec(
    String name,
    String backend,
    Optional<Boolean> grants,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<PciFunction> functions) {

  public PciBridgeSpec {
    functions = List.copyOf(functions);
  }
}
