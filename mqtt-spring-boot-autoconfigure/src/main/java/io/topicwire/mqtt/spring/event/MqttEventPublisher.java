package io.topicwire.mqtt.spring.event;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;

/**
 * Publishes events so that whoever listens cannot do harm: an exception is logged, and
 * ignored if the application is closed meanwhile. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MqttEventPublisher {

	private static final Log logger = LogFactory.getLog(MqttEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a publisher.
	 * @param publisher publishes the events
	 */
	public MqttEventPublisher(ApplicationEventPublisher publisher) {
		Assert.notNull(publisher, "'publisher' must not be null");
		this.publisher = publisher;
	}

	/**
	 * Publish an event on this thread.
	 * @param event the event
	 */
	public void publish(MqttEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			if (isClosed()) {
				logger.debug("Nobody hears of %s any more, because the application is closed".formatted(event), ex);
			}
			else {
				logger.error("Event listener failed on %s".formatted(event), ex);
			}
		}
	}

	private boolean isClosed() {
		return this.publisher instanceof ConfigurableApplicationContext context
				&& (context.isClosed() || !context.isActive());
	}

}
