package dev.okayd.cli.file;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes output files of commands; {@code -} is standard output. */
public final class OutputFile {
  private OutputFile() {}

  public static void write(String name, byte[] bytes) throws IOException {
    if (name.equals("-")) {
      writeToStandardOutput(bytes);
    } else {
      Files.write(Path.of(name), bytes);
    }
  }

  private static void writeToStandardOutput(byte[] bytes) throws IOException {
    PrintStream out = System.out;
    out.write(bytes);
    // a PrintStream reports errors only through checkError
    if (out.checkError()) {
      throw new IOException("Writing to standard output failed");
    }
  }
}
