/**
 * The console: collects what the clients of an application do while somebody looks, and
 * answers the requests of its page. Must not know web frameworks; those who serve it do.
 */
@NullMarked
package io.topicwire.mqtt.boot.console;

import org.jspecify.annotations.NullMarked;
