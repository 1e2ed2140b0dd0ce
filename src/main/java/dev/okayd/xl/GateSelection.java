package dev.okayd.xl;

import java.util.Set;

/** Which devices of an xl.cfg are to be gated from now on; the others stay in boot slots. */
public sealed interface GateSelection {

  /** Whether a device of this name is to be gated. */
  boolean holds(String device);

  /** All of them. */
  record All() implements GateSelection {
    @Override
    public boolean holds(String device) {
      return true;
    }
  }

  /**
   * These.
   *
   * @param names as the imported spec has them
   */
  record Only(Set<String> names) implements GateSelection {
    public Only {
      names = Set.copyOf(names);
    }

    @Override
    public boolean holds(String device) {
      return names.contains(device);
    }
  }
}
