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
  /** Xen's domids end below DOMID_FIRST_RESERVED (xen/include/public/xen.h). */
  public static final int LAST_DOMID = 0x7fef;

  /**
   * Whether it is in another domain than domain 0, as xl takes it: by its domid, or else by its
   * name, which is a domid if it has digits only (libxl_domain_qualifier_to_domid), and no name of
   * domain 0's, which is "Domain-0".
   */
  public boolean outsideOfDomain0() {
    return domid.map(number -> number != 0).orElseGet(() -> !name.matches("0+"));
  }

  /** How many bytes of a slot of this size it serves. */
  long servedBytes(long slotSize) {
    return daemon.map(program -> program.servedBytes(slotSize)).orElse(slotSize);
  }

  /** A backend of which only the name is known. */
  static GuestBackend unknown(String name) {
    return new GuestBackend(name, Optional.empty(), Optional.empty());
  }
}
