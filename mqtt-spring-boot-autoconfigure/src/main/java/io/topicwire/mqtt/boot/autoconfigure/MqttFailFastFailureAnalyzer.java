package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link MqttFailFastException}.
 */
class MqttFailFastFailureAnalyzer extends AbstractFailureAnalyzer<MqttFailFastException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MqttFailFastException cause) {
		String prefix = MqttConnectionPropertiesBinder.prefix(cause.getConnection());
		String remedy = (cause.getCause() instanceof MqttConnectRefusedException)
				? "Check '%1$s.username', '%1$s.password', '%1$s.client-id' and '%1$s.protocol-version' against what the broker accepts."
				: "Start the broker, or correct '%1$s.url'.";
		String withoutBroker = " To start without the broker and connect later, %s '%%1$s.fail-fast'%s."
			.formatted(isDefault(cause) ? "remove" : "set", isDefault(cause) ? "" : " to false");
		return new FailureAnalysis(String.valueOf(cause.getMessage()), (remedy + withoutBroker).formatted(prefix),
				cause);
	}

	private static boolean isDefault(MqttFailFastException failure) {
		return MqttClientRegistry.DEFAULT_CONNECTION.equals(failure.getConnection());
	}

}
