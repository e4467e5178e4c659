package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Explains an {@link MqttFailFastException}.
 */
class MqttFailFastFailureAnalyzer extends AbstractFailureAnalyzer<MqttFailFastException> {

	private final Environment environment;

	MqttFailFastFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MqttFailFastException cause) {
		String prefix = MqttConnectionPropertiesBinder.prefix(cause.getConnection());
		String withoutBroker = "To start without the broker and connect later, %s '%s.fail-fast'%s."
			.formatted(isDefault(cause) ? "remove" : "set", prefix, isDefault(cause) ? "" : " to false");
		return new FailureAnalysis(String.valueOf(cause.getMessage()), remedy(cause, prefix) + " " + withoutBroker,
				cause);
	}

	private String remedy(MqttFailFastException failure, String prefix) {
		if (!(failure.getCause() instanceof MqttConnectRefusedException refused)) {
			return (TlsFailures.isTlsFailure(failure) ? "Correct '%1$s.url' or '%1$s.ssl.bundle'."
					: "Start the broker, or correct '%1$s.url'.")
				.formatted(prefix);
		}
		return switch (refused.reasonCode()) {
			case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED ->
				"Check '%1$s.username', which is %2$s, and '%1$s.password' against what the broker accepts."
					.formatted(prefix, username(prefix));
			case CLIENT_IDENTIFIER_NOT_VALID -> "Set '%s.client-id' to one that the broker accepts.".formatted(prefix);
			case UNSUPPORTED_PROTOCOL_VERSION ->
				"Set '%s.protocol-version' to a version that the broker speaks, or to 'auto'.".formatted(prefix);
			default ->
				"Check '%1$s.username', '%1$s.password', '%1$s.client-id' and '%1$s.protocol-version' against what the broker accepts."
					.formatted(prefix);
		};
	}

	private String username(String prefix) {
		String inherited = this.environment.getProperty(MqttConnectionPropertiesBinder.PREFIX + ".username");
		String username = this.environment.getProperty(prefix + ".username", (inherited != null) ? inherited : "");
		return StringUtils.hasLength(username) ? "'" + username + "'" : "not set";
	}

	private static boolean isDefault(MqttFailFastException failure) {
		return MqttClientRegistry.DEFAULT_CONNECTION.equals(failure.getConnection());
	}

}
