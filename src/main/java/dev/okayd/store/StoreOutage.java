package dev.okayd.store;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/** That the store does not work, as those see it who use it. */
public final class StoreOutage {
  private StoreOutage() {}

  /**
   * Whether a failure is no more than that the store does not work: the store has said so itself,
   * so whoever tries again later need not.
   */
  public static boolean explains(Throwable failure) {
    return failure instanceof OkaydException refusal && explains(refusal.code());
  }

  private static boolean explains(ErrorCode code) {
    return code == ErrorCode.STORE_UNAVAILABLE || code == ErrorCode.STORE_FULL;
  }
}
