package dev.okayd.client;

import java.util.List;

/** What a running okayd has refused, a line for each fault. */
public final class ServiceRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  ServiceRefusedException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  /** The first says what was refused; each other one a further fault. */
  public List<String> lines() {
    return lines;
  }
}
