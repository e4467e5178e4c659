/**
 * Auto-configuration for MQTT: properties, client, template and listeners. Knows the
 * Spring messaging layer and wires it; nothing else may know this package.
 */
@NullMarked
package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
