package dev.okayd.guest.planning;

import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the guests of a batch, as far as anybody reads it. */
final class BatchFaults {
  private static final int MOST = 200;

  /** What is no name may be of any length. */
  private static final int LONGEST_NAME = 80;

  private final List<Fault> first = new ArrayList<>();
  private int more;

  /** A guest cannot be planned. */
  void add(String guest, OkaydException refusal) {
    String name = guest.substring(0, Math.min(LONGEST_NAME, guest.length()));
    for (Fault fault : refusal.faults()) {
      if (first.size() < MOST) {
        first.add(new Fault(fault.code(), "guest \"%s\": %s".formatted(name, fault.message())));
      } else {
        more++;
      }
    }
  }

  /**
   * Refuses the batch if anything is wrong.
   *
   * @throws OkaydException with all of it
   */
  void refuseIfAny() {
    if (first.isEmpty()) {
      return;
    }
    List<Fault> all = new ArrayList<>(first);
    if (more > 0) {
      all.add(
          new Fault(first.get(MOST - 1).code(), "and %d more; fix these first".formatted(more)));
    }
    throw new OkaydException(all);
  }
}
