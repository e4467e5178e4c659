/**
 * Application that is processed ahead of time.
 */
@NullMarked
package io.topicwire.mqtt.integration.processed;

import org.jspecify.annotations.NullMarked;
