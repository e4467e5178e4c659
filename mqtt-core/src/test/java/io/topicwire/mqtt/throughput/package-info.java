/**
 * Measures what durability costs. Not part of the tests: figures of a noisy machine prove
 * nothing but their ratio. Must not know how sessions are stored.
 */
@NullMarked
package io.topicwire.mqtt.throughput;

import org.jspecify.annotations.NullMarked;
