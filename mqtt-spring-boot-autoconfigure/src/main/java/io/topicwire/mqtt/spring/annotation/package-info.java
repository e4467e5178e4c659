/**
 * Listener methods by annotation: the annotations, and the bean post-processor that turns
 * them into endpoints. Must not know Spring Boot.
 */
@NullMarked
package io.topicwire.mqtt.spring.annotation;

import org.jspecify.annotations.NullMarked;
