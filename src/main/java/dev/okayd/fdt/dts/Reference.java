package dev.okayd.fdt.dts;

import java.util.Optional;

/** What names a node elsewhere in the source. */
sealed interface Reference {
  /** Where it stands. */
  Position position();

  /** Whether it is a path from a label down. */
  default boolean isBelowLabel() {
    return this instanceof ToPath toPath
        && !toPath.path().startsWith("/")
        && toPath.path().contains("/");
  }

  /** {@code &name}. */
  record ToLabel(String label, Position position) implements Reference {
    @Override
    public String toString() {
      return "&" + label;
    }
  }

  /** <code>&{/path}</code>, or a label and a path below it. */
  record ToPath(String path, Position position) implements Reference {
    @Override
    public String toString() {
      return "&{" + path + "}";
    }
  }

  /** The reference that a token is. */
  static Optional<Reference> of(Token token) {
    return switch (token.kind()) {
      case LABEL_REFERENCE -> Optional.of(new ToLabel(token.text(), token.position()));
      case PATH_REFERENCE -> Optional.of(new ToPath(token.text(), token.position()));
      default -> Optional.empty();
    };
  }
}
