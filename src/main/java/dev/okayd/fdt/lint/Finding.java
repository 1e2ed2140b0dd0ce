package dev.okayd.fdt.lint;

import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A check that failed.
 *
 * @param check its name
 * @param severity that the check has in this run
 * @param node path of the node; empty where the whole tree is meant
 * @param property of the node, if one is meant
 * @param text what is wrong, in dtc's words
 * @param places where that stands in the source text: the first is the place, the others are where
 *     else the node is defined; empty for blobs
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
   * The lines that dtc writes of it.
   *
   * @param file to be named where no place is known
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
