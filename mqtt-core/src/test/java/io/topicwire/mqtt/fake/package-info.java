/**
 * A broker that does what a test tells it, on streams in memory, and a clock that stands
 * still until a test moves it. Must not know the engine beyond its timer.
 */
@NullMarked
package io.topicwire.mqtt.fake;

import org.jspecify.annotations.NullMarked;
