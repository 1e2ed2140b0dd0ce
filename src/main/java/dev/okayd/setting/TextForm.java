package dev.okayd.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The texts that a setting takes. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TextForm {
  /** A regular expression that all of the text matches. */
  String pattern();

  /** The form in words, as messages and the documentation have it. */
  String expected();
}
