package io.topicwire.mqtt.boot.console;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the console shows of the payloads of messages, for example to leave out
 * what is personal. Beans of this type are asked in their order, each about what the one
 * before has left.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttConsolePayloadFilter {

	/**
	 * Return what to show of a message. Called once for each message that is sent or
	 * received while the console collects, on a thread that neither sends nor receives; a
	 * slow filter lets the console miss messages. If it throws an exception, nothing is
	 * shown.
	 * @param connection the name of the connection
	 * @param message the message, with the payload that earlier filters have left
	 * @return the payload to show, or {@code null} to hide it together with correlation
	 * data and the values of user properties; the payload of the message itself must not
	 * be changed
	 */
	byte @Nullable [] filter(String connection, MqttMessage message);

}
