/**
 * Sessions on disk: {@link io.topicwire.mqtt.store.DiskSessionStore}. Nobody else in this
 * module knows this package, because it needs a library that the rest does without.
 */
@NullMarked
package io.topicwire.mqtt.store;

import org.jspecify.annotations.NullMarked;
