/**
 * The client with real brokers.
 */
@NullMarked
package io.topicwire.mqtt.interoperability;

import org.jspecify.annotations.NullMarked;
