package dev.okayd.client;

import java.util.List;

/** A refusal by a running okayd, one line for each fault. */
public final class ServiceRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  ServiceRefusedException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  /** The first line names the main fault, each further line another one. */
  public List<String> lines() {
    return lines;
  }
}
