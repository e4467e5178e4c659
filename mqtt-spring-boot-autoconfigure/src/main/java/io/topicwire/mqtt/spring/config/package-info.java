/**
 * How listeners come to be: endpoints, the factory that makes containers of them, and the
 * registry that keeps these. Must not know Spring Boot.
 */
@NullMarked
package io.topicwire.mqtt.spring.config;

import org.jspecify.annotations.NullMarked;
