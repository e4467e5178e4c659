package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.Map;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;

/**
 * What a container does with the messages that come until its lanes have them. One that
 * keeps none itself has nothing to do for most of what is asked.
 */
interface MessageIntake {

	/**
	 * Take a message that has come. Waits for room.
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	void take(MqttMessage message, Map<String, String> topicVariables, Acknowledgement acknowledgement)
			throws InterruptedException;

	/**
	 * Return how many messages wait for the listener.
	 */
	int waiting();

	/**
	 * Return whether messages are taken.
	 */
	boolean isOpen();

	default void open() {
	}

	default void pause() {
	}

	default void resume() {
	}

	/**
	 * Keep whoever brings messages waiting, unless this is not open.
	 */
	default void hold() {
	}

	/**
	 * Take no further messages.
	 * @return whether those that are there are handed over to the listener first, so that
	 * the container has to be able to call it until then
	 */
	default boolean refuse() {
		return false;
	}

	/**
	 * Wait until there are no messages any more.
	 * @param timeout how long to wait at most
	 */
	default void awaitEmpty(Duration timeout) {
	}

	/**
	 * Take no further messages, and discard those that are there.
	 */
	default void close() {
	}

}
