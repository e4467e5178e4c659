/**
 * Auto-configuration of the health indicator.
 */
@NullMarked
package io.topicwire.mqtt.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
