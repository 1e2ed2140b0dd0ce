package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.okayd.platform.toolstack.HypervisorVersion;
import java.util.Optional;

/**
 * A limit of a hypervisor.
 *
 * @param kind the limited resource
 * @param most the maximum
 * @param besides the hypervisor's own share; defaults to 0
 * @param eachVcpu the hypervisor's additional share for each virtual CPU after the first
 * @param from first version of the hypervisor with this limit
 * @param until last version with this limit
 * @param because the reason, for messages
 */
public record HypervisorLimit(
    Kind kind,
    long most,
    Optional<Integer> besides,
    Optional<Integer> eachVcpu,
    Optional<HypervisorVersion> from,
    Optional<HypervisorVersion> until,
    String because) {

  /** The limited resource. */
  public enum Kind {
    /** Backends of one guest. */
    @JsonProperty("backends")
    BACKENDS,
    /** Bytes of the guest's whole tree. */
    @JsonProperty("tree-bytes")
    TREE_BYTES,
    /** Virtual CPUs of one guest. */
    @JsonProperty("vcpus")
    VCPUS,
    /** The highest phandle of a partial tree. */
    @JsonProperty("phandle")
    PHANDLE
  }

  /** Whether the limit applies to a version. */
  public boolean holdsFor(HypervisorVersion version) {
    return from.map(first -> first.compareTo(version) <= 0).orElse(true)
        && until.map(last -> version.compareTo(last) <= 0).orElse(true);
  }

  /** Whether the limit applies to all versions. */
  public boolean holdsAlways() {
    return from.isEmpty() && until.isEmpty();
  }

  /** This limit for a guest with a number of virtual CPUs. */
  public HypervisorLimit forVcpus(int vcpus) {
    int more = eachVcpu.orElse(0) * (vcpus - 1);
    return new HypervisorLimit(
        kind, most, Optional.of(besides.orElse(0) + more), Optional.empty(), from, until, because);
  }

  /** The amount that a guest can use. */
  public long left() {
    return most - besides.orElse(0);
  }
}
