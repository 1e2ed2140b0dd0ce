package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.lexer.DtsToken;
import dev.okayd.fdt.dts.lexer.DtsToken.Kind;
import dev.okayd.fdt.dts.lexer.NumberLiterals;
import dev.okayd.fdt.dts.lexer.TokenReader;
import dev.okayd.fdt.dts.source.DtsException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;

/**
 * Integer expressions in parentheses: C's operators with C's precedence, on unsigned 64-bit numbers
 * (dtc's dtc-parser.y).
 */
final class ExpressionParser {
  /** From the lowest precedence to the highest. */
  private static final List<Map<String, LongBinaryOperator>> LEVELS =
      List.of(
          Map.of("||", (a, b) -> truth(a != 0 || b != 0)),
          Map.of("&&", (a, b) -> truth(a != 0 && b != 0)),
          Map.of("|", (a, b) -> a | b),
          Map.of("^", (a, b) -> a ^ b),
          Map.of("&", (a, b) -> a & b),
          Map.of("==", (a, b) -> truth(a == b), "!=", (a, b) -> truth(a != b)),
          Map.of(
              "<", (a, b) -> truth(Long.compareUnsigned(a, b) < 0),
              ">", (a, b) -> truth(Long.compareUnsigned(a, b) > 0),
              "<=", (a, b) -> truth(Long.compareUnsigned(a, b) <= 0),
              ">=", (a, b) -> truth(Long.compareUnsigned(a, b) >= 0)),
          Map.of(
              "<<", (a, b) -> Long.compareUnsigned(b, 64) < 0 ? a << b : 0,
              ">>", (a, b) -> Long.compareUnsigned(b, 64) < 0 ? a >>> b : 0),
          Map.of("+", (a, b) -> a + b, "-", (a, b) -> a - b),
          Map.of(
              "*", (a, b) -> a * b,
              "/", Long::divideUnsigned,
              "%", Long::remainderUnsigned));

  /**
   * Maximum nesting of parentheses and operators, because unlimited nesting could overflow the
   * stack.
   */
  private static final int MAX_DEPTH = 200;

  private final TokenReader tokens;
  private int depth;

  ExpressionParser(TokenReader tokens) {
    this.tokens = tokens;
  }

  /** A number, a character, or an expression in parentheses. */
  long primary() {
    DtsToken token = tokens.next();
    return switch (token.kind()) {
      case LITERAL -> literal(token);
      case CHARACTER -> character(token);
      case WORD -> word(token);
      default -> {
        if (!token.is("(")) {
          throw tokens.unexpected(token, "a number");
        }
        long value = conditional();
        tokens.expect(")");
        yield value;
      }
    };
  }

  private void enterLevel() {
    if (++depth > MAX_DEPTH) {
      throw new DtsException(tokens.peek().position(), "The expression is nested too deeply");
    }
  }

  private long conditional() {
    enterLevel();
    long condition = binary(0);
    if (tokens.accept("?")) {
      long yes = conditional();
      tokens.expect(":");
      long no = conditional();
      condition = condition != 0 ? yes : no;
    }
    depth--;
    return condition;
  }

  private long binary(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    Map<String, LongBinaryOperator> operators = LEVELS.get(level);
    long left = binary(level + 1);
    while (true) {
      DtsToken operator = tokens.peek();
      LongBinaryOperator operation =
          operator.kind() == Kind.SYMBOL ? operators.get(operator.text()) : null;
      if (operation == null) {
        return left;
      }
      tokens.next();
      long right = binary(level + 1);
      if (right == 0 && (operator.is("/") || operator.is("%"))) {
        tokens.error(operator.position(), "Division by zero");
        right = 1;
      }
      left = operation.applyAsLong(left, right);
    }
  }

  private long unary() {
    enterLevel();
    long value;
    if (tokens.accept("-")) {
      value = -unary();
    } else if (tokens.accept("~")) {
      value = ~unary();
    } else if (tokens.accept("!")) {
      value = truth(unary() == 0);
    } else {
      value = primary();
    }
    depth--;
    return value;
  }

  private long literal(DtsToken token) {
    OptionalLong number = NumberLiterals.value(token.text());
    if (number.isEmpty()) {
      tokens.error(token.position(), "\"" + token.text() + "\" is not a number of at most 64 bits");
    }
    return number.orElse(0);
  }

  private long character(DtsToken token) {
    if (token.text().length() != 1) {
      tokens.error(token.position(), "Single quotes must hold exactly one character");
      return 0;
    }
    return token.text().charAt(0);
  }

  /** Reports the word and continues as if it were a number, as dtc does. */
  private long word(DtsToken token) {
    tokens.unexpectedWord(token);
    return 0;
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }
}
