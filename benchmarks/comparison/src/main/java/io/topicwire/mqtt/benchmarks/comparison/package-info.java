/**
 * Runs all clients one after the other and compares them.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
