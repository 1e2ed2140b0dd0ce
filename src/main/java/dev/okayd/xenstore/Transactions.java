package dev.okayd.xenstore;

import java.util.List;

/** Work on nodes that happens as a whole, or not. */
final class Transactions {
  /** Somebody else changed what was read each time: then it is a contest, and not chance. */
  private static final int MOST_ATTEMPTS = 16;

  private final XenstoreNodes.Asking asking;

  Transactions(XenstoreNodes.Asking asking) {
    this.asking = asking;
  }

  <T> T run(Xenstore.Work<T> work) throws XenstoreException {
    for (int attempt = 1; ; attempt++) {
      int transaction = begin();
      T result;
      try {
        result = work.on(new XenstoreNodes(asking, transaction));
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
        asking
            .ask(MessageType.TRANSACTION_START, 0, XenstoreMessage.terminated(List.of("")))
            .text();
    try {
      return Integer.parseUnsignedInt(id);
    } catch (NumberFormatException e) {
      throw new XenstoreDisconnectedException(
          "xenstored begins a transaction \"%s\", which is no number".formatted(id));
    }
  }

  private void end(int transaction, String commit) throws XenstoreException {
    var unused =
        asking.ask(
            MessageType.TRANSACTION_END, transaction, XenstoreMessage.terminated(List.of(commit)));
  }
}
