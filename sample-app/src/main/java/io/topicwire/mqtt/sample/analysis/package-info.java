/**
 * Two instances that share the work of looking at vibrations, as two processes would.
 * Must not know of each other: the broker says who gets which message.
 */
@NullMarked
package io.topicwire.mqtt.sample.analysis;

import org.jspecify.annotations.NullMarked;
