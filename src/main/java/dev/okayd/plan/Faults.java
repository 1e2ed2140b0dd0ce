package dev.okayd.plan;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is wrong, as far as anybody reads it: a small tree can have millions of collisions, so
 * those beyond the first are only counted.
 */
final class Faults {
  private static final int MOST = 50;

  private final List<Fault> first = new ArrayList<>();
  private int more;

  /** Adds one; its message is made only if somebody will read it. */
  @FormatMethod
  void add(ErrorCode code, String message, Object... values) {
    if (first.size() < MOST) {
      first.add(new Fault(code, message.formatted(values)));
    } else {
      more++;
    }
  }

  /**
   * Refuses if anything is wrong.
   *
   * @throws OkaydException with all of it
   */
  void refuseIfAny() {
    if (!first.isEmpty()) {
      throw new OkaydException(all());
    }
  }

  private List<Fault> all() {
    if (more == 0) {
      return first;
    }
    List<Fault> all = new ArrayList<>(first);
    all.add(new Fault(first.get(MOST - 1).code(), "and %d more; mend these first".formatted(more)));
    return all;
  }
}
