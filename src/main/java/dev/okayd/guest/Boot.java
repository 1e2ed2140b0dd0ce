package dev.okayd.guest;

import java.time.Instant;

/**
 * One start of a guest's kernel, as its agent told of it.
 *
 * @param bootId Linux's boot id
 * @param planDigest what the booted tree carries; empty if it carries none
 * @param kernel release
 * @param overlayInterface what the agent applies overlays with
 * @param helloAt when the agent last said HELLO
 */
public record Boot(
    String bootId, String planDigest, String kernel, String overlayInterface, Instant helloAt) {

  /** Whether an agent says the same again, whenever it says so. */
  public boolean isSameAs(Boot other) {
    return equals(
        new Boot(other.bootId, other.planDigest, other.kernel, other.overlayInterface, helloAt));
  }
}
