package dev.okayd.fdt.lint;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which checks are warnings and which are errors, as dtc's options {@code -W} and {@code -E} say it
 * ({@code parse_checks_option} in its checks.c). A check may be both, which counts as an error.
 */
public final class Severities {
  private final Set<String> warnings = new HashSet<>();
  private final Set<String> errors = new HashSet<>();

  /** What dtc does without any option. */
  public Severities() {
    for (Check check : Checks.ALL) {
      check.usual().ifPresent(severity -> of(severity).add(check.name()));
    }
  }

  private Set<String> of(Severity severity) {
    return switch (severity) {
      case WARNING -> warnings;
      case ERROR -> errors;
    };
  }

  /**
   * Takes one option.
   *
   * @param argument name of a check, with {@code no-} in front to take the severity from it
   * @throws IllegalArgumentException if there is no such check, or it cannot be turned off
   */
  public void set(Severity severity, String argument) {
    boolean off = argument.startsWith("no-") || argument.startsWith("no_");
    String name = off ? argument.substring("no-".length()) : argument;
    Check check =
        Checks.find(name)
            .orElseThrow(
                () -> new IllegalArgumentException("\"%s\" is no check of dtc".formatted(name)));
    if (!off) {
      raise(check, of(severity));
    } else if (severity == Severity.ERROR && check.held()) {
      throw new IllegalArgumentException(
          "Check %s cannot be turned off: okayd compiles and reads no tree that fails it"
              .formatted(name));
    } else {
      lower(check, of(severity));
    }
  }

  /** With a check goes what it depends on. */
  private static void raise(Check check, Set<String> raised) {
    if (raised.contains(check.name())) {
      return;
    }
    check.prerequisites().forEach(name -> raise(Checks.named(name), raised));
    raised.add(check.name());
  }

  /** With a check goes what depends on it. */
  private static void lower(Check check, Set<String> raised) {
    if (!raised.remove(check.name())) {
      return;
    }
    Checks.ALL.stream()
        .filter(other -> other.prerequisites().contains(check.name()))
        .forEach(other -> lower(other, raised));
  }

  /** Empty for a check that is off. */
  Optional<Severity> of(Check check) {
    if (errors.contains(check.name())) {
      return Optional.of(Severity.ERROR);
    }
    return warnings.contains(check.name()) ? Optional.of(Severity.WARNING) : Optional.empty();
  }
}
