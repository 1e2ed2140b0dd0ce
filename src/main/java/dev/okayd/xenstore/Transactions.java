package dev.okayd.xenstore;

import java.util.List;

/** Runs work on nodes in transactions. */
final class Transactions {
  /** After this many conflicts in a row, another client keeps changing the nodes. */
  private static final int MOST_ATTEMPTS = 16;

  private final XenstoreNodes.Requests requests;

  Transactions(XenstoreNodes.Requests requests) {
    this.requests = requests;
  }

  <T> T run(Xenstore.Work<T> work) throws XenstoreException {
    for (int attempt = 1; ; attempt++) {
      int transaction = begin();
      T result;
      try {
        result = work.on(new XenstoreNodes(requests, transaction));
      } catch (XenstoreErrorException e) {
        end(transaction, "F");
        throw e;
      }
      try {
        end(transaction, "T");
        return result;
      } catch (XenstoreErrorException e) {
        if (!e.is("EAGAIN") || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private int begin() throws XenstoreException {
    String id =
        requests
            .ask(MessageType.TRANSACTION_START, 0, XenstoreMessage.terminated(List.of("")))
            .text();
    try {
      return Integer.parseUnsignedInt(id);
    } catch (NumberFormatException e) {
      throw new XenstoreDisconnectedException(
          "xenstored returned transaction id \"%s\", which is not a number".formatted(id));
    }
  }

  private void end(int transaction, String commit) throws XenstoreException {
    var unused =
        requests.ask(
            MessageType.TRANSACTION_END, transaction, XenstoreMessage.terminated(List.of(commit)));
  }
}
