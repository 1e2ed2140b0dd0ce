package dev.okayd.fdt.lint;

import dev.okayd.fdt.lint.tree.Severity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The severities of checks, set by dtc's options {@code -W} and {@code -E} ({@code
 * parse_checks_option} in checks.c). A check that is both a warning and an error counts as an
 * error.
 */
public final class Severities {
  private final Set<String> warnings = new HashSet<>();
  private final Set<String> errors = new HashSet<>();

  /** The defaults of dtc. */
  public Severities() {
    for (Check check : Checks.ALL) {
      check.defaultSeverity().ifPresent(severity -> of(severity).add(check.name()));
    }
  }

  private Set<String> of(Severity severity) {
    return switch (severity) {
      case WARNING -> warnings;
      case ERROR -> errors;
    };
  }

  /**
   * Applies one option.
   *
   * @param argument name of a check; the prefix {@code no-} removes the severity from it
   * @throws IllegalArgumentException if the check does not exist or cannot be turned off
   */
  public void set(Severity severity, String argument) {
    boolean off = argument.startsWith("no-") || argument.startsWith("no_");
    String name = off ? argument.substring("no-".length()) : argument;
    Check check =
        Checks.find(name)
            .orElseThrow(
                () -> new IllegalArgumentException("\"%s\" is not a check of dtc".formatted(name)));
    if (!off) {
      raise(check, of(severity));
    } else if (severity == Severity.ERROR && check.enforced()) {
      throw new IllegalArgumentException(
          "Check %s cannot be turned off: okayd rejects every tree that fails it".formatted(name));
    } else {
      lower(check, of(severity));
    }
  }

  /** Turns on a check and its prerequisites. */
  private static void raise(Check check, Set<String> raised) {
    if (raised.contains(check.name())) {
      return;
    }
    check.prerequisites().forEach(name -> raise(Checks.named(name), raised));
    raised.add(check.name());
  }

  /** Turns off a check and all checks that depend on it. */
  private static void lower(Check check, Set<String> raised) {
    if (!raised.remove(check.name())) {
      return;
    }
    Checks.ALL.stream()
        .filter(other -> other.prerequisites().contains(check.name()))
        .forEach(other -> lower(other, raised));
  }

  /** The severity of a check; empty if the check is off. */
  Optional<Severity> of(Check check) {
    if (errors.contains(check.name())) {
      return Optional.of(Severity.ERROR);
    }
    return warnings.contains(check.name()) ? Optional.of(Severity.WARNING) : Optional.empty();
  }
}
