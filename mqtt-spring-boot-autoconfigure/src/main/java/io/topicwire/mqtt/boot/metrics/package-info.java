/**
 * Meters of connections and listeners. Knows the client, the containers of listeners and
 * Micrometer, nothing else of this project.
 */
@NullMarked
package io.topicwire.mqtt.boot.metrics;

import org.jspecify.annotations.NullMarked;
