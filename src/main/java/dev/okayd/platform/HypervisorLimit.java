package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.okayd.platform.toolstack.HypervisorVersion;
import java.util.Optional;

/**
 * Something that a hypervisor has only so much of.
 *
 * @param kind of what
 * @param most how much there is
 * @param besides what of it the hypervisor itself needs; nothing if it does not say
 * @param eachVcpu what it needs for each virtual CPU after the first
 * @param from first version of the hypervisor that it holds for
 * @param until last one
 * @param because why, for messages
 */
public record HypervisorLimit(
    Kind kind,
    long most,
    Optional<Integer> besides,
    Optional<Integer> eachVcpu,
    Optional<HypervisorVersion> from,
    Optional<HypervisorVersion> until,
    String because) {

  /** What there is only so much of. */
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

  /** Whether it holds for this version. */
  public boolean holdsFor(HypervisorVersion version) {
    return from.map(first -> first.compareTo(version) <= 0).orElse(true)
        && until.map(last -> version.compareTo(last) <= 0).orElse(true);
  }

  /** Whether it holds whatever the version is. */
  public boolean holdsAlways() {
    return from.isEmpty() && until.isEmpty();
  }

  /** This limit for a guest of so many virtual CPUs. */
  public HypervisorLimit forVcpus(int vcpus) {
    int more = eachVcpu.orElse(0) * (vcpus - 1);
    return new HypervisorLimit(
        kind, most, Optional.of(besides.orElse(0) + more), Optional.empty(), from, until, because);
  }

  /** What there is for a guest's own use. */
  public long left() {
    return most - besides.orElse(0);
  }
}
