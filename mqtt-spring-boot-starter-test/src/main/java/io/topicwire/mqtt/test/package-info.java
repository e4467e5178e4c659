/**
 * What tests of applications with MQTT need: a broker in the same process, and what waits
 * for the messages and subscriptions that it gets.
 */
@NullMarked
package io.topicwire.mqtt.test;

import org.jspecify.annotations.NullMarked;
