/**
 * One of the clients.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.topicwire;

import org.jspecify.annotations.NullMarked;
