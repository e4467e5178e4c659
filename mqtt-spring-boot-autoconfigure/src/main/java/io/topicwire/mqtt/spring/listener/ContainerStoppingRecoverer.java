package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@link MqttMessageRecoverer} that suspends the container, so that no message is handled
 * before somebody has mended what is wrong and called
 * {@link MqttMessageListenerContainer#start()}. The subscriptions stay with the broker;
 * the message and those that come meanwhile are left unacknowledged and come again after
 * a reconnect that resumes the session.
 *
 * @since 0.1.0
 */
public final class ContainerStoppingRecoverer implements MqttMessageRecoverer {

	@Override
	public CompletionStage<?> recover(FailedMessage failed) {
		failed.container().stopAbnormally(failed.failure());
		return CompletableFuture.failedFuture(failed.failure());
	}

}
