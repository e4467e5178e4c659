/**
 * Sending of messages: the operations, the template and the options of one message. Knows
 * nothing of listeners, nor of Spring Boot.
 */
@NullMarked
package io.topicwire.mqtt.spring.core;

import org.jspecify.annotations.NullMarked;
