package dev.okayd.xenstore;

import java.util.List;
import java.util.Optional;

/**
 * The nodes of the xenstore. A path that does not begin with a slash is below that of the domain
 * that okayd runs in.
 */
public final class XenstoreNodes {
  private static final int WHOLE_DIRECTORY = 4000;

  private final Asking asking;
  private final int transaction;

  /** Asks xenstored. */
  interface Asking {
    XenstoreMessage ask(MessageType type, int transaction, String payload) throws XenstoreException;
  }

  XenstoreNodes(Asking asking, int transaction) {
    this.asking = asking;
    this.transaction = transaction;
  }

  /** The value of a node, each byte as a character; empty if there is no such node. */
  public Optional<String> read(String path) throws XenstoreException {
    return unlessAbsent(() -> ask(MessageType.READ, path).payload());
  }

  /** Gives a node a value; it is made, and what is above it, if it is not there. */
  public void write(String path, String value) throws XenstoreException {
    asking.ask(MessageType.WRITE, transaction, XenstoreMessage.terminated(List.of(path)) + value);
  }

  /** Makes a node without a value, unless it is there. */
  public void make(String path) throws XenstoreException {
    ask(MessageType.MKDIR, path);
  }

  /** Removes a node and all below it; nothing happens if it is not there. */
  public void remove(String path) throws XenstoreException {
    var unused = unlessAbsent(() -> ask(MessageType.RM, path));
  }

  /** The names of what is right below a node; none if it is not there. */
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

  /** Those of a list that is longer than a message are asked for part by part. */
  private List<String> listInParts(String path) throws XenstoreException {
    StringBuilder all = new StringBuilder();
    String generation = "";
    while (!all.toString().endsWith("\0\0") && all.length() < WHOLE_DIRECTORY * 1000) {
      XenstoreMessage part = ask(MessageType.DIRECTORY_PART, path, String.valueOf(all.length()));
      String now = part.text();
      if (!now.equals(generation)) {
        // it has changed meanwhile
        all.setLength(0);
        generation = now;
        part = ask(MessageType.DIRECTORY_PART, path, "0");
      }
      all.append(part.payload().substring(part.text().length() + 1));
    }
    return List.of(all.toString().split("\0"));
  }

  /**
   * A number that another one takes the place of whenever the node is written or gets or loses a
   * node below it; higher ones are later. Empty if the node is not there, or if this xenstored has
   * no such numbers.
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

  /** Who may do what with a node, such as {@code n3, r0}: its owner first. */
  public List<String> permissions(String path) throws XenstoreException {
    return ask(MessageType.GET_PERMS, path).texts();
  }

  /** Says who may do what with a node. */
  public void permit(String path, List<String> permissions) throws XenstoreException {
    asking.ask(
        MessageType.SET_PERMS,
        transaction,
        XenstoreMessage.terminated(List.of(path)) + XenstoreMessage.terminated(permissions));
  }

  private XenstoreMessage ask(MessageType type, String... texts) throws XenstoreException {
    return asking.ask(type, transaction, XenstoreMessage.terminated(List.of(texts)));
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
