package dev.okayd.testing;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary of a test run beyond its failures: skipped tests with their reasons, and the slowest
 * classes.
 *
 * @param skipped how many tests were skipped, by reason
 * @param times of test classes, by name
 */
record RunSummary(Map<String, Integer> skipped, Map<String, Duration> times) {
  private static final int SLOWEST = 10;

  private record Missing(Absence absence, int tests) {}

  /** The summary with a trailing line break; empty if there is nothing to report. */
  String text() {
    return Stream.of(toolLines(), otherLines(), slowestLines())
        .flatMap(Collection::stream)
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private List<String> toolLines() {
    List<Missing> missing =
        skipped.entrySet().stream()
            .flatMap(
                entry ->
                    Absence.in(entry.getKey())
                        .map(absence -> new Missing(absence, entry.getValue()))
                        .stream())
            .sorted(Comparator.comparing(some -> some.absence().tool()))
            .toList();
    if (missing.isEmpty()) {
      return List.of();
    }
    String packages =
        missing.stream()
            .map(some -> some.absence().debianPackage())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    return Stream.of(
            Stream.of("Skipped, because a tool is not installed:", row("tests", "tool", "package")),
            missing.stream()
                .map(
                    some ->
                        row(
                            Integer.toString(some.tests()),
                            some.absence().tool(),
                            some.absence().debianPackage())),
            Stream.of("To run them: apt-get install --no-install-recommends " + packages))
        .flatMap(lines -> lines)
        .toList();
  }

  private static String row(String tests, String tool, String debianPackage) {
    return "%7s  %-20s  %s".formatted(tests, tool, debianPackage);
  }

  private List<String> otherLines() {
    Map<String, Integer> others = new TreeMap<>(skipped);
    others.keySet().removeIf(reason -> Absence.in(reason).isPresent());
    if (others.isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            Stream.of("Skipped for other reasons:"),
            others.entrySet().stream()
                .map(entry -> "%7d  %s".formatted(entry.getValue(), firstLine(entry.getKey()))))
        .toList();
  }

  private static String firstLine(String reason) {
    Optional<String> first = reason.lines().findFirst();
    return first.orElse("without a reason");
  }

  private List<String> slowestLines() {
    if (times.isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            Stream.of("The slowest test classes:"),
            times.entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
                .limit(SLOWEST)
                .map(
                    entry ->
                        String.format(
                            Locale.ROOT,
                            "%7.1f s  %s",
                            entry.getValue().toMillis() / 1000.0,
                            entry.getKey())))
        .toList();
  }
}
