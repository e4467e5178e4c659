/**
 * Actuator endpoint. Knows the client and the containers of listeners, nothing else of
 * this project.
 */
@NullMarked
package io.topicwire.mqtt.boot.endpoint;

import org.jspecify.annotations.NullMarked;
