package dev.okayd.xenstore;

import java.util.List;
import java.util.Optional;

/**
 * Reads and writes nodes. A path without a leading slash is relative to the nodes of okayd's
 * domain.
 */
public final class XenstoreNodes {
  private static final int WHOLE_DIRECTORY = 4000;

  private final Requests requests;
  private final int transaction;

  /** Sends requests to xenstored. */
  interface Requests {
    XenstoreMessage ask(MessageType type, int transaction, String payload) throws XenstoreException;
  }

  XenstoreNodes(Requests requests, int transaction) {
    this.requests = requests;
    this.transaction = transaction;
  }

  /** The value of a node, each byte as a character; empty if the node does not exist. */
  public Optional<String> read(String path) throws XenstoreException {
    return unlessAbsent(() -> ask(MessageType.READ, path).payload());
  }

  /** Writes the value of a node; creates the node and its parents if they are missing. */
  public void write(String path, String value) throws XenstoreException {
    requests.ask(MessageType.WRITE, transaction, XenstoreMessage.terminated(List.of(path)) + value);
  }

  /** Creates a node without a value, unless it exists. */
  public void make(String path) throws XenstoreException {
    ask(MessageType.MKDIR, path);
  }

  /** Removes a node and its subtree; does nothing if it does not exist. */
  public void remove(String path) throws XenstoreException {
    var unused = unlessAbsent(() -> ask(MessageType.RM, path));
  }

  /** The names of a node's children; empty if the node does not exist. */
  public List<String> list(String path) throws XenstoreException {
    try {
      return unlessAbsent(() -> ask(MessageType.DIRECTORY, path).texts()).orElse(List.of());
    } catch (XenstoreErrorException e) {
      if (!e.is("E2BIG")) {
        throw e;
      }
      return listInParts(path);
    }
  }

  /** Reads a list that is longer than a message in parts. */
  private List<String> listInParts(String path) throws XenstoreException {
    StringBuilder all = new StringBuilder();
    String generation = "";
    while (!all.toString().endsWith("\0\0") && all.length() < WHOLE_DIRECTORY * 1000) {
      XenstoreMessage part = ask(MessageType.DIRECTORY_PART, path, String.valueOf(all.length()));
      String now = part.text();
      if (!now.equals(generation)) {
        // the directory has changed; start again
        all.setLength(0);
        generation = now;
        part = ask(MessageType.DIRECTORY_PART, path, "0");
      }
      all.append(part.payload().substring(part.text().length() + 1));
    }
    return List.of(all.toString().split("\0"));
  }

  /**
   * The generation of a node: a write to the node, or an added or removed child, increases it.
   * Empty if the node does not exist, or if this xenstored has no generations.
   */
  public Optional<Long> generation(String path) throws XenstoreException {
    try {
      return unlessAbsent(() -> ask(MessageType.DIRECTORY_PART, path, "0").text())
          .filter(text -> text.matches("[0-9]{1,18}"))
          .map(Long::valueOf);
    } catch (XenstoreErrorException e) {
      if (e.is("ENOSYS") || e.is("EINVAL")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The permissions of a node, such as {@code n3, r0}: the owner first. */
  public List<String> permissions(String path) throws XenstoreException {
    return ask(MessageType.GET_PERMS, path).texts();
  }

  /** Sets the permissions of a node. */
  public void permit(String path, List<String> permissions) throws XenstoreException {
    requests.ask(
        MessageType.SET_PERMS,
        transaction,
        XenstoreMessage.terminated(List.of(path)) + XenstoreMessage.terminated(permissions));
  }

  private XenstoreMessage ask(MessageType type, String... texts) throws XenstoreException {
    return requests.ask(type, transaction, XenstoreMessage.terminated(List.of(texts)));
  }

  private interface Request<T> {
    T ask() throws XenstoreException;
  }

  private static <T> Optional<T> unlessAbsent(Request<T> request) throws XenstoreException {
    try {
      return Optional.of(request.ask());
    } catch (XenstoreErrorException e) {
      if (e.is("ENOENT")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
