package io.topicwire.mqtt.spring.listener;

import java.util.List;

import io.topicwire.mqtt.client.MqttClient;

import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;

/**
 * Holds the subscriptions of one listener. Thread-safe.
 *
 * @since 0.1.0
 */
public interface MqttMessageListenerContainer extends Lifecycle, Phased {

	/**
	 * Return the identifier of the listener.
	 * @return the identifier
	 */
	String getListenerId();

	/**
	 * Return the client that the listener subscribes with.
	 * @return the client
	 */
	MqttClient getClient();

	/**
	 * Return the topic filters that the listener subscribes to.
	 * @return the topic filters, each of them once
	 */
	List<String> getTopicFilters();

	/**
	 * Subscribe to further topics as well, with the options of the others: at once if the
	 * container is running, or else when it is started. Topics that it has already are
	 * left as they are. Does not wait for the broker.
	 * @param topics topic filters or templates, for a shared subscription with
	 * {@code $share/<name>/} in front
	 * @throws IllegalArgumentException if a topic is not valid; nothing is changed then
	 */
	void addTopics(String... topics);

	/**
	 * Unsubscribe from topics. Messages that have come already are handled. Topics that
	 * the container does not have are ignored. Does not wait for the broker.
	 * @param topics the topics as they were given, or their topic filters
	 * @throws IllegalArgumentException if a topic is not valid; nothing is changed then
	 */
	void removeTopics(String... topics);

	/**
	 * Return whether the container is started with the application.
	 * @return whether it is
	 */
	boolean isAutoStartup();

	/**
	 * Return when the container is started with the application, compared with other
	 * containers.
	 * @return the phase; those of a lower one are started before and stopped after it
	 */
	@Override
	int getPhase();

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
	 * Begin no further call of the listener until {@link #resume()}. Returns at once: a
	 * call that runs goes on, and {@link #isContainerPaused()} tells when it is over. The
	 * subscriptions stay, and what comes waits in its order: up to 1,000 messages or 16
	 * MiB.
	 * <p>
	 * Messages of QoS 1 and 2 wait unacknowledged. They take places of the client's
	 * Receive Maximum (MQTT 5.0, section 3.1.2.11.3), 1,000 by default: when it is
	 * reached, the broker sends no more of them to this client, whichever listener they
	 * are for, and keeps them. Those that find no room keep a thread of the client
	 * waiting. Messages of QoS 0 that find no room are dropped and counted in
	 * {@link ListenerStatistics#discarded()}.
	 * <p>
	 * A container that is stopped or not started yet may be paused too; starting it does
	 * not resume it. When it is stopped, what waits is left unacknowledged.
	 */
	void pause();

	/**
	 * Call the listener again, with the messages that have waited first. Has no effect
	 * unless the container is paused.
	 */
	void resume();

	/**
	 * Return whether the container was told to pause and not to resume.
	 * @return whether it was
	 */
	boolean isPauseRequested();

	/**
	 * Return whether the container is paused and the listener works on no message any
	 * more.
	 * @return whether that is so
	 */
	boolean isContainerPaused();

	/**
	 * Return whether the calling thread is one that is in a call of the listener. What
	 * waits for the listener does not wait for this call then, which would be for itself.
	 * @return whether it is
	 */
	boolean isListenerThread();

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
	 * Suspend without waiting: no further message is taken and no further call begins,
	 * while one that runs goes on. For the moment in which the client disconnects
	 * although listeners have not returned.
	 */
	void shut();

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
