/**
 * Checks settings when okayd starts: annotations on the methods of a {@code @ConfigMapping}
 * interface state which values a setting takes, and {@link dev.okayd.setting.SettingsCheck}
 * compares all configured values and names with them.
 */
@NullMarked
package dev.okayd.setting;

import org.jspecify.annotations.NullMarked;
