/**
 * The ground floor: immutable values, results, exceptions and handler interfaces that
 * every other package shares. Must not know how a packet looks on the wire, what a
 * connection is, or who sends it.
 */
@NullMarked
package io.topicwire.mqtt;

import org.jspecify.annotations.NullMarked;
