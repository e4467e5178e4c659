package io.topicwire.mqtt.session;

import io.topicwire.mqtt.MqttMessage;

/**
 * One step of a session that is to survive the process.
 *
 * @since 0.1.0
 */
public sealed interface SessionChange {

	/**
	 * A message of QoS 1 or 2 was accepted for sending.
	 *
	 * @param number identifies the message within the session; higher than that of any
	 * message before
	 * @param message the message
	 * @param acceptedAt when it was accepted, in milliseconds since 1970 (UTC)
	 */
	record PublishAccepted(long number, MqttMessage message, long acceptedAt) implements SessionChange {

	}

	/**
	 * A message is about to be sent with a packet identifier.
	 *
	 * @param number the number of the message
	 * @param packetIdentifier its packet identifier, from 1 to 65,535
	 * @param position position in the order in which PUBLISH and PUBREL are sent first
	 */
	record PublishSent(long number, int packetIdentifier, long position) implements SessionChange {

	}

	/**
	 * A message of QoS 2 was answered with PUBREC.
	 *
	 * @param number the number of the message
	 * @param position position in the order in which PUBLISH and PUBREL are sent first
	 */
	record PublishReleased(long number, long position) implements SessionChange {

	}

	/**
	 * A message waits to be sent as a new one, without a packet identifier.
	 *
	 * @param number the number of the message
	 */
	record PublishRequeued(long number) implements SessionChange {

	}

	/**
	 * A message is finished, whatever became of it.
	 *
	 * @param number the number of the message
	 */
	record PublishFinished(long number) implements SessionChange {

	}

	/**
	 * A message of QoS 2 was received. It is handed to its handlers only when this is
	 * stored.
	 *
	 * @param packetIdentifier its packet identifier
	 * @param number identifies the message within the session; higher than that of any
	 * message before
	 */
	record MessageReceived(int packetIdentifier, long number) implements SessionChange {

	}

	/**
	 * The handlers of a received message of QoS 2 have succeeded.
	 *
	 * @param packetIdentifier its packet identifier
	 */
	record MessageHandled(int packetIdentifier) implements SessionChange {

	}

	/**
	 * The exchange of a received message of QoS 2 is finished, so that its packet
	 * identifier stands for nothing.
	 *
	 * @param packetIdentifier the packet identifier
	 */
	record MessageForgotten(int packetIdentifier) implements SessionChange {

	}

	/**
	 * Nothing that was stored before counts any more, the last number excepted: what
	 * follows is the whole state.
	 */
	record Cleared() implements SessionChange {

	}

}
