package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the numbers of a platform are known.
 *
 * @param from the sources, with release or commit
 * @param by how okayd's tests compare them
 * @param compared the day of the last comparison with a newer source, such as {@code 2026-11-30}
 */
public record Provenance(String from, By by, String compared) {

  /** How a platform's numbers are compared with its hypervisor. */
  public enum By {
    /** The tests run the hypervisor or its toolstack and read what it made. */
    @JsonProperty("running")
    RUNNING("the tests run it"),
    /** The tests compute the numbers from constants of the source, which they cite. */
    @JsonProperty("source")
    SOURCE("the tests compute from its source"),
    /** Nobody who has the source or the hypervisor has compared them. */
    @JsonProperty("reports")
    REPORTS("reports and published configurations; not compared with its source");

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
