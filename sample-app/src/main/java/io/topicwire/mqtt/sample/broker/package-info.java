/**
 * The MQTT broker in the same process, for a start without set-up. Must not know what is
 * said over it; gone when {@code mqtt.url} names another broker.
 */
@NullMarked
package io.topicwire.mqtt.sample.broker;

import org.jspecify.annotations.NullMarked;
