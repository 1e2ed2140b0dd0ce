package dev.okayd.fdt.dts;

import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.dts.Lexer.Mode;
import dev.okayd.fdt.dts.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the statements of a source text (dtc's dtc-parser.y) into a tree whose references are not
 * resolved yet.
 */
final class DtsParser {
  /** Deeper than any reader of the outcome goes ({@link dev.okayd.fdt.Limits}). */
  private static final int DEEPEST = 64;

  private final TokenReader tokens;
  private final SourceTree tree;
  private int fragments;

  private DtsParser(Lexer lexer) {
    tokens = new TokenReader(lexer);
    tree = new SourceTree(tokens.peek().position());
  }

  static SourceTree parse(String file, byte[] content, Includes includes) {
    DtsParser parser = new DtsParser(new Lexer(file, content, includes));
    parser.headers();
    parser.reservations();
    parser.statements();
    return parser.tree;
  }

  private void headers() {
    do {
      Token token = tokens.next();
      if (!token.isDirective("dts-v1")) {
        throw tokens.unexpected(token, "/dts-v1/");
      }
      tokens.expect(";");
    } while (tokens.peek().isDirective("dts-v1"));
    if (tokens.acceptDirective("plugin")) {
      tokens.expect(";");
      tree.makePlugin();
    }
  }

  private void reservations() {
    while (tokens.acceptDirective("memreserve")) {
      tokens.mode(Mode.VALUE);
      Expression expression = new Expression(tokens);
      tree.reservations().add(new MemoryReservation(expression.primary(), expression.primary()));
      tokens.expect(";");
      tokens.mode(Mode.STATEMENT);
    }
  }

  private void statements() {
    Token token = tokens.next();
    while (token.kind() != Kind.END) {
      statement(token);
      token = tokens.next();
    }
  }

  private void statement(Token first) {
    Set<String> labels = new LinkedHashSet<>();
    Token token = first;
    while (token.kind() == Kind.LABEL) {
      labels.add(token.text());
      token = tokens.next();
    }
    Optional<Reference> reference = Reference.of(token);
    if (token.is("/")) {
      merge(body(1), tree.root(), labels);
    } else if (reference.isPresent()) {
      merge(reference.get(), body(1), labels);
    } else if (token.isDirective("delete-node") && labels.isEmpty()) {
      existing(reference()).remove();
      tokens.expect(";");
    } else if (token.isDirective("omit-if-no-ref") && labels.isEmpty()) {
      existing(reference()).omitIfUnreferenced();
      tokens.expect(";");
    } else {
      throw tokens.unexpected(token, "A node");
    }
  }

  private Reference reference() {
    Token token = tokens.next();
    return Reference.of(token).orElseThrow(() -> tokens.unexpected(token, "A reference"));
  }

  private SourceNode existing(Reference reference) {
    return tree.find(reference).orElseThrow(() -> notThere(reference));
  }

  private static DtsException notThere(Reference reference) {
    return new DtsException(reference.position(), "There is no node " + reference);
  }

  private void merge(NodeBody body, SourceNode node, Set<String> labels) {
    node.labels().addAll(labels);
    tree.merge(body, node);
  }

  /**
   * In an overlay, a node that is not in it is the target of a fragment (dtc's {@code
   * add_orphan_node}).
   */
  private void merge(Reference reference, NodeBody body, Set<String> labels) {
    Optional<SourceNode> target = tree.find(reference);
    if (target.isPresent()) {
      merge(body, target.get(), labels);
    } else if (tree.isPlugin()) {
      SourceNode fragment = new SourceNode("fragment@" + fragments++, reference.position());
      fragment.put(target(reference));
      SourceNode overlay = new SourceNode("__overlay__", reference.position());
      fragment.add(overlay);
      tree.root().add(fragment);
      merge(body, overlay, labels);
    } else {
      throw notThere(reference);
    }
  }

  private static SourceProperty target(Reference reference) {
    if (reference instanceof Reference.ToPath toPath && toPath.path().startsWith("/")) {
      byte[] path = (toPath.path() + "\0").getBytes(StandardCharsets.ISO_8859_1);
      return new SourceProperty(
          "target-path", List.of(new ValuePart.Bytes(path)), reference.position());
    }
    return new SourceProperty(
        "target", List.of(new ValuePart.PhandleOf(reference)), reference.position());
  }

  private NodeBody body(int depth) {
    if (depth > DEEPEST) {
      throw new DtsException(tokens.peek().position(), "Nodes are deeper than " + DEEPEST);
    }
    tokens.expect("{");
    NodeBody body = new NodeBody();
    boolean nodesBegan = false;
    while (!tokens.accept("}")) {
      nodesBegan |= member(body, depth, nodesBegan);
    }
    tokens.expect(";");
    return body;
  }

  /** Reads a property or a node; answers whether it was a node, for no property may follow one. */
  private boolean member(NodeBody body, int depth, boolean nodesBegan) {
    Set<String> labels = new LinkedHashSet<>();
    boolean omit = false;
    Token token = tokens.next();
    while (token.kind() == Kind.LABEL || token.isDirective("omit-if-no-ref")) {
      if (token.kind() == Kind.LABEL) {
        labels.add(token.text());
      } else {
        omit = true;
      }
      token = tokens.next();
    }
    if (token.isDirective("delete-node")) {
      body.deleteChild(tokens.expect(Kind.NAME, "The name of a node").text());
      tokens.expect(";");
      return true;
    }
    if (token.isDirective("delete-property")) {
      requireProperties(token, nodesBegan);
      body.deleteProperty(tokens.expect(Kind.NAME, "The name of a property").text());
      tokens.expect(";");
      return false;
    }
    if (token.kind() != Kind.NAME) {
      throw tokens.unexpected(token, "A property, a node or \"}\"");
    }
    if (tokens.peek().is("{")) {
      body.child(token, labels, omit, body(depth + 1));
      return true;
    }
    requireProperties(token, nodesBegan);
    body.set(property(token));
    return false;
  }

  private static void requireProperties(Token token, boolean nodesBegan) {
    if (nodesBegan) {
      throw new DtsException(token.position(), "Properties stand before child nodes");
    }
  }

  private SourceProperty property(Token name) {
    List<ValuePart> value = tokens.accept("=") ? new ValueParser(tokens).parse() : List.of();
    tokens.expect(";");
    tokens.mode(Mode.STATEMENT);
    return new SourceProperty(name.text(), value, name.position());
  }
}
