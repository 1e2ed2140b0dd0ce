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

/** Parses an xl.cfg by the grammar of libxlu_cfg_y.y. */
public final class XlConfigParser {
  /** Real xl.cfg files have a few kilobytes. */
  private static final int MAX_BYTES = 1 << 20;

  /** The settings of xl nest lists at most two levels deep. */
  private static final int MAX_DEPTH = 16;

  private final XlLexer lexer;
  private final Assignments assignments = new Assignments();
  private XlToken token;

  private XlConfigParser(XlLexer lexer) {
    this.lexer = lexer;
    this.token = lexer.next();
  }

  /**
   * The settings by name, with their values at the end of the file.
   *
   * @throws XlException for the first error
   */
  public static Map<String, XlSetting> parse(String file, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new XlException(
          new XlPosition(file, 1, 1),
          "The file has %d bytes, at most %d are allowed".formatted(content.length, MAX_BYTES));
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

  /** An unfinished list: its start and its values so far. */
  private record OpenList(XlPosition position, List<XlValue> values) {}

  /**
   * Keeps unfinished lists on a stack of its own, so nested lists cannot overflow the Java stack.
   */
  private XlValue value() {
    Deque<OpenList> open = new ArrayDeque<>();
    while (true) {
      Optional<XlValue> complete = begin(open);
      while (complete.isPresent()) {
        if (open.isEmpty()) {
          return complete.get();
        }
        open.getFirst().values().add(complete.get());
        complete = afterValue(open);
      }
    }
  }

  /** Reads a string, a number, or the start of a list; returns a list only if it is empty. */
  private Optional<XlValue> begin(Deque<OpenList> open) {
    XlToken first = take();
    if (first.isValue()) {
      return Optional.of(new Atom(first.text(), first.position()));
    }
    if (!first.is("[")) {
      throw unexpected(first, "a string in quotation marks, a number or \"[\"");
    }
    if (open.size() == MAX_DEPTH) {
      throw new XlException(
          first.position(), "Lists may be nested at most %d levels deep".formatted(MAX_DEPTH));
    }
    open.push(new OpenList(first.position(), new ArrayList<>()));
    skipNewlines();
    return acceptEndOf(open);
  }

  /** Reads the tokens after a value of a list; returns the list if it ends here. */
  private Optional<XlValue> afterValue(Deque<OpenList> open) {
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
