package io.topicwire.mqtt.spring.event;

/**
 * Something that happened to a listener. The source is its container.
 *
 * @since 0.1.0
 */
public abstract class MqttListenerEvent extends MqttEvent {

	private static final long serialVersionUID = 1L;

	private final String listenerId;

	/**
	 * Create an event.
	 * @param container the container of the listener
	 * @param listenerId the identifier of the listener
	 */
	protected MqttListenerEvent(Object container, String listenerId) {
		super(container);
		this.listenerId = listenerId;
	}

	/**
	 * Return the identifier of the listener.
	 * @return the identifier
	 */
	public String getListenerId() {
		return this.listenerId;
	}

}
