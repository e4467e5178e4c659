/**
 * Events that are published to the application. Knows the client only.
 */
@NullMarked
package io.topicwire.mqtt.spring.event;

import org.jspecify.annotations.NullMarked;
