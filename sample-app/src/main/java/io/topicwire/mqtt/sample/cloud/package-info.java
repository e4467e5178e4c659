/**
 * What the plant tells the head office, over a connection of its own, and what the head
 * office sees of it. Must not know single machines' topics.
 */
@NullMarked
package io.topicwire.mqtt.sample.cloud;

import org.jspecify.annotations.NullMarked;
