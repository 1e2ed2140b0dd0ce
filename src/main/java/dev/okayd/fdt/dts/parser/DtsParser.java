package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.dts.lexer.DtsLexer;
import dev.okayd.fdt.dts.lexer.DtsLexer.Mode;
import dev.okayd.fdt.dts.lexer.DtsToken;
import dev.okayd.fdt.dts.lexer.DtsToken.Kind;
import dev.okayd.fdt.dts.lexer.TokenReader;
import dev.okayd.fdt.dts.source.Diagnostics;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.dts.source.SourcePosition;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses the statements of a source text (dtc's dtc-parser.y) into a tree with unresolved
 * references.
 */
public final class DtsParser {
  /** Depth of an {@code __overlay__} node: below the root and the fragment. */
  private static final int FRAGMENT_DEPTH = 3;

  private final TokenReader tokens;
  private final SourceTree tree;
  private final Limits limits;
  private int fragments;

  private DtsParser(DtsLexer lexer, Limits limits, Diagnostics diagnostics) {
    this.limits = limits;
    tokens = new TokenReader(lexer, diagnostics);
    tree = new SourceTree(tokens.peek().position());
  }

  public static SourceTree parse(
      String file, byte[] content, Includes includes, Limits limits, Diagnostics diagnostics) {
    DtsLexer lexer = new DtsLexer(file, content, includes, limits);
    DtsParser parser = new DtsParser(lexer, limits, diagnostics);
    parser.headers();
    parser.statements();
    return parser.tree;
  }

  /** Included files may repeat the header, but it must be the same one. */
  private void headers() {
    boolean plugin = header();
    while (tokens.peek().isDirective("dts-v1")) {
      SourcePosition position = tokens.peek().position();
      if (header() != plugin) {
        tokens.error(position, "One header has /plugin/ and another one does not");
      }
    }
    if (plugin) {
      tree.makePlugin();
    }
  }

  private boolean header() {
    DtsToken token = tokens.next();
    if (!token.isDirective("dts-v1")) {
      throw tokens.unexpected(token, "/dts-v1/");
    }
    tokens.expect(";");
    if (!tokens.acceptDirective("plugin")) {
      return false;
    }
    tokens.expect(";");
    return true;
  }

  private void statements() {
    DtsToken token = tokens.next();
    while (token.kind() != Kind.END) {
      statement(token);
      token = tokens.next();
    }
    if (!tree.isDefined()) {
      throw tokens.unexpected(token, "A node");
    }
  }

  private void statement(DtsToken first) {
    List<String> labels = new ArrayList<>();
    DtsToken token = first;
    while (token.kind() == Kind.LABEL) {
      labels.add(token.text());
      token = tokens.next();
    }
    rejectSpacedLabel(token);
    Optional<NodeReference> reference = NodeReference.of(token);
    if (reference.isPresent()) {
      define(reference.get(), labels);
    } else if (token.isDirective("memreserve") && !tree.isDefined()) {
      reservation(token);
    } else if (token.is("/") && labels.isEmpty()) {
      tree.define(body("", token.position(), 1));
    } else if (token.isDirective("delete-node") && labels.isEmpty()) {
      delete(reference());
      tokens.expect(";");
    } else if (token.isDirective("omit-if-no-ref") && labels.isEmpty()) {
      existing(reference()).ifPresent(SourceNode::omitIfUnreferenced);
      tokens.expect(";");
    } else {
      throw tokens.unexpected(token, "A node");
    }
  }

  private void reservation(DtsToken directive) {
    tokens.mode(Mode.VALUE);
    ExpressionParser expression = new ExpressionParser(tokens);
    long address = expression.primary();
    long size = expression.primary();
    if (size == 0) {
      tokens.error(
          directive.position(),
          "A memory reservation of size 0 would end the list of reservations");
    } else {
      tree.reservations().add(new MemoryReservation(address, size));
    }
    tokens.expect(";");
    tokens.mode(Mode.STATEMENT);
  }

  private NodeReference reference() {
    DtsToken token = tokens.next();
    return NodeReference.of(token).orElseThrow(() -> tokens.unexpected(token, "A reference"));
  }

  private void delete(NodeReference reference) {
    Optional<SourceNode> node = existing(reference);
    if (node.filter(tree.root()::equals).isPresent()) {
      tokens.error(reference.position(), "The root node cannot be deleted");
    } else {
      node.ifPresent(SourceNode::delete);
    }
  }

  private Optional<SourceNode> existing(NodeReference reference) {
    Optional<SourceNode> node = tree.find(reference);
    if (node.isEmpty()) {
      reportMissing(reference);
    }
    return node;
  }

  private void reportMissing(NodeReference reference) {
    tokens.error(reference.position(), "There is no node " + reference);
  }

  /**
   * In an overlay, a reference to a node outside of it creates a fragment with that node as the
   * target, and a path always names a node of the base (dtc's {@code add_orphan_node}).
   */
  private void define(NodeReference reference, List<String> labels) {
    if (tree.isPlugin() && reference.isBelowLabel()) {
      tokens.error(
          reference.position(),
          "An overlay changes the node of a label or of a path from the root, not " + reference);
    }
    boolean namesBase =
        tree.isPlugin() && labels.isEmpty() && reference instanceof NodeReference.ToPath;
    Optional<SourceNode> target = namesBase ? Optional.empty() : tree.find(reference);
    if (target.isPresent()) {
      SourceNode node = target.get();
      SourceNode body = body(node.name(), reference.position(), node.ancestry().size());
      addLabels(labels, node);
      tree.merge(body, node);
    } else if (tree.isPlugin() && labels.isEmpty()) {
      SourceNode fragment = new SourceNode("fragment@" + fragments++, reference.position());
      fragment.add(target(reference));
      fragment.add(body("__overlay__", reference.position(), FRAGMENT_DEPTH));
      tree.add(fragment);
    } else {
      reportMissing(reference);
      body("", reference.position(), 1);
      tree.markDefined();
    }
  }

  /** As in dtc, the label closest to the node is the oldest. */
  private static void addLabels(List<String> labels, SourceNode node) {
    for (int i = labels.size() - 1; i >= 0; i--) {
      node.labels().add(labels.get(i));
    }
  }

  private static SourceProperty target(NodeReference reference) {
    if (reference instanceof NodeReference.ToPath toPath && toPath.path().startsWith("/")) {
      byte[] path = (toPath.path() + "\0").getBytes(StandardCharsets.ISO_8859_1);
      return new SourceProperty(
          "target-path", List.of(new ValuePart.Bytes(path)), reference.position());
    }
    return new SourceProperty(
        "target", List.of(new ValuePart.PhandleOf(reference)), reference.position());
  }

  /**
   * Parses the text between braces as a separate node, which is later merged into the existing
   * node.
   *
   * @param depth depth of the node in the tree; the root has depth 1
   */
  private SourceNode body(String name, SourcePosition position, int depth) {
    if (depth > limits.depth()) {
      throw new DtsException(tokens.peek().position(), "Nodes are deeper than " + limits.depth());
    }
    SourcePosition brace = tokens.peek().position();
    tokens.expect("{");
    SourceNode body = new SourceNode(name, position);
    while (!tokens.accept("}")) {
      member(body, depth);
    }
    tokens.expect(";");
    body.define(new SourceSpan(brace, tokens.position()));
    return body;
  }

  private void member(SourceNode body, int depth) {
    List<String> labels = new ArrayList<>();
    boolean omit = false;
    DtsToken token = tokens.next();
    while (token.kind() == Kind.LABEL || token.isDirective("omit-if-no-ref")) {
      if (token.kind() == Kind.LABEL) {
        labels.add(token.text());
      } else {
        omit = true;
      }
      token = tokens.next();
    }
    rejectSpacedLabel(token);
    if (token.isDirective("delete-node")) {
      body.add(deletedNode(token));
    } else if (token.isDirective("delete-property") && !omit) {
      requireProperties(token, body);
      DtsToken name = tokens.expect(Kind.NAME, "The name of a property");
      tokens.expect(";");
      body.add(SourceProperty.deletion(name.text(), name.position()));
    } else if (token.kind() == Kind.NAME && tokens.peek().is("{")) {
      SourceNode child = body(token.text(), token.position(), depth + 1);
      addLabels(labels, child);
      if (omit) {
        child.omitIfUnreferenced();
      }
      body.add(child);
    } else if (token.kind() == Kind.NAME && !omit) {
      requireProperties(token, body);
      body.add(property(token, labels));
    } else {
      throw tokens.unexpected(token, "A property, a node or \"}\"");
    }
  }

  private void rejectSpacedLabel(DtsToken token) {
    if (token.kind() == Kind.NAME && tokens.peek().is(":")) {
      throw new DtsException(
          tokens.peek().position(),
          "A label must have no space before its colon: write \"%2$s:\", not \"%1$s :\""
              .formatted(token.text(), token.text()));
    }
  }

  private SourceNode deletedNode(DtsToken directive) {
    DtsToken name = tokens.expect(Kind.NAME, "The name of a node");
    tokens.expect(";");
    SourceNode node = new SourceNode(name.text(), name.position());
    node.define(new SourceSpan(directive.position(), tokens.position()));
    node.delete();
    return node;
  }

  private void requireProperties(DtsToken token, SourceNode body) {
    if (!body.allChildren().isEmpty()) {
      tokens.error(token.position(), "Properties must come before child nodes");
    }
  }

  private SourceProperty property(DtsToken name, List<String> labels) {
    ValueParser parser = new ValueParser(tokens);
    List<ValuePart> value = tokens.accept("=") ? parser.parse() : List.of();
    tokens.expect(";");
    SourceSpan span = new SourceSpan(name.position(), tokens.position());
    tokens.mode(Mode.STATEMENT);
    return new SourceProperty(
        name.text(),
        value,
        name.position(),
        Optional.of(span),
        Set.copyOf(labels),
        parser.labels(),
        false);
  }
}
