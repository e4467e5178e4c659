/**
 * What Spring adds to the client of this project: the same messages received by a
 * listener, and by a handler that does by hand what the listener does.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
