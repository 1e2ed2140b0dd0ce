package dev.okayd.agent;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Commands of okayd. */
final class Commands {
  private Commands() {}

  static String apply(String id, String path) {
    byte[] overlay = new GateOverlay(NodePath.parse(path)).dtbo();
    return """
        {"id":"%s","type":"apply","device":"disk","path":"%s","sha256":"%s","overlay":"%s"}
        """
        .formatted(id, path, sha256(overlay), Base64.getEncoder().encodeToString(overlay));
  }

  static String remove(String id, String path) {
    return """
        {"id":"%s","type":"remove","device":"disk","path":"%s"}
        """
        .formatted(id, path);
  }

  /** The same command, valid for these seconds. */
  static String valid(int seconds, String command) {
    return command.replaceFirst("}\\s*$", ",\"validSeconds\":" + seconds + "}");
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
