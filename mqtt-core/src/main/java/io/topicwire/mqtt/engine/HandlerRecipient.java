package io.topicwire.mqtt.engine;

/**
 * Hands each message to a handler at once.
 *
 * @param identity the handler
 * @param code calls it
 */
record HandlerRecipient(Object identity, HandlerCaller.HandlerCode code) implements Recipient {

	@Override
	public void receive(HandlerAnswer answer, HandlerCaller caller, Worker worker) {
		caller.call(answer, worker, this.code);
	}

}
