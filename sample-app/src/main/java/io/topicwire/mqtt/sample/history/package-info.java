/**
 * Readings of the past, in a database, as far as there is room. Must not know how they
 * came here.
 */
@NullMarked
package io.topicwire.mqtt.sample.history;

import org.jspecify.annotations.NullMarked;
