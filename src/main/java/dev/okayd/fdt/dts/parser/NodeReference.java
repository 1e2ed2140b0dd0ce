package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.lexer.DtsToken;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.Optional;

/** What names a node elsewhere in the source. */
public sealed interface NodeReference {
  /** Where it stands. */
  SourcePosition position();

  /** Whether it is a path from a label down. */
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

  /** The reference that a token is. */
  static Optional<NodeReference> of(DtsToken token) {
    return switch (token.kind()) {
      case LABEL_REFERENCE -> Optional.of(new ToLabel(token.text(), token.position()));
      case PATH_REFERENCE -> Optional.of(new ToPath(token.text(), token.position()));
      default -> Optional.empty();
    };
  }
}
