package dev.okayd.http;

/**
 * The requests in progress. A request counts until its work is done, even if its client has
 * disconnected.
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
   * Starts one request, if it is within the limits. A single request passes whatever the size of
   * its body; {@link BodyLimit} limits that.
   *
   * @param body the size of its body in bytes
   */
  synchronized boolean tryStart(long body) {
    boolean isFull = requests >= mostRequests || (bytes > 0 && bytes + body > mostBytes);
    if (!isFull) {
      requests++;
      bytes += body;
    }
    return !isFull;
  }

  /** Ends a request. */
  synchronized void done(long body) {
    requests--;
    bytes -= body;
  }

  synchronized int requests() {
    return requests;
  }
}
