/**
 * What goes wrong with messages, and what becomes of them: attempts that are repeated,
 * and dead letters. Must not know who looks at that.
 */
@NullMarked
package io.topicwire.mqtt.sample.failures;

import org.jspecify.annotations.NullMarked;
