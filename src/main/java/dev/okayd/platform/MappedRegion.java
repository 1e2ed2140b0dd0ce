package dev.okayd.platform;

import java.util.Optional;

/**
 * A range of guest addresses that the hypervisor maps.
 *
 * @param name owner of the range, for messages
 * @param base first address
 * @param size in bytes, not 0
 * @param eachVcpu number of bytes by which the start moves down for each virtual CPU after the
 *     first. The redistributors of a GIC with a fixed end address need this
 */
public record MappedRegion(
    String name, HexNumber base, HexNumber size, Optional<HexNumber> eachVcpu) {

  /** Maximum number of virtual CPUs in a spec. No hypervisor supports more. */
  public static final int MOST_VCPUS = 4096;

  /** Whether the range stays above 0 with the maximum number of virtual CPUs. */
  public boolean fitsAnyVcpus() {
    return eachVcpu
        .filter(
            each ->
                Long.compareUnsigned(
                        each.value(), Long.divideUnsigned(base.value(), MOST_VCPUS - 1))
                    > 0)
        .isEmpty();
  }

  /** The range for a guest with a number of virtual CPUs. */
  public Region forVcpus(int vcpus) {
    long more = eachVcpu.map(HexNumber::value).orElse(0L) * (vcpus - 1);
    return new Region(name, new HexNumber(base.value() - more), new HexNumber(size.value() + more));
  }
}
