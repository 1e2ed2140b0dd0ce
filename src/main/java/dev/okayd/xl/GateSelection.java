package dev.okayd.xl;

import java.util.Set;

/** Selects the devices of an xl.cfg to gate; the others stay in boot slots. */
public sealed interface GateSelection {

  /** Whether to gate the device of this name. */
  boolean includes(String device);

  /** All devices. */
  record All() implements GateSelection {
    @Override
    public boolean includes(String device) {
      return true;
    }
  }

  /**
   * The named devices.
   *
   * @param names names in the imported spec
   */
  record Only(Set<String> names) implements GateSelection {
    public Only {
      names = Set.copyOf(names);
    }

    @Override
    public boolean includes(String device) {
      return names.contains(device);
    }
  }
}
