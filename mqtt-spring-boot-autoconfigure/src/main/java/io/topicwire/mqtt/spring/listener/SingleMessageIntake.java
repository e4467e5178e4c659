package io.topicwire.mqtt.spring.listener;

import java.util.Map;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;

/**
 * Has the listener called with each message, on the thread that brings it if nothing
 * speaks against that. Keeps no messages itself.
 */
final class SingleMessageIntake implements MessageIntake {

	private final ListenerContext context;

	private final MqttMessageListener listener;

	// Whether the threads of the client call the listener
	private final boolean direct;

	SingleMessageIntake(ListenerContext context, MqttMessageListener listener) {
		ContainerProperties properties = context.properties();
		this.context = context;
		this.listener = listener;
		this.direct = properties.getTaskExecutor() == null && properties.getConcurrency() == null
				&& properties.getRetryPolicy() == null && !listener.isAsyncReplies();
	}

	@Override
	public void take(MqttMessage message, Map<String, String> topicVariables, Acknowledgement acknowledgement)
			throws InterruptedException {
		MessageInvocation invocation = new MessageInvocation(this.context, this.listener, message, topicVariables,
				acknowledgement);
		if (this.direct && invocation.runIfIdle()) {
			return;
		}
		invocation.queued();
		if (!this.context.lanes().execute(invocation)) {
			invocation.cancel();
		}
	}

	@Override
	public int waiting() {
		return this.context.lanes().waiting();
	}

	@Override
	public boolean isOpen() {
		return !this.context.gate().isClosed();
	}

	@Override
	public String toString() {
		return this.listener.toString();
	}

}
