package dev.okayd.simulation;

/** okayd is killed at this point; an error, so that okayd does not catch it. */
final class OkaydCrash extends Error {
  private static final long serialVersionUID = 1L;

  OkaydCrash() {
    super("okayd is killed");
  }
}
