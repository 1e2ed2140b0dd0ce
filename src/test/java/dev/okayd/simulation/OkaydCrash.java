package dev.okayd.simulation;

/** okayd is killed here; an error, so that nothing of okayd catches it. */
final class OkaydCrash extends Error {
  private static final long serialVersionUID = 1L;

  OkaydCrash() {
    super("okayd is killed");
  }
}
