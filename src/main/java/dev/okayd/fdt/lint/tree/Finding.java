package dev.okayd.fdt.lint.tree;

import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A failed check.
 *
 * @param check name of the check
 * @param severity severity of the check in this run
 * @param node path of the node; empty if the finding is about the whole tree
 * @param property name of the property, if the finding is about one
 * @param text dtc's message
 * @param places the place in the source text, followed by further definitions of the node; empty
 *     for blobs
 */
public record Finding(
    String check,
    Severity severity,
    Optional<String> node,
    Optional<String> property,
    String text,
    List<SourceSpan> places) {

  public Finding {
    places = List.copyOf(places);
  }

  /**
   * The lines that dtc writes about this finding.
   *
   * @param file file name to print if no place is known
   */
  public List<String> lines(String file) {
    String place = places.isEmpty() ? file : places.get(0).toString();
    String subject =
        node.map(path -> path + ":" + property.map(name -> name + ":").orElse("") + " ").orElse("");
    String line = "%s: %s (%s): %s%s".formatted(place, severity.word(), check, subject, text);
    return Stream.concat(
            Stream.of(line), places.stream().skip(1).map(other -> "  also defined at " + other))
        .toList();
  }
}
