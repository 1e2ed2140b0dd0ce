package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * A key that okayd may write into a file of a toolstack: a setting, a property, or a word of a list
 * entry.
 *
 * @param name as the file has it; {@code disk.grant_usage} is the word {@code grant_usage} in an
 *     entry of {@code disk}
 * @param since first release that knows it
 * @param commit that introduced it, where it is known
 * @param older what earlier releases do with it; empty where okayd knows of no toolstack that old
 * @param then what okayd does for an earlier release; it leaves the key out if this is empty
 */
public record ToolstackKey(
    String name,
    HypervisorVersion since,
    Optional<String> commit,
    Optional<Older> older,
    Optional<String> then) {

  /** What a release that does not know a key does with it. */
  public enum Older {
    /** It passes over the key without a word. */
    @JsonProperty("ignored")
    IGNORED,
    /** It refuses the guest. */
    @JsonProperty("refused")
    REFUSED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether this release knows it. */
  public boolean isKnownTo(HypervisorVersion release) {
    return since.compareTo(release) <= 0;
  }
}
