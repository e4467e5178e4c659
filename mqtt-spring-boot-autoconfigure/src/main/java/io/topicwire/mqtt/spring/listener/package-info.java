/**
 * Receiving of messages: the container that holds the subscriptions of one listener, and
 * the call of a listener method. Knows nothing of annotations, nor of Spring Boot.
 */
@NullMarked
package io.topicwire.mqtt.spring.listener;

import org.jspecify.annotations.NullMarked;
