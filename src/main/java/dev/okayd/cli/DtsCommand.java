package dev.okayd.cli;

import dev.okayd.fdt.DtsPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dts FILE}. */
@Command(name = "dts", description = "Prints a device tree blob as source text.")
final class DtsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A .dtb or .dtbo; - is the standard input")
  private String file = "";

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(DtsPrinter.print(Input.tree(file)));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
