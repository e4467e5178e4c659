/**
 * Clients in processes of their own with little memory while messages come too fast.
 */
@NullMarked
package io.topicwire.mqtt.soak;

import org.jspecify.annotations.NullMarked;
