/**
 * What runs in the process of a client and measures it there.
 */
@NullMarked
package io.topicwire.mqtt.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
