package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * {@link MqttMessageRecoverer} that logs an error and drops the message. It is counted in
 * {@link ListenerStatistics#recovered()}.
 *
 * @since 0.1.0
 */
public final class LoggingRecoverer implements MqttMessageRecoverer {

	private static final Log logger = LogFactory.getLog(LoggingRecoverer.class);

	@Override
	public CompletionStage<?> recover(FailedMessage failed) {
		logger.error(
				"%s Listener '%s' failed on message from topic '%s' with QoS %d in %d attempts; the message is dropped"
					.formatted(failed.container().getClient().logPrefix(), failed.container().getListenerId(),
							failed.message().topic(), failed.message().qos().level(), failed.attempts()),
				failed.cause());
		return CompletableFuture.completedFuture(null);
	}

}
