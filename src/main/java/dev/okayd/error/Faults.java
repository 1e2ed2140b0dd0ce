package dev.okayd.error;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.error.OkaydException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects faults. A small document can have millions of faults, so those above a limit are only
 * counted.
 */
public final class Faults {
  private static final int MOST = 50;

  private final List<Fault> first = new ArrayList<>();
  private int more;

  /** Adds a fault; formats its message only below the limit. */
  @FormatMethod
  public void add(ErrorCode code, String message, Object... values) {
    add(code, () -> message.formatted(values));
  }

  /** Adds a fault; formats its message only below the limit. */
  public void add(ErrorCode code, Supplier<String> message) {
    if (first.size() < MOST) {
      first.add(new Fault(code, message.get()));
    } else {
      more++;
    }
  }

  /** Whether there is no fault. */
  public boolean isEmpty() {
    return first.isEmpty();
  }

  /**
   * Throws if there is a fault.
   *
   * @throws OkaydException with all faults
   */
  public void refuseIfAny() {
    if (!first.isEmpty()) {
      throw new OkaydException(all());
    }
  }

  /** The faults up to the limit, and a count of the others. */
  public List<Fault> all() {
    if (more == 0) {
      return first;
    }
    List<Fault> all = new ArrayList<>(first);
    all.add(new Fault(first.get(MOST - 1).code(), "and %d more; fix these first".formatted(more)));
    return all;
  }
}
