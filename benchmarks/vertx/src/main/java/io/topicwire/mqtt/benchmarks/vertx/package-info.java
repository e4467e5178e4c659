/**
 * One of the clients.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.vertx;

import org.jspecify.annotations.NullMarked;
