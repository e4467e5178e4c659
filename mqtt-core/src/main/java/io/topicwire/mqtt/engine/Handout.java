package io.topicwire.mqtt.engine;

import java.util.List;

/**
 * Hands messages to their handlers, one after the other. If one of them does not return,
 * another thread goes on with the next.
 */
interface Handout {

	/**
	 * Return the handlers to call for a message, at the moment when they are.
	 * @return the handlers, or none if the message is kept or given up
	 */
	List<Registration> handlers(Delivery delivery);

	/**
	 * Hand a message to one of its handlers, or let it wait for that handler.
	 */
	void deliver(Registration registration, Delivery delivery, Worker worker);

}
