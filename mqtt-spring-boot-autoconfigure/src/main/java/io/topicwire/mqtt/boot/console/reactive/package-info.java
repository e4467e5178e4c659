/**
 * Serves the console with Spring WebFlux. Must know nothing of what it shows.
 */
@NullMarked
package io.topicwire.mqtt.boot.console.reactive;

import org.jspecify.annotations.NullMarked;
