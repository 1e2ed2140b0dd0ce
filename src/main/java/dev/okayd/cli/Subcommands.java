package dev.okayd.cli;

import dev.okayd.cli.check.CheckCommand;
import dev.okayd.cli.devicetree.CompileCommand;
import dev.okayd.cli.devicetree.DtsCommand;
import dev.okayd.cli.devicetree.MergeCommand;
import dev.okayd.cli.plan.ImportCommand;
import dev.okayd.cli.plan.OverlayCommand;
import dev.okayd.cli.plan.PlanCommand;
import dev.okayd.cli.plan.PlatformsCommand;
import dev.okayd.cli.service.BackupCommand;
import dev.okayd.cli.service.ConfirmCommand;
import dev.okayd.cli.service.RestoreCommand;
import dev.okayd.demo.DemoCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * The commands by name, in the order of the help text. Creates a command only on use, because each
 * run of the program has to load its classes.
 */
final class Subcommands {
  private static final Map<String, Supplier<Object>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("plan", PlanCommand::new);
    BY_NAME.put("import", ImportCommand::new);
    BY_NAME.put("overlay", OverlayCommand::new);
    BY_NAME.put("compile", CompileCommand::new);
    BY_NAME.put("merge", MergeCommand::new);
    BY_NAME.put("check", CheckCommand::new);
    BY_NAME.put("dts", DtsCommand::new);
    BY_NAME.put("platforms", PlatformsCommand::new);
    BY_NAME.put("backup", BackupCommand::new);
    BY_NAME.put("restore", RestoreCommand::new);
    BY_NAME.put("confirm", ConfirmCommand::new);
    BY_NAME.put("demo", DemoCommand::new);
    BY_NAME.put("serve", OkaydCommand.ServeCommand::new);
    BY_NAME.put("help", HelpCommand::new);
  }

  private Subcommands() {}

  /** Adds the named command, or all commands for help and for a misspelt name. */
  static void addTo(CommandLine okayd, Optional<String> named) {
    Optional<Supplier<Object>> wanted =
        named.filter(name -> !name.equals("help")).map(BY_NAME::get);
    if (wanted.isPresent()) {
      okayd.addSubcommand(wanted.get().get());
    } else {
      BY_NAME.values().forEach(command -> okayd.addSubcommand(command.get()));
    }
  }
}
