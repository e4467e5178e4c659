package io.topicwire.mqtt.spring.event;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened to a connection or a listener. Published on a thread that
 * neither reads nor writes a connection, those of one connection one after the other.
 * Whoever listens may call all asynchronous methods of clients and templates; one that
 * takes long belongs on another thread, such as with
 * {@link org.springframework.scheduling.annotation.Async @Async}.
 *
 * @since 0.1.0
 */
public abstract class MqttEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an event.
	 * @param source what it happened to
	 */
	protected MqttEvent(Object source) {
		super(source);
	}

}
