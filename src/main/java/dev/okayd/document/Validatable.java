package dev.okayd.document;

import dev.okayd.error.Faults;

/** A part of a document that knows more of what it may say than the types of its fields do. */
public interface Validatable {

  /** Adds all that is wrong with it by itself. Nothing may follow from a field that is left out. */
  void check(Faults faults);
}
