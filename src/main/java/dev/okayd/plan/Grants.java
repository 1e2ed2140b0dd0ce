package dev.okayd.plan;

import java.util.Optional;

/**
 * The backend of a device or bridge gets at memory by grants.
 *
 * @param domid of the backend, which the boot tree then names; empty when it is known only at run
 *     time, and the overlay names it
 */
public record Grants(Optional<Integer> domid) {
  /** Whether the overlay has to name the domain. */
  public boolean bindsLate() {
    return domid.isEmpty();
  }
}
