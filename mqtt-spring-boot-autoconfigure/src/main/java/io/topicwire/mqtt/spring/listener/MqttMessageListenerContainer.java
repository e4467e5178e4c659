package io.topicwire.mqtt.spring.listener;

import java.util.List;

import org.springframework.context.Lifecycle;

/**
 * Holds the subscriptions of one listener. Thread-safe.
 *
 * @since 0.1.0
 */
public interface MqttMessageListenerContainer extends Lifecycle {

	/**
	 * Return the identifier of the listener.
	 * @return the identifier
	 */
	String getListenerId();

	/**
	 * Return the topic filters that the listener subscribes to.
	 * @return the topic filters, each of them once
	 */
	List<String> getTopicFilters();

	/**
	 * Return whether the container is started with the application.
	 * @return whether it is
	 */
	boolean isAutoStartup();

	/**
	 * Subscribe, and call the listener for each message. Does not wait for the broker; a
	 * refusal is logged.
	 */
	@Override
	void start();

	/**
	 * Unsubscribe, so that the broker keeps no more messages for this listener, and wait
	 * until the listener has returned.
	 */
	@Override
	void stop();

	/**
	 * Keep further messages waiting, and wait until the listener has returned and its
	 * message can be acknowledged. As messages come one after the other this keeps those
	 * of other listeners waiting too; for the moment before the client disconnects.
	 * {@link #suspend()} or {@link #start()} end this.
	 */
	void hold();

	/**
	 * Call the listener no more and wait until it has returned, but leave the
	 * subscriptions with the broker: a session that outlives the connection goes on
	 * collecting messages. What still arrives is not acknowledged. {@link #start()} ends
	 * this.
	 */
	void suspend();

	/**
	 * Suspend without waiting, because something is wrong that has to be mended before
	 * {@link #start()}. May be called from the listener and its helpers.
	 * @param reason what is wrong
	 */
	void stopAbnormally(Throwable reason);

	/**
	 * Return what was counted since the container was created.
	 * @return the statistics
	 */
	ListenerStatistics getStatistics();

}
