package dev.okayd.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import picocli.CommandLine;

/**
 * Where the jar starts. Without a command, or with {@code serve}, the service runs; every other
 * command does its work and ends without starting it.
 */
@QuarkusMain
public class Main {
  public static void main(String... args) {
    if (args.length == 0 || List.of(args).equals(List.of("serve"))) {
      Quarkus.run();
    } else {
      System.exit(commandLine().execute(args));
    }
  }

  /** The commands, for running them and for tests. */
  static CommandLine commandLine() {
    return new CommandLine(new OkaydCommand()).setExecutionExceptionHandler(new RefusalPrinter());
  }
}
