package dev.okayd.cli;

import java.util.List;

/** What a running okayd has refused, a line for each fault. */
final class ServiceRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  ServiceRefusal(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  List<String> lines() {
    return lines;
  }
}
