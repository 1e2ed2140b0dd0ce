package dev.okayd.plan.spec;

import dev.okayd.platform.Daemon;
import java.util.Optional;

/**
 * A backend as the guest spec describes it.
 *
 * @param name unique
 * @param domid of the backend's domain, on Xen; empty if it is known only at run time
 * @param daemon the program that serves the devices
 */
public record BackendSpec(String name, Optional<Integer> domid, Optional<Daemon> daemon) {
  /** Xen's domids end below DOMID_FIRST_RESERVED (xen/include/public/xen.h). */
  public static final int LAST_DOMID = 0x7fef;

  /**
   * Whether xl takes the backend for another domain than domain 0. xl goes by the domid, or else by
   * the name: a name of digits is a domid (libxl_domain_qualifier_to_domid), and any other name is
   * not domain 0, whose name is "Domain-0".
   */
  public boolean runsOutsideDomain0() {
    return domid.map(number -> number != 0).orElseGet(() -> !name.matches("0+"));
  }

  /** The number of bytes that the backend serves for a slot of a size. */
  public long servedBytes(long slotSize) {
    return daemon.map(program -> program.servedBytes(slotSize)).orElse(slotSize);
  }

  /** A backend that the spec does not list. */
  static BackendSpec unknown(String name) {
    return new BackendSpec(name, Optional.empty(), Optional.empty());
  }
}
