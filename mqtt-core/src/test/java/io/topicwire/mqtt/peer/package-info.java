/**
 * The other ends of real connections over the loopback interface: servers for each
 * transport and proxies.
 */
@NullMarked
package io.topicwire.mqtt.peer;

import org.jspecify.annotations.NullMarked;
