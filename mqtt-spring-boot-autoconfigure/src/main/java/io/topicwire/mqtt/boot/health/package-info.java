/**
 * Health of the connection to the broker. Knows the client and Boot's health, nothing
 * else of this project.
 */
@NullMarked
package io.topicwire.mqtt.boot.health;

import org.jspecify.annotations.NullMarked;
