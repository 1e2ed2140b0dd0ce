package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * A key that okayd may write into a file of a toolstack: a setting, a property, or a keyword of a
 * list entry.
 *
 * @param name of the key in the file; {@code disk.grant_usage} is the keyword {@code grant_usage}
 *     in an entry of {@code disk}
 * @param since first release that knows the key
 * @param commit that introduced the key, if it is known
 * @param older what earlier releases do with the key; empty if okayd supports no such release
 * @param then what okayd does for an earlier release; empty if okayd leaves the key out
 */
public record ToolstackKey(
    String name,
    HypervisorVersion since,
    Optional<String> commit,
    Optional<Older> older,
    Optional<String> then) {

  /** How a release handles a key that it does not know. */
  public enum Older {
    /** It ignores the key silently. */
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

  /** Whether a release knows the key. */
  public boolean isKnownTo(HypervisorVersion release) {
    return since.compareTo(release) <= 0;
  }
}
