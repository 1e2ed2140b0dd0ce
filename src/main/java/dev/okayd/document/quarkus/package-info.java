/** Makes the ObjectMapper that Quarkus injects as strict as the mappers that read files. */
@NullMarked
package dev.okayd.document.quarkus;

import org.jspecify.annotations.NullMarked;
