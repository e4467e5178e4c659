/**
 * Auto-configuration of the meters.
 */
@NullMarked
package io.topicwire.mqtt.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
