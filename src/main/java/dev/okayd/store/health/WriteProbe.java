package dev.okayd.store.health;

import java.util.Optional;

/** Tells whether the store accepts writes. */
public interface WriteProbe {

  /** Why the last write failed, if it did. */
  Optional<String> writeFailure();

  /** Tries the smallest possible write, to detect a recovery. */
  void tryToWrite();
}
