package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.lexer.DtsToken;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.Optional;

/** A reference to a node in the source. */
public sealed interface NodeReference {
  /** The position of the reference. */
  SourcePosition position();

  /** Whether this is a path that begins at a label. */
  default boolean isBelowLabel() {
    return this instanceof ToPath toPath
        && !toPath.path().startsWith("/")
        && toPath.path().contains("/");
  }

  /** {@code &name}. */
  record ToLabel(String label, SourcePosition position) implements NodeReference {
    @Override
    public String toString() {
      return "&" + label;
    }
  }

  /** <code>&{/path}</code>, or a label and a path below it. */
  record ToPath(String path, SourcePosition position) implements NodeReference {
    @Override
    public String toString() {
      return "&{" + path + "}";
    }
  }

  /** The reference in a token; empty if the token is not a reference. */
  static Optional<NodeReference> of(DtsToken token) {
    return switch (token.kind()) {
      case LABEL_REFERENCE -> Optional.of(new ToLabel(token.text(), token.position()));
      case PATH_REFERENCE -> Optional.of(new ToPath(token.text(), token.position()));
      default -> Optional.empty();
    };
  }
}
