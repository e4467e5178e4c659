/**
 * Observations of publishing and of listeners, which become timers and spans. Knows the
 * client and Micrometer's observations, nothing else of this project.
 */
@NullMarked
package io.topicwire.mqtt.spring.observation;

import org.jspecify.annotations.NullMarked;
