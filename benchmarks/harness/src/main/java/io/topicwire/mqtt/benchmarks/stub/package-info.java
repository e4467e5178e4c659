/**
 * A server that costs next to nothing, so that clients can be measured against it.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
