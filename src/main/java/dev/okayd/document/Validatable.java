package dev.okayd.document;

import dev.okayd.error.Faults;

/** A part of a document with constraints beyond the types of its fields. */
public interface Validatable {

  /** Adds all faults of this part alone. A missing field must not cause a fault. */
  void check(Faults faults);
}
