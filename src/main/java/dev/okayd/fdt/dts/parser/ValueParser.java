package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.lexer.DtsLexer.Mode;
import dev.okayd.fdt.dts.lexer.DtsToken;
import dev.okayd.fdt.dts.lexer.DtsToken.Kind;
import dev.okayd.fdt.dts.lexer.NumberLiterals;
import dev.okayd.fdt.dts.lexer.TokenReader;
import dev.okayd.fdt.dts.source.DtsException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Parses the value of a property, between the equals sign and the semicolon. */
final class ValueParser {
  private static final int CELL_BITS = 32;
  private static final Set<Long> SIZES = Set.of(8L, 16L, 32L, 64L);

  /** From this number of bytes on, a separate part avoids copies. */
  private static final int LARGE = 1 << 16;

  private final TokenReader tokens;
  private final List<ValuePart> parts = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ValueParser(TokenReader tokens) {
    this.tokens = tokens;
  }

  List<ValuePart> parse() {
    tokens.mode(Mode.VALUE);
    do {
      noteLabels();
      piece();
      noteLabels();
    } while (tokens.accept(","));
    flush();
    return parts;
  }

  /** The labels that {@link #parse} found, in their order. */
  List<String> labels() {
    return List.copyOf(labels);
  }

  /** A label within a value names a byte for assembly output; it is not in the tree. */
  private void noteLabels() {
    while (tokens.peek().kind() == Kind.LABEL) {
      labels.add(tokens.next().text());
    }
  }

  private void piece() {
    DtsToken token = tokens.next();
    Optional<NodeReference> reference = NodeReference.of(token);
    if (reference.isPresent()) {
      add(new ValuePart.PathOf(reference.get()));
    } else if (token.kind() == Kind.STRING) {
      bytes.writeBytes(token.text().getBytes(StandardCharsets.ISO_8859_1));
      bytes.write(0);
    } else if (token.is("<")) {
      array(CELL_BITS);
    } else if (token.isDirective("bits")) {
      array(bits());
    } else if (token.is("[")) {
      byteString();
    } else if (token.isDirective("incbin")) {
      includeBinary();
    } else {
      throw tokens.unexpected(token, "A value");
    }
  }

  private int bits() {
    DtsToken token = tokens.expect(Kind.LITERAL, "The number of bits");
    OptionalLong bits =
        NumberLiterals.value(token.text()).stream().filter(SIZES::contains).findFirst();
    if (bits.isEmpty()) {
      tokens.error(token.position(), "Elements have 8, 16, 32 or 64 bits, not " + token.text());
    }
    tokens.expect("<");
    return (int) bits.orElse(CELL_BITS);
  }

  private void array(int bits) {
    while (!tokens.accept(">")) {
      DtsToken token = tokens.peek();
      Optional<NodeReference> reference = NodeReference.of(token);
      if (reference.isPresent()) {
        if (bits != CELL_BITS) {
          tokens.error(
              token.position(), "References are only allowed in arrays of 32-bit elements");
        }
        tokens.next();
        add(new ValuePart.PhandleOf(reference.get()));
      } else if (token.kind() == Kind.LABEL) {
        noteLabels();
      } else {
        element(new ExpressionParser(tokens).primary(), bits, token);
      }
    }
  }

  /**
   * Truncates a number that does not fit and warns about it, except for negative numbers, whose
   * upper bits are all ones (dtc 1.7, commit 2cd89f8).
   */
  private void element(long value, int bits, DtsToken token) {
    if (bits < Long.SIZE) {
      long mask = (1L << bits) - 1;
      boolean fits = (value & ~mask) == 0 || (value | mask) == -1L;
      if (!fits) {
        tokens.warning(
            token.position(),
            "0x%x does not fit into %d bits; it is truncated to 0x%x"
                .formatted(value, bits, value & mask));
      }
    }
    for (int shift = bits - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes.write((int) (value >>> shift));
    }
  }

  private void byteString() {
    tokens.mode(Mode.BYTES);
    DtsToken token = tokens.next();
    while (token.kind() == Kind.BYTE || token.kind() == Kind.LABEL) {
      if (token.kind() == Kind.LABEL) {
        labels.add(token.text());
      } else {
        bytes.write(Integer.parseInt(token.text(), 16));
      }
      token = tokens.next();
    }
    if (!token.is("]")) {
      throw tokens.unexpected(token, "Two hexadecimal digits or \"]\"");
    }
    tokens.mode(Mode.VALUE);
  }

  private void includeBinary() {
    tokens.expect("(");
    DtsToken name = tokens.expect(Kind.STRING, "The name of a file");
    byte[] content = tokens.file(name);
    if (tokens.accept(",")) {
      long offset = new ExpressionParser(tokens).primary();
      tokens.expect(",");
      long length = new ExpressionParser(tokens).primary();
      if (offset < 0 || length < 0 || offset > content.length - length) {
        throw new DtsException(
            name.position(),
            "File \"%s\" has only %d bytes, but /incbin/ reads 0x%x bytes from offset 0x%x"
                .formatted(name.text(), content.length, length, offset));
      }
      content = Arrays.copyOfRange(content, (int) offset, (int) (offset + length));
    }
    tokens.expect(")");
    if (content.length < LARGE) {
      bytes.writeBytes(content);
    } else {
      add(new ValuePart.Bytes(content));
    }
  }

  private void add(ValuePart part) {
    flush();
    parts.add(part);
  }

  private void flush() {
    if (bytes.size() > 0) {
      parts.add(new ValuePart.Bytes(bytes.toByteArray()));
      bytes = new ByteArrayOutputStream();
    }
  }
}
