/**
 * Benchmarks of single parts of the client, run by JMH.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
