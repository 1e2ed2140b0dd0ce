package dev.okayd.xenstore;

import java.util.List;

/** Work on nodes that happens as a whole, or not. */
final class Transactions {
  /** Somebody else changed what was read each time: then it is a contest, and not chance. */
  private static final int MOST_ATTEMPTS = 16;

  private final Nodes.Asking asking;

  Transactions(Nodes.Asking asking) {
    this.asking = asking;
  }

  <T> T run(Xenstore.Work<T> work) throws XenstoreException {
    for (int attempt = 1; ; attempt++) {
      int transaction = begin();
      T result;
      try {
        result = work.on(new Nodes(asking, transaction));
      } catch (XenstoreRefused e) {
        end(transaction, "F");
        throw e;
      }
      try {
        end(transaction, "T");
        return result;
      } catch (XenstoreRefused e) {
        if (!e.is("EAGAIN") || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private int begin() throws XenstoreException {
    String id =
        asking.ask(MessageType.TRANSACTION_START, 0, Message.terminated(List.of(""))).text();
    try {
      return Integer.parseUnsignedInt(id);
    } catch (NumberFormatException e) {
      throw new XenstoreLost(
          "xenstored begins a transaction \"%s\", which is no number".formatted(id));
    }
  }

  private void end(int transaction, String commit) throws XenstoreException {
    var unused =
        asking.ask(MessageType.TRANSACTION_END, transaction, Message.terminated(List.of(commit)));
  }
}
