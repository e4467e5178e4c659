/**
 * Spring Boot support for MQTT.
 */
@NullMarked
package io.topicwire.mqtt.boot;

import org.jspecify.annotations.NullMarked;
