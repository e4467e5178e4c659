/**
 * Auto-configuration of the endpoint.
 */
@NullMarked
package io.topicwire.mqtt.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
