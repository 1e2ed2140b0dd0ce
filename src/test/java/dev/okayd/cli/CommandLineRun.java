package dev.okayd.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a command.
 *
 * @param exit code
 * @param out standard output
 * @param err lines of standard error
 */
public record CommandLineRun(int exit, String out, List<String> err) {

  public static CommandLineRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new CommandLineRun(exit, out.toString(), err.toString().lines().toList());
  }
}
