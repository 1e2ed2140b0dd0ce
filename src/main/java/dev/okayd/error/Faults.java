package dev.okayd.error;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.error.OkaydException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * All that is wrong, as far as anybody reads it: a small document can have millions of faults, so
 * those beyond the first are only counted.
 */
public final class Faults {
  private static final int MOST = 50;

  private final List<Fault> first = new ArrayList<>();
  private int more;

  /** Adds one; its message is made only if somebody will read it. */
  @FormatMethod
  public void add(ErrorCode code, String message, Object... values) {
    add(code, () -> message.formatted(values));
  }

  /** Adds one; its message is made only if somebody will read it. */
  public void add(ErrorCode code, Supplier<String> message) {
    if (first.size() < MOST) {
      first.add(new Fault(code, message.get()));
    } else {
      more++;
    }
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return first.isEmpty();
  }

  /**
   * Refuses if anything is wrong.
   *
   * @throws OkaydException with all of it
   */
  public void refuseIfAny() {
    if (!first.isEmpty()) {
      throw new OkaydException(all());
    }
  }

  /** All of it, as far as anybody reads it; empty if nothing is wrong. */
  public List<Fault> all() {
    if (more == 0) {
      return first;
    }
    List<Fault> all = new ArrayList<>(first);
    all.add(new Fault(first.get(MOST - 1).code(), "and %d more; mend these first".formatted(more)));
    return all;
  }
}
