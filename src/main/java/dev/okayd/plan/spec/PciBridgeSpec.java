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
 * @param backend name of the backend that serves what is behind it
 * @param grants whether the backend gets at memory by grants; not if it does not say
 * @param functions those that use grants; all of the bridge if it does not say
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
