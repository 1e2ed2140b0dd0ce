package dev.okayd.channel;

import java.util.Optional;

/**
 * The agent is up.
 *
 * @param bootId Linux's boot id
 * @param planDigest what the guest's own tree carries, if it carries one
 * @param kernel release
 * @param overlayInterface what the agent applies overlays with
 */
public record Hello(
    String bootId, Optional<String> planDigest, String kernel, String overlayInterface) {

  public Hello {
    Bounds.requireAtMost(128, "planDigest", planDigest);
    Bounds.requireAtMost(128, "kernel", kernel);
    Bounds.requireAtMost(32, "overlayInterface", overlayInterface);
  }
}
