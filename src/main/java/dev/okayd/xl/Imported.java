package dev.okayd.xl;

import dev.okayd.plan.GuestSpec;
import java.util.List;

/**
 * What came of an xl.cfg.
 *
 * @param spec of the guest
 * @param notes what the spec cannot say and what is to be done, in the order of the file
 */
public record Imported(GuestSpec spec, List<Finding> notes) {
  public Imported {
    notes = List.copyOf(notes);
  }
}
