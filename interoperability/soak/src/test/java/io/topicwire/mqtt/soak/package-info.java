/**
 * Clients in processes of their own that run for a long time while wires, broker and
 * processes fail, and with little memory while messages come too fast.
 */
@NullMarked
package io.topicwire.mqtt.soak;

import org.jspecify.annotations.NullMarked;
