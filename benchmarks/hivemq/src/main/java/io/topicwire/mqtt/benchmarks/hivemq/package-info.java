/**
 * One of the clients.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.hivemq;

import org.jspecify.annotations.NullMarked;
