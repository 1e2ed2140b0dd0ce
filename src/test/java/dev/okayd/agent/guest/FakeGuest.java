package dev.okayd.agent.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A guest that runs the agent, with tools that imitate its kernel. */
public final class FakeGuest extends GuestFiles {
  public static final String TOKEN = "t".repeat(43);
  private static final Path SOURCES = Path.of("src/main/guest/agent").toAbsolutePath();

  private final Shell shell;
  private final Path kernelTools;
  private String path;
  private Path agent = SOURCES.resolve("okayd-agent");
  private List<String> settings = List.of();
  private String programs = "";

  public FakeGuest(Shell shell) {
    super(newDirectory(shell));
    this.shell = shell;
    try {
      kernelTools = Files.createDirectory(directory.resolve("kernel-tools"));
      path = shell.path(Files.createDirectory(directory.resolve("tools")));
      FakeKernel.install(kernelTools);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates no directory if the test is skipped for want of the shell. */
  private static Path newDirectory(Shell shell) {
    shell.require();
    try {
      return Files.createTempDirectory("okayd-guest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets configuration lines in addition to the address of okayd. */
  public void hasSettings(String... lines) {
    settings = List.of(lines);
    hasConfig(lines);
  }

  /** Writes the configuration; a url requires the agent's HTTP client. */
  public void hasConfig(String... lines) {
    if (Stream.of(lines).anyMatch(line -> line.startsWith("url="))) {
      shell.requireHttp();
    }
    write("etc/okayd/agent.conf", String.join("\n", lines) + "\n");
  }

  /** Adds a connected serial port, and gives the guest the real time. */
  public void hasSerialPort(Path device) {
    try {
      Files.createSymbolicLink(directory("dev").resolve("ttyS0"), device);
      FakeKernel.keepsTime(kernelTools);
      Path clock = root().resolve("proc/uptime.new");
      Files.createSymbolicLink(clock, Path.of("/proc/uptime"));
      Files.move(clock, root().resolve("proc/uptime"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of this guest. */
  public List<ProcessHandle> processes() {
    String mine = "OKAYD_ROOT=" + root() + "\0";
    return ProcessHandle.allProcesses()
        .filter(process -> (environment(process) + "\0").contains(mine))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  /** Installs the agent into the guest. */
  public void hasInstalledAgent(String init) {
    Output output =
        output(script(SOURCES.resolve("install.sh"), "--init", init, root().toString()));
    assertThat(output.log()).isEmpty();
    assertThat(output.exitStatus()).isZero();
    agent = root().resolve("usr/sbin/okayd-agent");
  }

  /** Changes a part of the installed agent. */
  public void replaceInAgent(String part, String old, String replacement) {
    String file = "usr/lib/okayd/" + part;
    String text = String.join("\n", lines(file)) + "\n";
    assertThat(text).contains(old);
    write(file, text.replace(old, replacement));
  }

  /** Runs the agent to its end. */
  public Output agent(String... arguments) {
    return output(process(arguments));
  }

  /** A process with another script in this guest, with its shell and tools. */
  public ProcessBuilder script(Path file, String... arguments) {
    List<String> command = new ArrayList<>(shell.command());
    command.addAll(List.of("-c", programs + ". \"$0\"", file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of("OKAYD_ROOT", root().toString(), "PATH", root().resolve("bin") + ":" + path));
    return builder;
  }

  /** Adds a program as a script. A function precedes the applets of BusyBox's shell. */
  public void hasProgram(String name, String script) {
    programs += "%s() { \"$OKAYD_ROOT/bin/%s\" \"$@\"; }\n".formatted(name, name);
    write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    isExecutable("bin/" + name);
  }

  /** Runs a process and collects its output. */
  public Output output(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile(root(), "agent", ".out");
      Path log = Files.createTempFile(root(), "agent", ".log");
      Process process = builder.redirectOutput(out.toFile()).redirectError(log.toFile()).start();
      int exitStatus = Patience.exitStatus(process);
      return new Output(exitStatus, Files.readAllLines(out), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts "run" of the agent. */
  public RunningAgent run(FakeOkayd okayd) {
    return run(okayd.url());
  }

  public RunningAgent run(String url) {
    isServedBy(url);
    return run();
  }

  /** Starts another agent, without writing the configuration, which a running agent may read. */
  public RunningAgent run() {
    try {
      return new RunningAgent(process("run").start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void isServedBy(String url) {
    Stream<String> lines =
        Stream.of("# of this test", "", "url=" + url, "guest=domu1", "token=" + TOKEN);
    hasConfig(Stream.concat(lines, settings.stream()).toArray(String[]::new));
  }

  /** Removes this program from the PATH. */
  public void lacks(String program) {
    try {
      path = shell.pathWithout(program, Files.createDirectory(directory.resolve("few-tools")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder process(String... arguments) {
    List<String> command = new ArrayList<>(shell.command());
    command.addAll(List.of("-c", FakeKernel.START, agent.toString()));
    Stream.of(arguments).filter(argument -> !argument.isEmpty()).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "OKAYD_ROOT", root().toString(),
                "KERNEL_TOOLS", kernelTools.toString(),
                "PATH", path));
    return builder;
  }
}
