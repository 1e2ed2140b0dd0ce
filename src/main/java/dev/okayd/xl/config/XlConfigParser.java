package dev.okayd.xl.config;

import dev.okayd.xl.config.XlToken.Kind;
import dev.okayd.xl.config.XlValue.Atom;
import dev.okayd.xl.config.XlValue.Listed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of an xl.cfg, by the grammar of libxlu_cfg_y.y. */
public final class XlConfigParser {
  /** xl.cfg files have some kilobytes, at most. */
  private static final int MOST_BYTES = 1 << 20;

  /** xl's own settings have lists in lists, at most. */
  private static final int MOST_DEPTH = 16;

  private final XlLexer lexer;
  private final Assignments assignments = new Assignments();
  private XlToken token;

  private XlConfigParser(XlLexer lexer) {
    this.lexer = lexer;
    this.token = lexer.next();
  }

  /**
   * The settings by name, each as it is at the end of the file.
   *
   * @throws XlException for the first thing that is wrong
   */
  public static Map<String, XlSetting> parse(String file, byte[] content) {
    if (content.length > MOST_BYTES) {
      throw new XlException(
          new XlPosition(file, 1, 1),
          "The file has %d bytes, %d are the most that are read"
              .formatted(content.length, MOST_BYTES));
    }
    XlConfigParser parser = new XlConfigParser(new XlLexer(file, content));
    while (parser.token.kind() != Kind.END) {
      if (!parser.acceptEndOfStatement()) {
        parser.assignment();
      }
    }
    return parser.assignments.settings();
  }

  private void assignment() {
    XlToken name = take();
    if (name.kind() != Kind.NAME) {
      throw unexpected(name, "the name of a setting, which begins with a lower-case letter,");
    }
    XlToken operator = take();
    if (operator.is("=")) {
      assignments.assign(name.text(), value());
    } else if (operator.is("+=")) {
      assignments.add(name.text(), value());
    } else {
      throw unexpected(operator, "\"=\" or \"+=\"");
    }
    if (token.kind() != Kind.END && !acceptEndOfStatement()) {
      throw unexpected(token, "the end of the line or \";\"");
    }
  }

  private boolean acceptEndOfStatement() {
    if (token.kind() != Kind.NEWLINE && !token.is(";")) {
      return false;
    }
    take();
    return true;
  }

  /** A list that is open: where it began, and what it has so far. */
  private record OpenList(XlPosition position, List<XlValue> values) {}

  /** Open lists are on a stack of this method's own, so no depth of theirs is a depth of Java's. */
  private XlValue value() {
    Deque<OpenList> open = new ArrayDeque<>();
    while (true) {
      Optional<XlValue> complete = begin(open);
      while (complete.isPresent()) {
        if (open.isEmpty()) {
          return complete.get();
        }
        open.getFirst().values().add(complete.get());
        complete = behindValue(open);
      }
    }
  }

  /** Reads a string, a number, or the beginning of a list; a list is complete only if empty. */
  private Optional<XlValue> begin(Deque<OpenList> open) {
    XlToken first = take();
    if (first.isValue()) {
      return Optional.of(new Atom(first.text(), first.position()));
    }
    if (!first.is("[")) {
      throw unexpected(first, "a string in quotation marks, a number or \"[\"");
    }
    if (open.size() == MOST_DEPTH) {
      throw new XlException(
          first.position(), "Lists in lists are read down to %d levels".formatted(MOST_DEPTH));
    }
    open.push(new OpenList(first.position(), new ArrayList<>()));
    skipNewlines();
    return acceptEndOf(open);
  }

  /** Reads what follows a value of a list; the list is complete if it ends here. */
  private Optional<XlValue> behindValue(Deque<OpenList> open) {
    skipNewlines();
    boolean another = token.is(",");
    if (another) {
      take();
      skipNewlines();
    }
    Optional<XlValue> list = acceptEndOf(open);
    if (list.isEmpty() && !another) {
      throw unexpected(
          token,
          "\",\" or \"]\" of the list that begins in line %d"
              .formatted(open.getFirst().position().line()));
    }
    return list;
  }

  private Optional<XlValue> acceptEndOf(Deque<OpenList> open) {
    if (!token.is("]")) {
      return Optional.empty();
    }
    take();
    OpenList list = open.pop();
    return Optional.of(new Listed(list.values(), list.position()));
  }

  private void skipNewlines() {
    while (token.kind() == Kind.NEWLINE) {
      take();
    }
  }

  private XlToken take() {
    XlToken taken = token;
    if (taken.kind() != Kind.END) {
      token = lexer.next();
    }
    return taken;
  }

  private static XlException unexpected(XlToken token, String expected) {
    return new XlException(
        token.position(), "%s is expected here, not %s".formatted(expected, token.described()));
  }
}
