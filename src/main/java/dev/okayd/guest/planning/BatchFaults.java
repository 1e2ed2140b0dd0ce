package dev.okayd.guest.planning;

import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of a batch, up to a limit. */
final class BatchFaults {
  private static final int MAX_FAULTS = 200;

  /** An invalid name can be of any length. */
  private static final int MAX_NAME_LENGTH = 80;

  private final List<Fault> first = new ArrayList<>();
  private int more;

  /** Adds the faults of a guest that cannot be planned. */
  void add(String guest, OkaydException refusal) {
    String name = guest.substring(0, Math.min(MAX_NAME_LENGTH, guest.length()));
    for (Fault fault : refusal.faults()) {
      if (first.size() < MAX_FAULTS) {
        first.add(new Fault(fault.code(), "guest \"%s\": %s".formatted(name, fault.message())));
      } else {
        more++;
      }
    }
  }

  /**
   * Refuses the batch if it has faults.
   *
   * @throws OkaydException with the faults
   */
  void refuseIfAny() {
    if (first.isEmpty()) {
      return;
    }
    List<Fault> all = new ArrayList<>(first);
    if (more > 0) {
      all.add(
          new Fault(
              first.get(MAX_FAULTS - 1).code(), "and %d more; fix these first".formatted(more)));
    }
    throw new OkaydException(all);
  }
}
