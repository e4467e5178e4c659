package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;

/**
 * Gets the messages of a registration, on the thread that calls handlers.
 */
public interface Recipient {

	/**
	 * Return a recipient that acknowledges a message when its handler has returned.
	 * @param handler the handler
	 * @return the recipient
	 */
	static Recipient of(MessageHandler handler) {
		return new Recipient() {

			@Override
			public void receive(MqttMessage message, Acknowledgement acknowledgement) throws Exception {
				handler.handle(message);
				acknowledgement.acknowledge();
			}

			@Override
			public Object identity() {
				return handler;
			}

		};
	}

	/**
	 * Return a recipient whose handler acknowledges.
	 * @param handler the handler
	 * @return the recipient
	 */
	static Recipient of(AcknowledgingHandler handler) {
		return new Recipient() {

			@Override
			public void receive(MqttMessage message, Acknowledgement acknowledgement) throws Exception {
				handler.handle(message, acknowledgement);
			}

			@Override
			public Object identity() {
				return handler;
			}

		};
	}

	/**
	 * Take a message.
	 * @param message the message
	 * @param acknowledgement what the broker is to be told about it
	 * @throws Exception if the message could not be handled
	 */
	void receive(MqttMessage message, Acknowledgement acknowledgement) throws Exception;

	/**
	 * Return what gets a message only once although it is registered more than once.
	 * @return the object of the application
	 */
	Object identity();

}
