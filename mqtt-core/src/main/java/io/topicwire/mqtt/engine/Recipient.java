package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttSubscribeException;
import io.topicwire.mqtt.QoS;
import org.jspecify.annotations.Nullable;

/**
 * Gets the messages of a registration, on a thread that calls handlers.
 */
public interface Recipient {

	/**
	 * Return a recipient that acknowledges a message when its handler has returned.
	 * @param handler the handler
	 * @return the recipient
	 */
	static Recipient of(MessageHandler handler) {
		return new HandlerRecipient(handler, (answer) -> {
			handler.handle(answer.message());
			answer.handled();
		});
	}

	/**
	 * Return a recipient whose handler acknowledges.
	 * @param handler the handler
	 * @return the recipient
	 */
	static Recipient of(AcknowledgingHandler handler) {
		return new HandlerRecipient(handler, (answer) -> {
			handler.handle(answer.message(), answer);
			if (answer.isOf(QoS.AT_MOST_ONCE)) {
				// The broker is told nothing, so that the application need not answer
				answer.handled();
			}
		});
	}

	/**
	 * Take a message.
	 * @param answer what the broker is to be told about the message
	 * @param caller calls the code of the application
	 * @param worker who calls it
	 */
	void receive(HandlerAnswer answer, HandlerCaller caller, Worker worker);

	/**
	 * Return what gets a message only once although it is registered more than once.
	 * @return the object of the application
	 */
	Object identity();

	/**
	 * Return where the messages wait that are to be handled later, if the recipient keeps
	 * some itself.
	 * @return what waits, or {@code null}
	 */
	default @Nullable WaitingMessages waiting() {
		return null;
	}

	/**
	 * Handle that the broker has refused the subscription although nobody waits for that.
	 * Called under the lock of the client.
	 * @param failure why
	 */
	default void refused(MqttSubscribeException failure) {
	}

	/**
	 * Handle that the registration is over. Called under the lock of the client.
	 */
	default void removed() {
	}

}
