/**
 * Machines that do not exist, each an MQTT client of its own in plain Java. Must not know
 * who listens to them, so that real machines could take their place.
 */
@NullMarked
package io.topicwire.mqtt.sample.simulation;

import org.jspecify.annotations.NullMarked;
