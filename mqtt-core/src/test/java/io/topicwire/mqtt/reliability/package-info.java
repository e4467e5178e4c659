/**
 * What docs/reliability.md promises, and whether there are tests for it.
 */
@NullMarked
package io.topicwire.mqtt.reliability;

import org.jspecify.annotations.NullMarked;
