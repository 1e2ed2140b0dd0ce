package dev.okayd.idempotency;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts answers with the client's key, because an answer may contain a token or a secret. The
 * format is a nonce and AES-GCM.
 */
final class AnswerCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private AnswerCipher() {}

  static byte[] seal(SecretKey key, byte[] answer) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] encrypted = apply(Cipher.ENCRYPT_MODE, key, nonce, answer);
    byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
    System.arraycopy(encrypted, 0, sealed, NONCE_BYTES, encrypted.length);
    return sealed;
  }

  static byte[] open(SecretKey key, byte[] sealed) {
    return apply(
        Cipher.DECRYPT_MODE,
        key,
        Arrays.copyOf(sealed, NONCE_BYTES),
        Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
  }

  private static byte[] apply(int mode, SecretKey key, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A recorded answer cannot be encrypted or decrypted", e);
    }
  }
}
