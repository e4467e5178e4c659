/**
 * Samples of what takes the place of others.
 */
@NullMarked
package io.topicwire.mqtt.docs.migration;

import org.jspecify.annotations.NullMarked;
