/**
 * The page and the stream of events that keeps it up to date. Must not know where the
 * news comes from, nor wait for a browser on the threads that bring it.
 */
@NullMarked
package io.topicwire.mqtt.sample.web;

import org.jspecify.annotations.NullMarked;
