package dev.okayd.plan;

import java.util.Optional;

/**
 * The use of grants by a device or bridge: the backend accesses the guest's memory through them.
 *
 * @param domid of the backend, if it is known when the guest is planned; the boot tree then names
 *     it. Otherwise the overlay names it at run time
 */
public record Grants(Optional<Integer> domid) {
  /** Whether the overlay must name the domain. */
  public boolean bindsLate() {
    return domid.isEmpty();
  }
}
