package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.Map;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;

/**
 * Collects messages, and has the listener called with each batch of them.
 */
final class BatchIntake implements MessageIntake {

	private final ListenerContext context;

	private final MqttBatchMessageListener listener;

	private final BatchCollector collector;

	BatchIntake(ListenerContext context, MqttBatchMessageListener listener) {
		ContainerProperties properties = context.properties();
		this.context = context;
		this.listener = listener;
		this.collector = new BatchCollector(properties.getBatchSize(), properties.getBatchTimeout(), this::request);
	}

	private void request() {
		if (!this.context.lanes().enqueue(new BatchInvocation(this.context, this.listener, this.collector))) {
			this.collector.refused();
		}
	}

	@Override
	public void take(MqttMessage message, Map<String, String> topicVariables, Acknowledgement acknowledgement)
			throws InterruptedException {
		if (!this.collector.add(new BatchMessage(message, topicVariables, acknowledgement, System.nanoTime()))) {
			this.context.discard(acknowledgement);
		}
	}

	@Override
	public int waiting() {
		return this.collector.waiting();
	}

	@Override
	public boolean isOpen() {
		return this.collector.isOpen();
	}

	@Override
	public void open() {
		this.collector.open();
	}

	@Override
	public void pause() {
		this.collector.pause();
	}

	@Override
	public void resume() {
		this.collector.resume();
	}

	@Override
	public void hold() {
		this.collector.hold();
	}

	@Override
	public boolean refuse() {
		this.collector.shut();
		return true;
	}

	@Override
	public void awaitEmpty(Duration timeout) {
		this.collector.awaitEmpty(timeout);
	}

	@Override
	public void close() {
		this.collector.cancel().forEach((message) -> this.context.discard(message.acknowledgement()));
	}

	@Override
	public String toString() {
		return this.listener.toString();
	}

}
