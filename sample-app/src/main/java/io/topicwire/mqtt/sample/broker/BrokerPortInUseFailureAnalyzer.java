package io.topicwire.mqtt.sample.broker;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do about a {@link BrokerPortInUseException}.
 */
class BrokerPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<BrokerPortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BrokerPortInUseException cause) {
		String description = "The embedded MQTT broker could not start: %s.".formatted(cause.getMessage());
		String action = """
				Another broker seems to run there. Use it with --mqtt.url=mqtt://localhost:%d, \
				or give the embedded broker another port with --sample.broker.port=… (0 for any free one)."""
			.formatted(cause.getPort());
		return new FailureAnalysis(description, action, cause);
	}

}
