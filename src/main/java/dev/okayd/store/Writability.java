package dev.okayd.store;

import java.util.Optional;

/** Whether something can be written. */
interface Writability {

  /** Why the last write failed, if it did. */
  Optional<String> obstacle();

  /** Writes the smallest thing there is, to find out whether it works again. */
  void tryToWrite();
}
