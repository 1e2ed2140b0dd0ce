package dev.okayd.http;

/**
 * What okayd has taken on and not finished yet. A request counts until its work is done, also when
 * its client has gone away before.
 */
final class RequestLoad {
  private final int mostRequests;
  private final long mostBytes;
  private int requests;
  private long bytes;

  RequestLoad(int mostRequests, long mostBytes) {
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes one request on, if there is room for it. A body alone is never too large for this: its
   * own limit says what is.
   *
   * @param body how many bytes its body has
   */
  synchronized boolean take(long body) {
    boolean isFull = requests >= mostRequests || (bytes > 0 && bytes + body > mostBytes);
    if (!isFull) {
      requests++;
      bytes += body;
    }
    return !isFull;
  }

  /** A request that was taken is done. */
  synchronized void done(long body) {
    requests--;
    bytes -= body;
  }

  synchronized int requests() {
    return requests;
  }
}
