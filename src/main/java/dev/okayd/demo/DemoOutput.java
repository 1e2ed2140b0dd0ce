package dev.okayd.demo;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;

/** Prints the steps of the demo. */
final class DemoOutput {
  /** Fits common terminal widths. */
  private static final int WIDTH = 115;

  private static final String INDENT = " ".repeat(14);

  private final PrintWriter out;
  private int step;

  DemoOutput(PrintWriter out) {
    this.out = out;
  }

  /** The first line of the next step. */
  @FormatMethod
  void step(String name, @FormatString String format, Object... values) {
    step++;
    line("");
    wrapped("%2d %-10s ".formatted(step, name), format.formatted(values));
  }

  /** A further line of the step. */
  @FormatMethod
  void more(@FormatString String format, Object... values) {
    wrapped(INDENT, format.formatted(values));
  }

  private void wrapped(String start, String text) {
    int room = WIDTH - start.length();
    int space = text.length() > room ? text.lastIndexOf(' ', room) : -1;
    if (space <= 0) {
      line(start + text);
    } else {
      line(start + text.substring(0, space));
      wrapped(INDENT, text.substring(space + 1));
    }
  }

  /** Source text, unchanged. */
  void source(String text) {
    text.lines().forEach(line -> line(INDENT + "| " + line));
  }

  /** A line outside the steps. */
  void line(String text) {
    out.println(text);
    out.flush();
  }
}
