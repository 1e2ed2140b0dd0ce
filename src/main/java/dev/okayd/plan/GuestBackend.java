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

  /** A backend of which only the name is known. */
  static GuestBackend unknown(String name) {
    return new GuestBackend(name, Optional.empty(), Optional.empty());
  }
}
