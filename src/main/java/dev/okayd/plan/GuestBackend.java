package dev.okayd.plan;

import dev.okayd.platform.Daemon;
import java.util.Optional;

/**
 * What is known of a backend before the guest exists.
 *
 * @param name unique
 * @param domid of the domain that serves, on Xen; empty when it is known only at run time
 * @param daemon the program that serves
 */
public record GuestBackend(String name, Optional<Integer> domid, Optional<Daemon> daemon) {

  /**
   * Whether it is in another domain than domain 0, as xl takes it: by its domid, or else by its
   * name, which is a domid if it has digits only (libxl_domain_qualifier_to_domid), and no name of
   * domain 0's, which is "Domain-0".
   */
  public boolean outsideOfDomain0() {
    return domid.map(number -> number != 0).orElseGet(() -> !name.matches("0+"));
  }

  /** A backend of which only the name is known. */
  static GuestBackend unknown(String name) {
    return new GuestBackend(name, Optional.empty(), Optional.empty());
  }
}
