/**
 * What a client has to offer to be measured.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks;

import org.jspecify.annotations.NullMarked;
