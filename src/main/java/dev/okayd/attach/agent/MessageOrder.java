package dev.okayd.attach.agent;

import dev.okayd.channel.Hello;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.guest.store.BootStore;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Refuses late messages: those of an earlier boot, of an earlier session, or of an earlier time.
 */
final class MessageOrder {
  private final BootStore boots;

  MessageOrder(BootStore boots) {
    this.boots = boots;
  }

  /** Refuses a HELLO of a boot or a session that is over. */
  void requireNotOver(Handle handle, Guest guest, Hello hello) {
    if (isOver(handle, guest, hello)) {
      throw new OkaydException(
          ErrorCode.BOOT_OVER,
          "Boot %s of guest \"%s\", or the session of this message, is over; an agent that still runs begins another session"
              .formatted(hello.bootId(), guest.name()));
    }
  }

  /**
   * Whether a HELLO is too late to say which boot the guest is in. Sessions are ordered by their
   * beginning; boots have no order, so without a session okayd knows only that another boot has
   * followed. A session that began before the state was restored is over.
   */
  private boolean isOver(Handle handle, Guest guest, Hello hello) {
    return hello
        .session()
        .map(session -> session < boots.oldestSession(handle, guest.name()))
        .orElseGet(() -> boots.isOver(handle, guest.name(), hello.bootId()));
  }

  /**
   * Whether the guest was put back to a snapshot. An agent begins its sessions one after the other.
   * So a later session, in a boot that another boot has followed or with an uptime behind the
   * recorded one, comes from a guest whose time went back or stood still.
   */
  boolean isPutBack(Handle handle, Guest guest, Hello hello, Instant now) {
    if (hello.session().isEmpty()) {
      return false;
    }
    Optional<Boot> same = guest.bootOf(hello.bootId());
    return same.map(boot -> hello.session().get() > boot.session() && isBehind(hello, boot, now))
        .orElseGet(() -> boots.isOver(handle, guest.name(), hello.bootId()));
  }

  private static boolean isBehind(Hello hello, Boot boot, Instant now) {
    return hello.uptimeMillis().filter(uptime -> boot.mayBeRestored(uptime, now)).isPresent();
  }

  /** Refuses a HELLO that is older than one that okayd has accepted in the same boot. */
  static void requireNotLate(Guest guest, Hello hello) {
    guest
        .bootOf(hello.bootId())
        .ifPresent(boot -> hello.uptimeMillis().ifPresent(uptime -> requireNotLate(boot, uptime)));
  }

  /**
   * Refuses a message that is older than one that was recorded already: its content may be
   * outdated.
   */
  static void requireNotLate(Boot boot, long uptimeMillis) {
    if (uptimeMillis < boot.uptimeMillis()) {
      throw new OkaydException(
          ErrorCode.MESSAGE_LATE,
          "The message is of uptime %d ms, but one of %d ms was taken already; drop it"
              .formatted(uptimeMillis, boot.uptimeMillis()));
    }
  }

  /** Refuses a request for a command of a guest that may have been put back since it sent HELLO. */
  static void requireNotBehind(Boot boot, long uptimeMillis, Instant now) {
    if (boot.mayBeRestored(uptimeMillis, now)) {
      throw new OkaydException(
          ErrorCode.MESSAGE_LATE,
          "The guest's uptime is %d ms, and was %d ms at %s: it stood still or was put back; send HELLO in another session"
              .formatted(uptimeMillis, boot.uptimeMillis(), boot.lastSeenAt()));
    }
  }
}
