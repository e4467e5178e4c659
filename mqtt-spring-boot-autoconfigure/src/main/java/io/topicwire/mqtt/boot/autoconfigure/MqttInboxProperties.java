package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.UnmatchedMessagePolicy;

import org.springframework.util.unit.DataSize;

/**
 * Properties of the received messages that wait for their listeners.
 *
 * @since 0.1.0
 */
public class MqttInboxProperties {

	/**
	 * How many messages of QoS 0 may wait for listeners.
	 */
	private int maxMessages = 10_000;

	/**
	 * How much of QoS 1 and 2 may wait for listeners, and how much of QoS 0. The broker
	 * has to wait when it is too much of QoS 1 and 2.
	 */
	private DataSize maxSize = DataSize.ofMegabytes(64);

	/**
	 * What becomes of messages of QoS 0 when too many wait for listeners.
	 */
	private InboxOverflowPolicy onOverflow = InboxOverflowPolicy.DROP_NEWEST;

	/**
	 * What becomes of a message of QoS 1 or 2 that no listener wants, as it may come from
	 * an earlier session.
	 */
	private UnmatchedMessagePolicy onUnmatched = UnmatchedMessagePolicy.REJECT;

	public int getMaxMessages() {
		return this.maxMessages;
	}

	public void setMaxMessages(int maxMessages) {
		this.maxMessages = maxMessages;
	}

	public DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	public InboxOverflowPolicy getOnOverflow() {
		return this.onOverflow;
	}

	public void setOnOverflow(InboxOverflowPolicy onOverflow) {
		this.onOverflow = onOverflow;
	}

	public UnmatchedMessagePolicy getOnUnmatched() {
		return this.onUnmatched;
	}

	public void setOnUnmatched(UnmatchedMessagePolicy onUnmatched) {
		this.onUnmatched = onUnmatched;
	}

}
