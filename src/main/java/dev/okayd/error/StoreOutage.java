package dev.okayd.error;

/** Tells failures that an outage of the store causes from all others. */
public final class StoreOutage {
  private StoreOutage() {}

  /**
   * Whether an outage of the store caused the failure. The store logs its outages itself, so a
   * caller that retries does not log such a failure.
   */
  public static boolean explains(Throwable failure) {
    return failure instanceof OkaydException refusal && explains(refusal.code());
  }

  private static boolean explains(ErrorCode code) {
    return code == ErrorCode.STORE_UNAVAILABLE || code == ErrorCode.STORE_FULL;
  }
}
