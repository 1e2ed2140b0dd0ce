package dev.okayd.store.health;

import java.util.Optional;

/** Whether something can be written. */
public interface WriteProbe {

  /** Why the last write failed, if it did. */
  Optional<String> obstacle();

  /** Writes the smallest thing there is, to find out whether it works again. */
  void tryToWrite();
}
