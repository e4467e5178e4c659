/**
 * One of the clients.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.paho;

import org.jspecify.annotations.NullMarked;
