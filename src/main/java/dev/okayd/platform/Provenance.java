package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Where the numbers of a platform come from.
 *
 * @param from the sources, with release or commit
 * @param by how the numbers were compared with the hypervisor
 * @param compared the day of the last comparison, such as {@code 2026-11-30}; empty if there was no
 *     comparison
 */
public record Provenance(String from, By by, Optional<String> compared) {

  /** How a platform's numbers are compared with its hypervisor. */
  public enum By {
    /** Tests run a release of the hypervisor, and its sources were read for the others. */
    @JsonProperty("running")
    RUNNING("tests run a release of it"),
    /** A developer read the source; tests compute the numbers from constants that they cite. */
    @JsonProperty("source")
    SOURCE("read in its source"),
    /** The numbers come from reports and published configurations. */
    @JsonProperty("reports")
    REPORTS("taken from reports, not from its source");

    private final String text;

    By(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
