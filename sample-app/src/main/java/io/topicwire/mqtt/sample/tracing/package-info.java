/**
 * The last traces that went over the broker. Must not know what the spans are about, nor
 * which tracer has made them.
 */
@NullMarked
package io.topicwire.mqtt.sample.tracing;

import org.jspecify.annotations.NullMarked;
