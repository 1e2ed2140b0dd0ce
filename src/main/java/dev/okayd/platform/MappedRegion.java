package dev.okayd.platform;

import java.util.Optional;

/**
 * A range of a guest's addresses that the hypervisor has mapped.
 *
 * @param name what has it, for messages
 * @param base first address
 * @param size in bytes, not 0
 * @param eachVcpu how many bytes further down it begins for each virtual CPU after the first, as
 *     the redistributors of a GIC do that ends at a fixed address
 */
public record MappedRegion(
    String name, HexNumber base, HexNumber size, Optional<HexNumber> eachVcpu) {

  /** More than any guest has: a spec is refused that says more. */
  public static final int MOST_VCPUS = 4096;

  /** Whether the range stays above 0 with as many virtual CPUs as a guest may have. */
  public boolean fitsAnyVcpus() {
    return eachVcpu
        .filter(
            each ->
                Long.compareUnsigned(
                        each.value(), Long.divideUnsigned(base.value(), MOST_VCPUS - 1))
                    > 0)
        .isEmpty();
  }

  /** The range for a guest with so many virtual CPUs. */
  public Region forVcpus(int vcpus) {
    long more = eachVcpu.map(HexNumber::value).orElse(0L) * (vcpus - 1);
    return new Region(name, new HexNumber(base.value() - more), new HexNumber(size.value() + more));
  }
}
